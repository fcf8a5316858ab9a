package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.LdCacheBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cache entries for single capabilities of the processor: taken up to glibc 2.39 if each processor has them. */
class LegacyHwcapsTest {
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
