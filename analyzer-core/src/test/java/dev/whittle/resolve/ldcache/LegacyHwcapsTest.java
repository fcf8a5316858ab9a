package dev.whittle.resolve.ldcache;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.Scene;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Variant;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.LdCacheBuilder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cache entries for single capabilities of the processor: used up to glibc 2.39 if the processor has all of them. */
class LegacyHwcapsTest {
    private static final String OLD = "ld.so stable release version 2.36.\n";
    private static final int ARM_FLAGS = 0x0903;
    private static final int EF_ARM_EABI5_HARD = 0x5000400;
    private static final long VFP = 1 << 6;
    private static final long NEON = 1 << 12;

    @ParameterizedTest
    @CsvSource({
        "2.36, 0x8000000000000000, /special/libx.so",
        "2.39, 0x8000000000000000, /special/libx.so",
        "2.40, 0x8000000000000000, /plain/libx.so",
        "2.36, 0x0000000000000002, /special/libx.so", // HWCAP_X86_64
        "2.36, 0x0000000000000004, /plain/libx.so", // HWCAP_X86_AVX512_1
        "2.36, 0x0004000000000000, /plain/libx.so", // haswell
        "2.36, 0x8000000000000002, /special/libx.so",
    })
    void rule_12_a_loader_takes_what_every_processor_has(String version, String hwcap, String path, @TempDir Path root)
            throws Exception {
        Scene scene = Scene.bare(root)
                .loader(FakeLoader.GLIBC_X86_64, loader(version))
                .file("/etc/ld.so.cache", cache(Long.parseUnsignedLong(hwcap.substring(2), 16)))
                .libraries("/special/libx.so", "/plain/libx.so")
                .elf("/bin/app", program("libx.so"));
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => " + path);
    }

    @ParameterizedTest
    @CsvSource({"haswell, /special/libx.so", "xeon_phi, /plain/libx.so"})
    void rule_12_an_entry_for_a_platform_is_for_that_platform(String platform, String path, @TempDir Path root)
            throws Exception {
        Scene scene = Scene.bare(root)
                .loader(FakeLoader.GLIBC_X86_64, loader("2.36"))
                .file("/etc/ld.so.cache", cache(1L << 50))
                .libraries("/special/libx.so", "/plain/libx.so")
                .elf("/bin/app", program("libx.so"))
                .platform(platform);
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => " + path);
    }

    /** Debian's libvpx for ARM: a build for NEON, which the cache has with a path that no loader would search. */
    @Test
    void rule_12_a_neon_processor_loads_what_the_cache_has_for_it(@TempDir Path root) throws Exception {
        Scene scene = arm(root)
                .elf("/lib/vfp/neon/libx.so", armLibrary("libextra.so"))
                .elf("/lib/libx.so", armLibrary())
                .elf("/lib/libextra.so", armLibrary())
                .file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entryWithHwcap(ARM_FLAGS, "libx.so", "/lib/vfp/neon/libx.so", VFP | NEON)
                                .entryWithHwcap(ARM_FLAGS, "libx.so", "/lib/libx.so", 0)
                                .build());
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib/libx.so");
        assertThat(scene.resolve("/bin/app").objects().get(0).variants())
                .containsExactly(new Variant("neon", "/lib/vfp/neon/libx.so"));
        assertThat(scene.hwcaps("neon").ldd("/bin/app"))
                .containsExactly("libx.so => /lib/vfp/neon/libx.so", "libextra.so => /lib/libextra.so");
        assertThat(hwcaps(scene)).containsExactly("neon");
    }

    /** Directories are searched with the highest bit first. */
    @Test
    void rule_12_a_neon_processor_searches_its_directories(@TempDir Path root) throws Exception {
        Scene scene = arm(root).elf("/lib/libx.so", armLibrary()).elf("/lib/vfp/neon/libx.so", armLibrary());
        assertThat(hwcaps(scene)).isEmpty();
        assertThat(scene.hwcaps("neon").ldd("/bin/app")).containsExactly("libx.so => /lib/libx.so");
        scene.elf("/lib/vfp/libx.so", armLibrary());
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib/vfp/libx.so");
        scene.elf("/lib/neon/vfp/libx.so", armLibrary());
        assertThat(hwcaps(scene)).containsExactly("neon");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib/neon/vfp/libx.so");
        scene.hwcaps();
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib/vfp/libx.so");
    }

    /** A processor has one platform, the best of those given. */
    @Test
    void rule_12_a_platform_among_the_capabilities_is_the_loader_s_platform(@TempDir Path root) throws Exception {
        Scene scene = Scene.bare(root)
                .loader(FakeLoader.GLIBC_X86_64, FakeLoader.glibc("tls", "/lib64/", "", OLD))
                .libraries("/a/libx.so", "/a/haswell/avx512_1/libx.so", "/a/xeon_phi/libx.so")
                .elf("/bin/app", program("libx.so").runpath("/a"));
        assertThat(hwcaps(scene)).containsExactly("xeon_phi", "avx512_1", "haswell");
        assertThat(scene.hwcaps("haswell").ldd("/bin/app")).containsExactly("libx.so => /a/libx.so");
        assertThat(scene.hwcaps("avx512_1", "haswell").ldd("/bin/app"))
                .containsExactly("libx.so => /a/haswell/avx512_1/libx.so");
        assertThat(scene.hwcaps("haswell", "xeon_phi", "avx512_1").ldd("/bin/app"))
                .containsExactly("libx.so => /a/xeon_phi/libx.so");
    }

    @Test
    void rule_12_a_loader_of_2_40_knows_none_of_them(@TempDir Path root) throws Exception {
        Scene scene = Scene.bare(root)
                .loader(
                        FakeLoader.GLIBC_X86_64,
                        FakeLoader.glibc("/lib64/", "", "ld.so stable release version 2.40.\n"))
                .libraries("/a/libx.so", "/a/haswell/libx.so")
                .elf("/bin/app", program("libx.so").runpath("/a"));
        assertThat(hwcaps(scene)).isEmpty();
        assertThat(scene.hwcaps("haswell").ldd("/bin/app")).containsExactly("libx.so => /a/libx.so");
    }

    private static List<String> hwcaps(Scene scene) throws Exception {
        Resolver resolver = scene.resolver();
        Program app = resolver.open(RootPath.of("/bin/app"));
        resolver.resolve(app, LoaderOptions.NONE);
        return resolver.hwcaps(app, LoaderOptions.NONE);
    }

    private static Scene arm(Path root) throws IOException {
        return Scene.bare(root)
                .loader("/lib/ld-linux-armhf.so.3", FakeLoader.with(armLibrary(), "tls", "/lib/", "", OLD))
                .elf("/bin/app", armLibrary("libx.so").interpreter("/lib/ld-linux-armhf.so.3"));
    }

    private static ElfBuilder armLibrary(String... needed) {
        return ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_ARM)
                .flags(EF_ARM_EABI5_HARD)
                .needed(needed);
    }

    private static byte[] cache(long hwcap) {
        return LdCacheBuilder.littleEndian()
                .entryWithHwcap("libx.so", "/special/libx.so", hwcap)
                .entry("libx.so", "/plain/libx.so")
                .build();
    }

    private static byte[] loader(String version) {
        return FakeLoader.glibc(
                "lib/x86_64-linux-gnu",
                "/lib/x86_64-linux-gnu/",
                "/usr/lib/x86_64-linux-gnu/",
                "/etc/ld.so.cache",
                "ld.so (Debian GLIBC " + version + "-1) stable release version " + version + ".\n");
    }
}
