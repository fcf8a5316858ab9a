package dev.whittle.resolve;

import java.util.Optional;

/** Whose rules a program follows. */
public enum Libc {
    GLIBC,
    MUSL;

    /** The name of musl's loader begins with it: {@code ld-musl-ARCH.so.1}. */
    static final String MUSL_PREFIX = "ld-musl-";

    /**
     * The loader whose rules are not modelled, by the name that it has everywhere.
     *
     * @param interpreter PT_INTERP, raw
     */
    static Optional<String> unmodelled(String interpreter) {
        String name = interpreter.substring(interpreter.lastIndexOf('/') + 1);
        if (name.contains("uClibc")) {
            return Optional.of("uClibc-ng"); // utils/porting.h: UCLIBC_LDSO
        }
        if (name.equals("linker") || name.equals("linker64")) {
            return Optional.of("Android's bionic");
        }
        return switch (name) {
            case "ld-elf.so.1", "ld-elf32.so.1" -> Optional.of("FreeBSD's rtld");
            case "ld.elf_so" -> Optional.of("NetBSD's ld.elf_so");
            case "ld.so" ->
                Optional.of(interpreter.startsWith("/usr/libexec/") ? "OpenBSD's ld.so" : "an unknown ld.so");
            default -> Optional.empty();
        };
    }

    /**
     * By the loader's name, where there is no file that says more: see {@link LoaderKind}.
     *
     * @param interpreter PT_INTERP, raw
     */
    public static Libc of(String interpreter) {
        String name = interpreter.substring(interpreter.lastIndexOf('/') + 1);
        return name.startsWith(MUSL_PREFIX) ? MUSL : GLIBC;
    }
}
