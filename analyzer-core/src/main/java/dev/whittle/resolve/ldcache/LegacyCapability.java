package dev.whittle.resolve.ldcache;

import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.Machine;
import java.util.List;
import java.util.Optional;

/**
 * A processor feature that glibc before 2.37 looks for in addition to glibc-hwcaps levels: the name of a directory, and
 * a bit in an entry of ld.so.cache. A capability is one of HWCAP_IMPORTANT, of which a processor has several; a
 * platform is one of {@code _dl_string_platform}, of which it has one. From the dl-procinfo.h, dl-procinfo.c and
 * dl-hwcap.h of each machine; SPARC and MIPS are not supported.
 *
 * @param name of the directory
 * @param bit in the entry's word
 * @param always whether every processor that runs the machine's programs has it
 */
public record LegacyCapability(String name, int bit, boolean isPlatform, boolean always) {
    /** sysdeps/x86/dl-hwcap.h, dl-procinfo.c. */
    private static final List<LegacyCapability> X86_64 =
            List.of(platform("xeon_phi", 51), capability("avx512_1", 2), platform("haswell", 50), always("x86_64", 1));

    private static final List<LegacyCapability> I386 =
            List.of(platform("i686", 49), platform("i586", 48), capability("sse2", 0));

    /** sysdeps/unix/sysv/linux/arm/dl-procinfo.h; programs with hard float need VFP. */
    private static final List<LegacyCapability> ARMHF = List.of(capability("neon", 12), always("vfp", 6));

    /** sysdeps/unix/sysv/linux/aarch64/dl-procinfo.h: HWCAP_IMPORTANT; the bit is the kernel's HWCAP_ATOMICS. */
    private static final List<LegacyCapability> AARCH64 = List.of(capability("atomics", 8));

    private static final List<LegacyCapability> ARM = List.of(capability("neon", 12), capability("vfp", 6));

    /** sysdeps/powerpc/dl-procinfo.h; the little-endian ABI begins with POWER8. */
    private static final List<LegacyCapability> POWERPC64LE =
            List.of(platform("power9", 46), platform("power8", 45), always("dfp", 10), always("altivec", 28));

    private static final List<LegacyCapability> POWERPC = List.of(
            platform("power9", 46),
            platform("power8", 45),
            platform("power7", 39),
            platform("power6x", 38),
            platform("power6", 36),
            capability("dfp", 10),
            platform("ppc970", 33),
            capability("altivec", 28),
            platform("power5+", 35),
            platform("power5", 34),
            platform("power4", 32));

    /** sysdeps/s390/dl-procinfo.h, dl-procinfo.c. */
    private static final List<LegacyCapability> S390X = List.of(
            platform("z15", 41),
            capability("vxe2", 15),
            platform("z14", 40),
            capability("vxe", 13),
            platform("z13", 39),
            capability("vx", 11),
            platform("zEC12", 38),
            platform("z196", 37),
            platform("z10", 36),
            capability("dfp", 6),
            platform("z9-109", 35),
            capability("eimm", 5),
            platform("z990", 34),
            capability("ldisp", 4),
            platform("z900", 33),
            always("zarch", 1));

    /** All of a machine, best first: a processor that has one also has the capabilities after it. */
    public static List<LegacyCapability> of(ElfHeader header) {
        return switch (Machine.of(header).name()) {
            case "x86_64", "x32" -> X86_64;
            case "i386" -> I386;
            case "armhf" -> ARMHF;
            case "arm" -> ARM;
            case "aarch64" -> AARCH64;
            case "powerpc64le" -> POWERPC64LE;
            case "powerpc64", "powerpc" -> POWERPC;
            case "s390x" -> S390X;
            default -> List.of();
        };
    }

    public static Optional<LegacyCapability> find(List<LegacyCapability> all, String name) {
        for (LegacyCapability capability : all) {
            if (capability.name.equals(name)) {
                return Optional.of(capability);
            }
        }
        return Optional.empty();
    }

    public long mask() {
        return 1L << bit;
    }

    private static LegacyCapability capability(String name, int bit) {
        return new LegacyCapability(name, bit, false, false);
    }

    private static LegacyCapability always(String name, int bit) {
        return new LegacyCapability(name, bit, false, true);
    }

    private static LegacyCapability platform(String name, int bit) {
        return new LegacyCapability(name, bit, true, false);
    }
}
