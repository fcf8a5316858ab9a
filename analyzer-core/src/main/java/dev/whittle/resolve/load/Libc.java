package dev.whittle.resolve.load;

import dev.whittle.resolve.LoaderKind;
import java.util.Optional;

/** Whose rules a program follows. */
public enum Libc {
    GLIBC,
    MUSL;

    /** Prefix of the name of musl's loader: {@code ld-musl-ARCH.so.1}. */
    public static final String MUSL_PREFIX = "ld-musl-";

    /**
     * A loader whose rules are not modelled, by its fixed name.
     *
     * @param interpreter PT_INTERP, raw
     */
    public static Optional<String> unmodelled(String interpreter) {
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
     * By the loader's name, if there is no file that is more specific: see {@link LoaderKind}.
     *
     * @param interpreter PT_INTERP, raw
     */
    public static Libc of(String interpreter) {
        String name = interpreter.substring(interpreter.lastIndexOf('/') + 1);
        return name.startsWith(MUSL_PREFIX) ? MUSL : GLIBC;
    }
}
