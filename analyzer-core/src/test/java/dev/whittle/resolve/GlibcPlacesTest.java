package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every place is tried once, and reported: elf/dl-load.c:_dl_map_new_object. */
class GlibcPlacesTest {
    private final Path root;

    GlibcPlacesTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void rule_5_the_program_s_rpath_is_tried_once() throws Exception {
        Scene scene = small().elf("/bin/app", program("libx.so", "liba.so").rpath("/opt"))
                .elf("/opt/liba.so", library("liby.so").rpath("/a"));
        assertThat(scene.attempts("/bin/app"))
                .containsExactly(
                        "/opt/libx.so: no such file",
                        "/lib64/libx.so: no such file",
                        "/a/liby.so: no such file",
                        "/opt/liby.so: no such file",
                        "/lib64/liby.so: no such file");
    }

    /** No object requested the loader: its own requests are still searched for in main's RPATH. */
    @Test
    void rule_5_the_program_s_rpath_serves_the_loader_too() throws Exception {
        byte[] loader = FakeLoader.with(
                ElfBuilder.x86_64().soname("ld-linux-x86-64.so.2").string(ElfBuilder.DT_FILTER, "libx.so"), "/lib64/");
        Scene scene = Scene.bare(root)
                .loader(FakeLoader.GLIBC_X86_64, loader)
                .elf("/bin/app", program("ld-linux-x86-64.so.2").rpath("/opt"))
                .libraries("/opt/libx.so");
        assertThat(scene.edges("/bin/app")).contains(FakeLoader.GLIBC_X86_64 + ": libx.so => /opt/libx.so [RPATH]");
    }

    @Test
    void rule_5_a_cache_that_has_no_such_name_is_told() throws Exception {
        byte[] cache =
                LdCacheBuilder.littleEndian().entry("liby.so", "/opt/liby.so").build();
        Scene scene = small().elf("/bin/app", program("libx.so")).file("/etc/ld.so.cache", cache);
        assertThat(scene.attempts("/bin/app"))
                .containsExactly("/etc/ld.so.cache: no entry", "/lib64/libx.so: no such file");
    }

    @Test
    void rule_17_a_preloaded_library_that_is_not_set_user_id_is_told() throws Exception {
        Scene scene = small().elf("/bin/app", program())
                .libraries("/lib64/libp.so")
                .preload("libp.so")
                .secure();
        assertThat(scene.attempts("/bin/app"))
                .containsExactly("/lib64/libp.so: not set-user-id, which secure mode requires of a preload");
    }

    @Test
    void rule_12_the_plain_build_is_no_better_one_for_other_levels() throws Exception {
        byte[] cache = LdCacheBuilder.littleEndian()
                .entry("libx.so", "/v2/libx.so", "x86-64-v2")
                .entry("libx.so", "/plain/libx.so")
                .build();
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("libx.so"))
                .file("/etc/ld.so.cache", cache)
                .libraries("/v2/libx.so", "/plain/libx.so");
        assertThat(variants(scene)).isEqualTo("/plain/libx.so [Variant[level=x86-64-v2, path=/v2/libx.so]]");
        assertThat(variants(scene.hwcaps("x86-64-v2"))).isEqualTo("/v2/libx.so []");
    }

    /** The root directory is a directory like others, and the only one whose name is just a slash. */
    @Test
    void rule_12_libraries_in_the_root_itself_have_levels_too() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("libx.so").rpath("/"))
                .libraries("/libx.so", "/glibc-hwcaps/x86-64-v3/libx.so", "/glibc-hwcaps/x86-64-v2/libx.so");
        assertThat(variants(scene))
                .isEqualTo("/libx.so [Variant[level=x86-64-v3, path=/glibc-hwcaps/x86-64-v3/libx.so], "
                        + "Variant[level=x86-64-v2, path=/glibc-hwcaps/x86-64-v2/libx.so]]");
        assertThat(variants(scene.hwcaps("x86-64-v2")))
                .isEqualTo("/glibc-hwcaps/x86-64-v2/libx.so "
                        + "[Variant[level=x86-64-v3, path=/glibc-hwcaps/x86-64-v3/libx.so]]");
    }

    @Test
    void rule_8_a_preloaded_path_with_a_token_that_has_no_value_is_told() throws Exception {
        ElfBuilder riscv = ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, 243).interpreter("/lib/ld.so");
        Scene scene = Scene.bare(root).elf("/bin/app", riscv).preload("/opt/$PLATFORM/libp.so");
        assertThat(scene.attempts("/bin/app")).containsExactly("/opt/$PLATFORM/libp.so: a token in it has no value");
    }

    private static String variants(Scene scene) throws Exception {
        LoadedObject object = scene.resolve("/bin/app").objects().get(0);
        return object.path() + " " + object.variants();
    }

    /** A loader that knows one system directory. */
    private Scene small() throws Exception {
        return Scene.bare(root).loader(FakeLoader.GLIBC_X86_64, FakeLoader.glibc("lib64", "/lib64/"));
    }
}
