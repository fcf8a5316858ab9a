package dev.whittle.elf;

import java.util.List;

/** What one file requires of another (DT_VERNEED): {@code file} is a soname as in DT_NEEDED. */
public record VersionNeed(String file, List<Version> versions) {
    public VersionNeed {
        versions = List.copyOf(versions);
    }

    /** @param weak VER_FLG_WEAK: its absence is a remark, not an error */
    public record Version(String name, boolean weak) {}
}
