package dev.whittle.resolve.load;

import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.Machine;
import java.util.List;
import java.util.Optional;

/**
 * Defaults of the C libraries for each machine, used if neither the file nor the root tells. Sources: glibc's sysdeps
 * shlib-versions and Makefiles ({@code rtldlist}, {@code slibdir}), musl's arch reloc.h.
 */
public final class LoaderTable {
    private static final int EF_MIPS_NAN2008 = 0x400;

    private LoaderTable() {}

    /** PT_INTERP of a glibc program. */
    public static Optional<String> glibcLoader(ElfHeader header) {
        boolean nan2008 = (header.flags() & EF_MIPS_NAN2008) != 0;
        String path =
                switch (Machine.of(header).name()) {
                    case "x86_64" -> "/lib64/ld-linux-x86-64.so.2";
                    case "x32" -> "/libx32/ld-linux-x32.so.2";
                    case "i386", "sparc", "sh", "sheb" -> "/lib/ld-linux.so.2";
                    case "aarch64" -> "/lib/ld-linux-aarch64.so.1";
                    case "aarch64_be" -> "/lib/ld-linux-aarch64_be.so.1";
                    case "armhf" -> "/lib/ld-linux-armhf.so.3";
                    case "arm" -> "/lib/ld-linux.so.3";
                    case "s390x" -> "/lib/ld64.so.1";
                    case "s390", "powerpc", "m68k", "hppa" -> "/lib/ld.so.1";
                    case "powerpc64le" -> "/lib64/ld64.so.2";
                    case "powerpc64" -> Machine.powerAbi(header) == 2 ? "/lib64/ld64.so.2" : "/lib64/ld64.so.1";
                    case "riscv64" -> "/lib/ld-linux-riscv64-lp64d.so.1";
                    case "riscv32" -> "/lib/ld-linux-riscv32-ilp32d.so.1";
                    case "loongarch64" -> "/lib64/ld-linux-loongarch-lp64d.so.1";
                    case "mips", "mipsel" -> nan2008 ? "/lib/ld-linux-mipsn8.so.1" : "/lib/ld.so.1";
                    case "mipsn32", "mipsn32el" -> nan2008 ? "/lib32/ld-linux-mipsn8.so.1" : "/lib32/ld.so.1";
                    case "mips64", "mips64el" -> nan2008 ? "/lib64/ld-linux-mipsn8.so.1" : "/lib64/ld.so.1";
                    case "sparc64" -> "/lib64/ld-linux.so.2";
                    case "ia64" -> "/lib/ld-linux-ia64.so.2";
                    default -> "";
                };
        return path.isEmpty() ? Optional.empty() : Optional.of(path);
    }

    /** PT_INTERP of a musl program. */
    public static String muslLoader(ElfHeader header) {
        return "/lib/ld-musl-" + Machine.of(header).name() + ".so.1";
    }

    /** Value of {@code $LIB}; prefixed with {@code /} and {@code /usr/}, the system directories. */
    public static String lib(ElfHeader header) {
        return switch (Machine.of(header).name()) {
            case "x86_64",
                    "aarch64",
                    "aarch64_be",
                    "s390x",
                    "powerpc64",
                    "powerpc64le",
                    "sparc64",
                    "mips64",
                    "mips64el",
                    "loongarch64" -> "lib64";
            case "riscv64" -> "lib64/lp64d";
            case "riscv32" -> "lib32/ilp32d";
            case "x32" -> "libx32";
            case "mipsn32", "mipsn32el" -> "lib32";
            default -> "lib";
        };
    }

    /** AT_PLATFORM as Linux usually sets it; empty if it sets none, or a different one for each processor. */
    public static Optional<String> platform(ElfHeader header) {
        return switch (Machine.of(header).name()) {
            case "x86_64", "x32" -> Optional.of("x86_64");
            case "i386" -> Optional.of("i686");
            case "aarch64", "aarch64_be" -> Optional.of(Machine.of(header).name());
            case "arm", "armhf" -> Optional.of("v7l");
            default -> Optional.empty();
        };
    }

    /** Levels of glibc-hwcaps, best first: sysdeps dl-hwcaps-subdirs.c of each machine. */
    public static List<String> hwcaps(ElfHeader header) {
        return switch (Machine.of(header).name()) {
            case "x86_64" -> List.of("x86-64-v4", "x86-64-v3", "x86-64-v2");
            case "powerpc64le", "powerpc64" -> List.of("power10", "power9");
            case "s390x" -> List.of("z17", "z16", "z15", "z14", "z13");
            default -> List.of();
        };
    }
}
