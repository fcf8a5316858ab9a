package dev.whittle.source;

import dev.whittle.bytes.RawText;
import dev.whittle.path.CLibrary;
import dev.whittle.path.HostPath;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Extended attributes of host files. The JDK supports the namespace {@code user} only, and file capabilities are in
 * {@code security}, so the C library is called.
 */
public final class HostAttributes {
    /** XATTR_SIZE_MAX and XATTR_LIST_MAX of Linux. */
    private static final int MAX_BYTES = 65536;

    /**
     * Nearly all files have fewer names, or none, and a large array would be copied to the C library and back for each
     * of them.
     */
    private static final int USUAL_BYTES = 256;

    private static final int ENOENT = 2;
    private static final int EPERM = 1;
    private static final int EACCES = 13;
    private static final int ERANGE = 34;
    private static final int ENODATA = 61;
    private static final int ENOTSUP = 95;

    private HostAttributes() {}

    /**
     * Whether the host is supported: 64-bit Linux, with a C library that JNA supports. Otherwise files seem to have no
     * attributes, and a caller that promised to keep them must report that.
     */
    public static boolean available() {
        return Calls.AVAILABLE;
    }

    /** All attributes of a file; a link is not followed. Empty if the host is not supported. */
    static Map<String, byte[]> read(Path file) throws IOException {
        Map<String, byte[]> values = new TreeMap<>();
        if (!available()) {
            return values;
        }
        byte[] path = RawText.bytes(HostPath.raw(file) + "\0");
        byte[] names = new byte[USUAL_BYTES];
        long length = Calls.llistxattr(path, names, names.length);
        if (length < 0 && CLibrary.lastError() == ERANGE) {
            names = new byte[MAX_BYTES];
            length = Calls.llistxattr(path, names, names.length);
        }
        if (length < 0) {
            throwUnlessNone(file);
            return values;
        }
        if (length == 0) {
            return values;
        }
        for (String name : RawText.of(Arrays.copyOf(names, (int) length)).split("\0", -1)) {
            if (!name.isEmpty()) {
                byte[] value = new byte[MAX_BYTES];
                long size = Calls.lgetxattr(path, RawText.bytes(name + "\0"), value, value.length);
                if (size >= 0) {
                    values.put(name, Arrays.copyOf(value, (int) size));
                } else {
                    throwUnlessHidden(file, name);
                }
            }
        }
        return values;
    }

    /**
     * The file system has no attributes, or the file is gone, which its reader will report. Anything else is a fault.
     */
    private static void throwUnlessNone(Path file) throws FileSystemException {
        int error = CLibrary.lastError();
        if (error != ENOTSUP && error != ENOENT) {
            throw new FileSystemException(
                    file.toString(), null, "cannot list extended attributes (errno " + error + ")");
        }
    }

    /**
     * Removed in the meantime, or listed to all and readable by some, like trusted ones. Anything else would be lost
     * silently.
     */
    private static void throwUnlessHidden(Path file, String name) throws FileSystemException {
        int error = CLibrary.lastError();
        if (error != ENODATA && error != EACCES && error != EPERM && error != ENOTSUP) {
            throw new FileSystemException(
                    file.toString(), null, "cannot read extended attribute " + name + " (errno " + error + ")");
        }
    }

    private static final class Calls {
        static final boolean AVAILABLE = CLibrary.register(Calls.class);

        static native long llistxattr(byte[] path, byte[] list, long size);

        static native long lgetxattr(byte[] path, byte[] name, byte[] value, long size);
    }
}
