package dev.whittle.resolve;

import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.Machine;
import java.util.Optional;

/**
 * Which hwcap words of a cache a loader takes that knows them, up to glibc 2.39: elf/dl-cache.c:search_cache,
 * {@code hwcap_exclude}. Of the capabilities only those count that each processor of the machine has, as in
 * {@link LegacySubdirectories}.
 *
 * @param capabilities bits that an entry may ask for
 * @param platforms bits of which an entry may have no other than {@code platform}
 */
record LegacyHwcaps(long capabilities, long platforms, long platform) {
    /** Of a loader that knows none: only entries without any bit. */
    static final LegacyHwcaps NONE = new LegacyHwcaps(0, 0, 0);

    /** _DL_HWCAP_TLS_MASK: a library below {@code tls/}. */
    private static final long TLS = 1L << 63;

    /** sysdeps/x86/dl-hwcap.h: HWCAP_X86_64. */
    private static final long HWCAP_X86_64 = 1L << 1;

    /** _DL_HWCAP_PLATFORM of x86: four bits from 48 on, which stand for the names of sysdeps/x86/dl-procinfo.c. */
    private static final long X86_PLATFORMS = 0xFL << 48;

    static LegacyHwcaps of(ElfHeader header, Optional<String> platform) {
        return switch (Machine.of(header).name()) {
            case "x86_64", "x32" -> new LegacyHwcaps(TLS | HWCAP_X86_64, X86_PLATFORMS, x86(platform.orElse("")));
            case "i386" -> new LegacyHwcaps(TLS, X86_PLATFORMS, x86(platform.orElse("")));
            default -> new LegacyHwcaps(TLS, 0, 0);
        };
    }

    boolean accepts(long hwcap) {
        long asked = hwcap & platforms;
        return (hwcap & ~platforms & ~capabilities) == 0 && (asked == 0 || asked == platform);
    }

    private static long x86(String platform) {
        return switch (platform) {
            case "i586" -> 1L << 48;
            case "i686" -> 1L << 49;
            case "haswell" -> 1L << 50;
            case "xeon_phi" -> 1L << 51;
            default -> 0;
        };
    }
}
