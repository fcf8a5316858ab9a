package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.LdCacheBuilder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules 5, 14 and 15 of glibc: how a loader uses the cache of a root. */
class GlibcCacheUseTest {
    private static final String CACHE = "/etc/ld.so.cache";

    private Scene scene;

    @BeforeEach
    void aDebianRoot(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root).elf("/bin/app", program("libx.so"));
    }

    @Test
    void rule_5d_what_the_cache_says_is_opened_and_the_cache_is_needed() throws Exception {
        scene.file(CACHE, cache("/opt/libx.so")).libraries("/opt/libx.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => /opt/libx.so [cache]");
        assertThat(scene.resolve("/bin/app").configuration()).containsExactly(RootPath.of(CACHE));
    }

    @Test
    void rule_5d_a_cache_that_found_nothing_is_not_needed() throws Exception {
        scene.file(CACHE, cache("/opt/liby.so")).libraries("/lib/libx.so");
        assertThat(scene.resolve("/bin/app").configuration()).isEmpty();
    }

    @Test
    void rule_5d_stale_with_a_copy_in_a_system_directory_the_copy_is_found() throws Exception {
        scene.file(CACHE, cache("/opt/libx.so")).libraries("/usr/lib/libx.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => /usr/lib/libx.so [system directory]");
    }

    @Test
    void rule_5d_there_is_no_second_best_for_a_level_that_was_deleted() throws Exception {
        scene.file(
                        CACHE,
                        LdCacheBuilder.littleEndian()
                                .entry("libx.so", "/opt/glibc-hwcaps/x86-64-v3/libx.so", "x86-64-v3")
                                .entry("libx.so", "/opt/libx.so")
                                .build())
                .libraries("/opt/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /opt/libx.so");
        assertThat(scene.hwcaps("x86-64-v3").ldd("/bin/app")).containsExactly("libx.so => not found");
    }

    @Test
    void rule_5d_a_cached_text_file_is_fatal() throws Exception {
        scene.file(CACHE, cache("/opt/libx.so"))
                .file("/opt/libx.so", "x".repeat(80))
                .libraries("/lib/libx.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => fatal: invalid ELF header");
    }

    @Test
    void rule_15_a_directory_that_only_ld_so_conf_names_is_not_searched() throws Exception {
        scene.file("/etc/ld.so.conf", "/opt\n").libraries("/opt/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => not found");
    }

    @Test
    void a_broken_cache_is_passed_over() throws Exception {
        scene.file(CACHE, "glibc-ld.so.cache1.1").libraries("/lib/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib/libx.so");
    }

    @Test
    void a_cache_that_is_a_directory_or_a_dangling_link_is_passed_over() throws Exception {
        scene.link(CACHE, "nowhere").libraries("/lib/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib/libx.so");
    }

    @ParameterizedTest
    @CsvSource({
        "64, 62, 0, 0x0303",
        "32, 62, 0, 0x0803",
        "32, 3, 0, 0x0003",
        "64, 183, 0, 0x0a03",
        "32, 40, 0x400, 0x0903",
        "32, 40, 0x400, 0x0003",
        "64, 21, 2, 0x0503",
        "64, 243, 4, 0x1003",
        "64, 258, 0x43, 0x1203",
    })
    void rule_14_each_machine_has_its_flags(int bits, int machine, String flags, String entryFlags) throws Exception {
        LdCacheBuilder builder = LdCacheBuilder.littleEndian();
        ElfBuilder library =
                ElfBuilder.of(bits, ByteOrder.LITTLE_ENDIAN, machine).flags(Integer.decode(flags));
        ElfBuilder app = ElfBuilder.of(bits, ByteOrder.LITTLE_ENDIAN, machine)
                .flags(Integer.decode(flags))
                .interpreter("/lib/ld.so.1")
                .needed("libx.so");
        scene.file(
                        CACHE,
                        builder.entry(Integer.decode(entryFlags), "libx.so", "/opt/libx.so")
                                .build())
                .elf("/opt/libx.so", library)
                .elf("/bin/app", app);
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /opt/libx.so");
        scene.file(
                CACHE,
                LdCacheBuilder.littleEndian()
                        .entry(0x0703, "libx.so", "/opt/libx.so")
                        .build());
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => not found");
    }

    @Test
    void rule_14_s390x_has_its_flags_in_big_endian() throws Exception {
        scene.file(
                        CACHE,
                        LdCacheBuilder.bigEndian()
                                .entry(0x0403, "libx.so", "/opt/libx.so")
                                .build())
                .elf("/opt/libx.so", ElfBuilder.of(64, ByteOrder.BIG_ENDIAN, ElfBuilder.EM_S390))
                .elf(
                        "/bin/app",
                        ElfBuilder.of(64, ByteOrder.BIG_ENDIAN, ElfBuilder.EM_S390)
                                .interpreter("/lib/ld64.so.1")
                                .needed("libx.so"));
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /opt/libx.so");
    }

    private static byte[] cache(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return LdCacheBuilder.littleEndian().entry(name, path).build();
    }
}
