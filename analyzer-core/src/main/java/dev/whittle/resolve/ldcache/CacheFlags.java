package dev.whittle.resolve.ldcache;

import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.Machine;

/**
 * Which entries of an ld.so.cache apply to an ABI: sysdeps/generic/ldconfig.h for the numbers, the dl-cache.h of each
 * machine for what it accepts.
 *
 * @param exact the ABI's own flags (_DL_CACHE_DEFAULT_ID)
 * @param also other flags that are accepted; equal to {@code exact} if there are none
 */
public record CacheFlags(int exact, int also) {
    private static final int ELF_LIBC6 = 0x0003;
    private static final int ELF = 0x0001;
    private static final int EF_MIPS_NAN2008 = 0x400;
    private static final int EF_RISCV_FLOAT_ABI = 0x6;
    private static final int EF_RISCV_FLOAT_ABI_DOUBLE = 0x4;
    private static final int EF_LARCH_SOFT_FLOAT = 0x1;

    public static CacheFlags of(ElfHeader header) {
        boolean nan2008 = (header.flags() & EF_MIPS_NAN2008) != 0;
        return switch (Machine.of(header).name()) {
            case "x86_64" -> only(0x0303);
            case "x32" -> only(0x0803);
            case "aarch64", "aarch64_be" -> only(0x0a03);
            case "armhf" -> new CacheFlags(0x0903, ELF_LIBC6);
            case "arm" -> new CacheFlags(0x0b03, ELF_LIBC6);
            case "s390x" -> only(0x0403);
            case "powerpc64", "powerpc64le" -> only(0x0503);
            case "sparc64" -> only(0x0203);
            case "ia64" -> only(0x0103);
            case "riscv64", "riscv32" ->
                only((header.flags() & EF_RISCV_FLOAT_ABI) == EF_RISCV_FLOAT_ABI_DOUBLE ? 0x1003 : 0x0f03);
            case "loongarch64" -> only((header.flags() & 7) == EF_LARCH_SOFT_FLOAT ? 0x1103 : 0x1203);
            case "mips", "mipsel" -> nan2008 ? only(0x0c03) : new CacheFlags(ELF_LIBC6, ELF);
            case "mipsn32", "mipsn32el" -> only(nan2008 ? 0x0d03 : 0x0603);
            case "mips64", "mips64el" -> only(nan2008 ? 0x0e03 : 0x0703);
            default -> new CacheFlags(ELF_LIBC6, ELF);
        };
    }

    public boolean accepts(int flags) {
        return flags == exact || flags == also;
    }

    public boolean isExact(int flags) {
        return flags == exact;
    }

    private static CacheFlags only(int flags) {
        return new CacheFlags(flags, flags);
    }
}
