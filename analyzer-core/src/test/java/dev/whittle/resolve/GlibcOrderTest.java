package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.LdCacheBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 2 to 7 of glibc: load order and search order. */
class GlibcOrderTest {
    private Scene scene;

    @BeforeEach
    void aDebianRoot(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root);
    }

    @Test
    void rule_2_breadth_first_and_in_table_order() throws Exception {
        scene.elf("/bin/app", program("liba.so", "libb.so"))
                .elf("/lib/liba.so", library("libc.so", "libb.so"))
                .elf("/lib/libb.so", library("libd.so"))
                .libraries("/lib/libc.so", "/lib/libd.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly(
                        "liba.so => /lib/liba.so",
                        "libb.so => /lib/libb.so",
                        "libc.so => /lib/libc.so",
                        "libd.so => /lib/libd.so");
    }

    @Test
    void rule_2_a_filtee_comes_before_its_owner() throws Exception {
        scene.elf("/bin/app", program("liba.so"))
                .elf("/lib/liba.so", library("libb.so").string(ElfBuilder.DT_FILTER, "libf.so"))
                .libraries("/lib/libb.so", "/lib/libf.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly("libf.so => /lib/libf.so", "liba.so => /lib/liba.so", "libb.so => /lib/libb.so");
    }

    /**
     * It comes before the program, with which the loader's list begins, so its file is loaded again for a second
     * request.
     */
    @Test
    void rule_2_a_filtee_of_the_program_is_loaded_again_for_who_asks_later() throws Exception {
        scene.elf("/bin/app", filtered("libf.so").needed("libb.so").runpath("/lib"))
                .elf("/bin/itself", filtered("libf.so").needed("libf.so", "libb.so"))
                .elf("/bin/before", program("libf.so").string(ElfBuilder.DT_AUXILIARY, "libf.so"))
                .elf("/bin/deep", filtered("libk.so").needed("libf.so"))
                .elf("/lib/libb.so", library("libf.so"))
                .elf("/lib/libk.so", library().string(ElfBuilder.DT_FILTER, "libf.so"))
                .elf("/lib/libf.so", library().soname("libf.so"))
                .elf("/lib/libg.so", library().soname("libf.so"))
                .elf(
                        "/bin/other",
                        program("libg.so")
                                .string(ElfBuilder.DT_AUXILIARY, "/lib/libf.so")
                                .needed("libf.so"));
        assertThat(scene.ldd("/bin/app")).containsExactly("libb.so => /lib/libb.so", "libf.so => /lib/libf.so");
        assertThat(scene.ldd("/bin/itself")).containsExactly("libf.so => /lib/libf.so", "libb.so => /lib/libb.so");
        assertThat(scene.resolve("/bin/itself").scope())
                .extracting(object -> object.path())
                .containsExactly("/lib/libf.so", "/bin/itself", "/lib/libf.so", "/lib/libb.so");
        assertThat(scene.ldd("/bin/before")).isEmpty();
        assertThat(scene.ldd("/bin/deep")).isEmpty();
        assertThat(scene.ldd("/bin/other")).containsExactly("libg.so => /lib/libg.so");
    }

    private static ElfBuilder filtered(String name) {
        return program().string(ElfBuilder.DT_AUXILIARY, name);
    }

    @Test
    void rule_2_a_missing_auxiliary_is_ignored() throws Exception {
        scene.elf("/bin/app", program("liba.so"))
                .elf("/lib/liba.so", library().string(ElfBuilder.DT_AUXILIARY, "libx.so"));
        assertThat(scene.resolve("/bin/app").isComplete()).isTrue();
    }

    @Test
    void rule_2_a_missing_filter_is_not() throws Exception {
        scene.elf("/bin/app", program("liba.so"))
                .elf("/lib/liba.so", library().string(ElfBuilder.DT_FILTER, "libx.so"));
        assertThat(scene.resolve("/bin/app").missing())
                .extracting(Scene::text)
                .containsExactly("/lib/liba.so: libx.so => missing");
    }

    @Test
    void rule_3_a_soname_satisfies_another_library_s_need() throws Exception {
        scene.elf("/bin/app", program("liba.so", "libb.so"))
                .elf("/lib/liba.so", library().soname("libreal.so.1"))
                .elf("/lib/libb.so", library("libreal.so.1"));
        assertThat(scene.edges("/bin/app")).contains("/lib/libb.so: libreal.so.1 => /lib/liba.so [system directory]");
    }

    @Test
    void rule_3_a_second_name_of_the_same_file_is_the_same_object() throws Exception {
        scene.elf("/bin/app", program("liba.so", "libb.so"))
                .libraries("/lib/liba.so")
                .link("/lib/libb.so", "liba.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("liba.so => /lib/liba.so");
    }

    @Test
    void rule_3_hard_links_are_the_same_object() throws Exception {
        scene.elf("/bin/app", program("liba.so", "libb.so")).libraries("/lib/liba.so");
        scene.tree().hardLink("/lib/libb.so", "/lib/liba.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("liba.so => /lib/liba.so");
    }

    @Test
    void rule_3_the_loader_is_known_under_its_soname_and_listed_only_if_needed() throws Exception {
        scene.elf("/bin/app", program("liba.so")).elf("/lib/liba.so", library("ld-linux-x86-64.so.2"));
        assertThat(scene.ldd("/bin/app")).containsExactly("liba.so => /lib/liba.so", FakeLoader.GLIBC_X86_64);
    }

    @Test
    void rule_4_a_name_with_a_slash_is_opened_as_it_is() throws Exception {
        scene.elf("/bin/app", program("/opt/liba.so", "sub/libb.so").runpath("/lib"))
                .libraries("/opt/liba.so", "/sub/libb.so", "/lib/sub/libb.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("/opt/liba.so", "sub/libb.so");
    }

    @Test
    void rule_4_tokens_in_such_a_name_are_expanded() throws Exception {
        scene.elf("/opt/bin/app", program("$ORIGIN/../lib/liba.so")).libraries("/opt/lib/liba.so");
        assertThat(scene.edges("/opt/bin/app"))
                .containsExactly("/opt/bin/app: /opt/bin/../lib/liba.so => /opt/bin/../lib/liba.so [path]");
    }

    @Test
    void rule_5_rpath_then_library_path_then_runpath_then_cache_then_system() throws Exception {
        scene.file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("libx.so", "/cached/libx.so")
                                .build())
                .libraryPath("/env")
                .elf("/bin/old", program("libx.so").rpath("/rpath"))
                .elf("/bin/new", program("libx.so").runpath("/runpath"))
                .libraries("/rpath/libx.so", "/env/libx.so", "/runpath/libx.so", "/cached/libx.so", "/lib/libx.so");
        assertThat(scene.ldd("/bin/old")).containsExactly("libx.so => /rpath/libx.so");
        assertThat(scene.ldd("/bin/new")).containsExactly("libx.so => /env/libx.so");
        scene.libraryPath("");
        assertThat(scene.ldd("/bin/new")).containsExactly("libx.so => /runpath/libx.so");
        Files.delete(scene.tree().path("/runpath/libx.so"));
        assertThat(scene.ldd("/bin/new")).containsExactly("libx.so => /cached/libx.so");
        Files.delete(scene.tree().path("/cached/libx.so"));
        assertThat(scene.ldd("/bin/new")).containsExactly("libx.so => /lib/libx.so");
    }

    @Test
    void rule_5a_the_parent_s_rpath_serves_the_grandchild_and_the_library_alone_has_none() throws Exception {
        scene.elf("/bin/app", program("liba.so").rpath("/opt"))
                .elf("/opt/liba.so", library("libb.so"))
                .libraries("/opt/libb.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("liba.so => /opt/liba.so", "libb.so => /opt/libb.so");
        assertThat(scene.ldd("/opt/liba.so")).containsExactly("libb.so => not found");
    }

    @Test
    void rule_5a_the_own_rpath_comes_before_the_parent_s() throws Exception {
        scene.elf("/bin/app", program("liba.so").rpath("/opt"))
                .elf("/opt/liba.so", library("libb.so").rpath("/own"))
                .libraries("/opt/libb.so", "/own/libb.so");
        assertThat(scene.ldd("/bin/app")).contains("libb.so => /own/libb.so");
    }

    @Test
    void rule_5a_the_chain_is_that_of_the_object_that_asked_first() throws Exception {
        scene.elf("/bin/app", program("liba.so", "libb.so").rpath("/opt"))
                .elf("/opt/liba.so", library("libs.so").rpath("/a"))
                .elf("/opt/libb.so", library("libs.so").rpath("/b"))
                .elf("/a/libs.so", library("libx.so"))
                .libraries("/b/libx.so");
        assertThat(scene.ldd("/bin/app")).contains("libx.so => not found");
    }

    @Test
    void rule_5a_main_s_rpath_serves_a_preloaded_library_s_needs() throws Exception {
        scene.preload("/lib/libp.so")
                .elf("/bin/app", program("liba.so").rpath("/opt"))
                .elf("/lib/libp.so", library("libx.so"))
                .libraries("/opt/liba.so", "/opt/libx.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly("/lib/libp.so", "liba.so => /opt/liba.so", "libx.so => /opt/libx.so");
    }

    @Test
    void rule_5a_a_library_s_runpath_blocks_the_program_s_rpath() throws Exception {
        scene.elf("/bin/app", program("liba.so").rpath("/opt"))
                .elf("/opt/liba.so", library("libb.so").runpath("/nowhere"))
                .libraries("/opt/libb.so");
        assertThat(scene.ldd("/bin/app")).contains("libb.so => not found");
    }

    @Test
    void rule_5c_runpath_is_not_inherited() throws Exception {
        scene.elf("/bin/app", program("liba.so").runpath("/opt"))
                .elf("/opt/liba.so", library("libb.so"))
                .libraries("/opt/libb.so");
        assertThat(scene.ldd("/bin/app")).contains("libb.so => not found");
    }

    @Test
    void rule_5c_an_absolute_need_is_found_and_its_sibling_s_need_is_not() throws Exception {
        scene.elf("/bin/app", program("/opt/liba.so").runpath("/opt"))
                .elf("/opt/liba.so", library("libb.so"))
                .libraries("/opt/libb.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("/opt/liba.so", "libb.so => not found");
    }

    @Test
    void rule_6_an_rpath_beside_a_runpath_is_void() throws Exception {
        scene.elf("/bin/app", program("libx.so").rpath("/rpath").runpath("/runpath"))
                .libraries("/rpath/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => not found");
    }

    @Test
    void rule_6_a_runpath_object_in_the_middle_does_not_cut_the_chain() throws Exception {
        scene.elf("/bin/app", program("liba.so").rpath("/opt"))
                .elf("/opt/liba.so", library("libb.so").runpath("/mid"))
                .elf("/mid/libb.so", library("libx.so"))
                .libraries("/opt/libx.so");
        assertThat(scene.ldd("/bin/app")).contains("libx.so => /opt/libx.so");
    }

    @Test
    void rule_7_nodeflib_skips_the_system_directories_and_is_not_inherited() throws Exception {
        scene.elf(
                        "/bin/app",
                        program("liba.so", "libx.so")
                                .value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_NODEFLIB)
                                .runpath("/opt"))
                .elf("/opt/liba.so", library("liby.so"))
                .libraries("/lib/libx.so", "/lib/liby.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly("liba.so => /opt/liba.so", "libx.so => not found", "liby.so => /lib/liby.so");
    }

    @Test
    void rule_7_nodeflib_rejects_cached_paths_under_a_system_directory_only() throws Exception {
        scene.file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("libx.so", "/lib/libx.so")
                                .entry("liba.so", "/opt/liba.so")
                                .build())
                .elf("/bin/app", program("liba.so", "libx.so").value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_NODEFLIB))
                .libraries("/opt/liba.so", "/lib/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("liba.so => /opt/liba.so", "libx.so => not found");
        assertThat(scene.attempts("/bin/app")).contains("/lib/libx.so: in a system directory, which NODEFLIB forbids");
    }
}
