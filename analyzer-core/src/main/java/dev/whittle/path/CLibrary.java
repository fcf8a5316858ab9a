package dev.whittle.path;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/** The host's C library, for what the JDK cannot do. The only user of JNA, which is optional. */
public final class CLibrary {
    private CLibrary() {}

    /**
     * Binds the native methods of a class to the C library.
     *
     * @return whether it succeeded: on 64-bit Linux, with a C library that JNA supports and that has all of them
     */
    public static boolean register(Class<?> calls) {
        try {
            if (!Platform.isLinux() || Native.SIZE_T_SIZE != Long.BYTES) {
                return false;
            }
            Native.register(calls, Platform.C_LIBRARY_NAME);
            return true;
        } catch (LinkageError e) { // no JNA on the class path, no build of it for this host, or a missing function
            return false;
        }
    }

    /** {@code errno} of this thread's last call. */
    public static int lastError() {
        return Native.getLastError();
    }
}
