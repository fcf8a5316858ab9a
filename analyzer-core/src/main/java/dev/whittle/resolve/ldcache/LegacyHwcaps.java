package dev.whittle.resolve.ldcache;

import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.Machine;
import java.util.List;
import java.util.Optional;

/**
 * Which hwcap words of a cache a loader accepts that knows them, up to glibc 2.39: elf/dl-cache.c:search_cache,
 * {@code hwcap_exclude}.
 *
 * @param capabilities bits that an entry may require
 * @param platforms bits of which an entry may have none but {@code platform}
 */
public record LegacyHwcaps(long capabilities, long platforms, long platform) {
    /** For a loader that knows none: only entries without any bit. */
    public static final LegacyHwcaps NONE = new LegacyHwcaps(0, 0, 0);

    /** _DL_HWCAP_TLS_MASK: a library below {@code tls/}. */
    private static final long TLS = 1L << 63;

    /** @param has the capabilities of the processor */
    public static LegacyHwcaps of(ElfHeader header, Optional<String> platform, List<LegacyCapability> has) {
        long capabilities = TLS;
        for (LegacyCapability capability : has) {
            capabilities |= capability.isPlatform() ? 0 : capability.mask();
        }
        long mask = 0;
        for (LegacyCapability known : LegacyCapability.of(header)) {
            mask |= known.isPlatform() && platform.filter(known.name()::equals).isPresent() ? known.mask() : 0;
        }
        return new LegacyHwcaps(capabilities, platforms(header), mask);
    }

    /** _DL_HWCAP_PLATFORM: a bit field; some bits have no name that is known here. */
    private static long platforms(ElfHeader header) {
        return switch (Machine.of(header).name()) {
            case "x86_64", "x32", "i386" -> 0xFL << 48;
            case "powerpc64le", "powerpc64", "powerpc" -> 0x7FFFL << 32;
            case "s390x" -> 0x3FFL << 32;
            default -> 0;
        };
    }

    public boolean accepts(long hwcap) {
        long asked = hwcap & platforms;
        return (hwcap & ~platforms & ~capabilities) == 0 && (asked == 0 || asked == platform);
    }
}
