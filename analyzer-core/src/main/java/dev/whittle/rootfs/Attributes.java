package dev.whittle.rootfs;

import java.time.Instant;

/**
 * Attributes of every entry.
 *
 * @param mode permission, set-id and sticky bits: the low twelve, without the type
 * @param uid numeric owner
 * @param gid numeric group
 */
public record Attributes(int mode, long uid, long gid, Instant modified) {
    public static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int ANY_EXECUTE = 0111;

    public Attributes {
        if ((mode & ~07777) != 0) {
            throw new IllegalArgumentException("mode with type bits: " + Integer.toOctalString(mode));
        }
    }

    public boolean isSetId() {
        return (mode & (SET_UID | SET_GID)) != 0;
    }

    /** Whether the owner, the group, or others may execute it: execve(2) needs one of these bits even for root. */
    public boolean isExecutable() {
        return (mode & ANY_EXECUTE) != 0;
    }
}
