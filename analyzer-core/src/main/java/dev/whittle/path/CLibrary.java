package dev.whittle.path;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/** The host's C library, for what the JDK cannot do. The only user of JNA, which may be missing. */
public final class CLibrary {
    private CLibrary() {}

    /**
     * Makes the native methods of a class those of the C library.
     *
     * @return whether it did: on Linux of 64 bits, with a C library that JNA has a build for and that has them all
     */
    public static boolean register(Class<?> calls) {
        try {
            if (!Platform.isLinux() || Native.SIZE_T_SIZE != Long.BYTES) {
                return false;
            }
            Native.register(calls, Platform.C_LIBRARY_NAME);
            return true;
        } catch (LinkageError e) { // no jna on the class path, no build of it for this host, a call that is not there
            return false;
        }
    }

    /** {@code errno} of this thread's last call. */
    public static int lastError() {
        return Native.getLastError();
    }
}
