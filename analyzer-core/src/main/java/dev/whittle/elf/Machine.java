package dev.whittle.elf;

import java.nio.ByteOrder;

/**
 * A processor architecture as loaders and distributions name it.
 *
 * @param name as in {@code uname -m}, if it has a name there
 */
public record Machine(String name) {
    private static final int EF_ARM_ABI_FLOAT_HARD = 0x400;
    private static final int EF_MIPS_ABI2 = 0x20;
    private static final int EF_PPC64_ABI = 3;

    public static Machine of(ElfHeader header) {
        return new Machine(name(header));
    }

    private static String name(ElfHeader header) {
        boolean little = header.order() == ByteOrder.LITTLE_ENDIAN;
        boolean wide = header.bits() == 64;
        return switch (header.machine()) {
            case 2, 18 -> "sparc";
            case 3 -> "i386";
            case 4 -> "m68k";
            case 8 ->
                (wide ? "mips64" : (header.flags() & EF_MIPS_ABI2) != 0 ? "mipsn32" : "mips") + (little ? "el" : "");
            case 15 -> "hppa";
            case 20 -> "powerpc";
            case 21 -> little ? "powerpc64le" : "powerpc64";
            case 22 -> wide ? "s390x" : "s390";
            case 40 -> (header.flags() & EF_ARM_ABI_FLOAT_HARD) != 0 ? "armhf" : "arm";
            case 42 -> little ? "sh" : "sheb";
            case 43 -> "sparc64";
            case 50 -> "ia64";
            case 62 -> wide ? "x86_64" : "x32";
            case 183 -> little ? "aarch64" : "aarch64_be";
            case 243 -> wide ? "riscv64" : "riscv32";
            case 258 -> wide ? "loongarch64" : "loongarch32";
            default -> "machine" + header.machine();
        };
    }

    /** ELFv1 and ELFv2 of 64-bit PowerPC have different loaders; 0 means that the file does not say. */
    public static int powerAbi(ElfHeader header) {
        return header.flags() & EF_PPC64_ABI;
    }
}
