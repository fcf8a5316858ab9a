package dev.whittle.resolve;

/** Whose rules a program follows. */
public enum Libc {
    GLIBC,
    MUSL;

    /** The name of musl's loader begins with it: {@code ld-musl-ARCH.so.1}. */
    static final String MUSL_PREFIX = "ld-musl-";

    /**
     * By the loader's name, as everyone does.
     *
     * @param interpreter PT_INTERP, raw
     */
    public static Libc of(String interpreter) {
        String name = interpreter.substring(interpreter.lastIndexOf('/') + 1);
        return name.startsWith(MUSL_PREFIX) ? MUSL : GLIBC;
    }
}
