package dev.whittle.write;

import dev.whittle.bytes.RawText;
import dev.whittle.path.CLibrary;
import dev.whittle.path.HostPath;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Operations on host files that the JDK does not have, through the C library: owners and times without opening (a fifo
 * would block), file capabilities, devices. No call follows a link in the last component, except {@link #mode}, which
 * must not be called for a link.
 */
final class HostFiles {
    private static final int EPERM = 1;
    private static final int ENOTSUP = 95;
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int S_IFIFO = 0010000;
    private static final int S_IFCHR = 0020000;
    private static final int S_IFBLK = 0060000;

    private HostFiles() {}

    /** Whether the host is supported: 64-bit Linux, with a C library that JNA supports. */
    static boolean available() {
        return Calls.AVAILABLE;
    }

    /** A call that the caller lacks the privilege for; there may be an alternative. */
    static final class NotPermittedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotPermittedException(String subject) {
            super(subject);
        }
    }

    static void owner(Path path, long uid, long gid) throws IOException {
        check(Calls.lchown(bytes(path), (int) uid, (int) gid), path, "be given to its owner " + uid + ":" + gid);
    }

    static void mode(Path path, int mode) throws IOException {
        check(Calls.chmod(bytes(path), mode), path, "be given its mode");
    }

    static void time(Path path, Instant time) throws IOException {
        long seconds = time.getEpochSecond();
        long nanos = time.getNano();
        long[] accessAndModification = {seconds, nanos, seconds, nanos};
        int result = Calls.utimensat(AT_FDCWD, bytes(path), accessAndModification, AT_SYMLINK_NOFOLLOW);
        check(result, path, "be given its time");
    }

    static void attribute(Path path, String name, byte[] value) throws IOException {
        int result = Calls.lsetxattr(bytes(path), RawText.bytes(name + "\0"), value, value.length, 0);
        check(result, path, "be given its extended attribute " + name);
    }

    /** The JDK would normalise the target of the link. */
    static void symbolicLink(Path path, String target) throws IOException {
        check(Calls.symlink(RawText.bytes(target + "\0"), bytes(path)), path, "be made, a link");
    }

    static void fifo(Path path) throws IOException {
        check(Calls.mknod(bytes(path), S_IFIFO | 0600, 0), path, "be made, a fifo");
    }

    static void device(Path path, boolean block, int major, int minor) throws IOException {
        int type = block ? S_IFBLK : S_IFCHR;
        check(Calls.mknod(bytes(path), type | 0600, number(major, minor)), path, "be made, a device");
    }

    /** glibc, bits/sysmacros.h:gnu_dev_makedev; musl has the same. */
    private static long number(int major, int minor) {
        return ((major & 0xfffL) << 8)
                | ((major & 0xfffff000L) << 32)
                | (minor & 0xffL)
                | ((minor & 0xffffff00L) << 12);
    }

    private static void check(int result, Path path, String subject) throws IOException {
        if (result == 0) {
            return;
        }
        int error = CLibrary.lastError();
        if (error == EPERM) {
            throw new NotPermittedException(HostPath.rawName(path) + " cannot " + subject + ": not permitted");
        }
        String reason = error == ENOTSUP ? "the file system does not support them" : "errno " + error;
        throw new FileSystemException(path.toString(), null, "cannot " + subject + " (" + reason + ")");
    }

    private static byte[] bytes(Path path) {
        return RawText.bytes(HostPath.raw(path) + "\0");
    }

    private static final class Calls {
        static final boolean AVAILABLE = CLibrary.register(Calls.class);

        static native int lchown(byte[] path, int uid, int gid);

        static native int chmod(byte[] path, int mode);

        static native int utimensat(int directory, byte[] path, long[] times, int flags);

        static native int lsetxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

        static native int symlink(byte[] target, byte[] path);

        static native int mknod(byte[] path, int mode, long device);
    }
}
