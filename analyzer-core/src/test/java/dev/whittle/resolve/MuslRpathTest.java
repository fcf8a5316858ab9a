package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 4 to 7, 12 and 13 of musl: RPATH and RUNPATH, which it treats alike. */
class MuslRpathTest {
    private Scene scene;

    @BeforeEach
    void aMuslRoot(@TempDir Path root) throws IOException {
        scene = Scene.musl(root);
    }

    @Test
    void rule_4_the_environment_then_the_rpath_then_the_system_path() throws Exception {
        scene.libraryPath("/env")
                .elf("/bin/app", muslProgram("libx.so", "liby.so", "libz.so").rpath("/rpath"))
                .libraries("/env/libx.so", "/rpath/libx.so", "/lib/libx.so")
                .libraries("/rpath/liby.so", "/lib/liby.so", "/lib/libz.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libx.so => /env/libx.so [library path]",
                        "/bin/app: liby.so => /rpath/liby.so [RPATH]",
                        "/bin/app: libz.so => /lib/libz.so [system directory]");
    }

    @ParameterizedTest
    @ValueSource(longs = {ElfBuilder.DT_RPATH, ElfBuilder.DT_RUNPATH})
    void rule_4_the_parent_s_path_serves_the_grandchild_and_the_library_alone_has_none(long tag) throws Exception {
        scene.elf("/bin/app", muslProgram("liba.so").string(tag, "/opt"))
                .elf("/opt/liba.so", library("libb.so"))
                .libraries("/opt/libb.so");
        assertThat(scene.ldd("/bin/app")).contains("libb.so => /opt/libb.so");
        assertThat(scene.edges("/opt/liba.so")).containsExactly("/opt/liba.so: libb.so => missing");
    }

    @Test
    void rule_4_the_own_rpath_comes_before_the_parent_s() throws Exception {
        scene.elf("/bin/app", muslProgram("liba.so").rpath("/opt"))
                .elf("/opt/liba.so", library("libb.so").rpath("/own"))
                .libraries("/opt/libb.so", "/own/libb.so");
        assertThat(scene.ldd("/bin/app")).contains("libb.so => /own/libb.so");
    }

    @Test
    void rule_4_a_sibling_s_path_serves_nobody() throws Exception {
        scene.elf("/bin/app", muslProgram("/opt/liba.so", "libb.so"))
                .elf("/opt/liba.so", library().runpath("/opt"))
                .libraries("/opt/libb.so");
        assertThat(scene.edges("/bin/app")).contains("/bin/app: libb.so => missing");
    }

    @Test
    void rule_5_runpath_overrides_rpath_within_an_object() throws Exception {
        scene.elf("/bin/app", muslProgram("libx.so").rpath("/rpath").runpath("/runpath"))
                .libraries("/rpath/libx.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => missing");
    }

    @Test
    void rule_5_a_library_s_runpath_does_not_block_the_program_s_rpath() throws Exception {
        scene.elf("/bin/app", muslProgram("liba.so").rpath("/opt"))
                .elf("/opt/liba.so", library("libb.so").runpath("/nowhere"))
                .libraries("/opt/libb.so");
        assertThat(scene.ldd("/bin/app")).contains("libb.so => /opt/libb.so");
    }

    @Test
    void rule_5_rpath_through_a_runpath_object() throws Exception {
        scene.elf("/bin/app", muslProgram("liba.so").rpath("/opt"))
                .elf("/opt/liba.so", library("libb.so").runpath("/mid"))
                .elf("/mid/libb.so", library("libx.so"))
                .libraries("/opt/libx.so");
        assertThat(scene.ldd("/bin/app")).contains("libx.so => /opt/libx.so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/opt:/a/$LIB", "$PLATFORM:/opt", "/opt:$", "/opt:${ORIGIN", "/opt:$origin"})
    void rule_6_any_other_dollar_voids_the_whole_rpath(String rpath) throws Exception {
        scene.elf("/bin/app", muslProgram("libx.so").rpath(rpath)).libraries("/opt/libx.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => missing");
    }

    @ParameterizedTest
    @CsvSource({
        "$ORIGIN/../lib, /opt/bin/../lib",
        "${ORIGIN}/sub, /opt/bin/sub",
        "$ORIGINAL, /opt/binAL",
        "/a$ORIGIN, /a/opt/bin",
    })
    void rule_6_origin_is_expanded_whatever_follows_it(String written, String searched) throws Exception {
        scene.elf("/opt/bin/app", muslProgram("libx.so").runpath(written)).libraries(searched + "/libx.so");
        assertThat(scene.ldd("/opt/bin/app")).contains("libx.so => " + searched + "/libx.so");
    }

    @Test
    void rule_6_origin_of_a_library_is_the_directory_it_was_found_in_links_unresolved() throws Exception {
        scene.elf("/bin/app", muslProgram("liba.so").runpath("/found"))
                .elf("/real/liba.so", library("libx.so").runpath("$ORIGIN"))
                .link("/found/liba.so", "../real/liba.so")
                .libraries("/real/libx.so", "/found/libx.so");
        assertThat(scene.ldd("/bin/app")).contains("libx.so => /found/libx.so");
    }

    @Test
    void rule_7_lists_split_at_colons_and_newlines_and_empty_elements_are_skipped() throws Exception {
        scene.elf("/bin/app", muslProgram("libx.so", "liby.so").rpath("::/a\n\n/b:"))
                .libraries("/libx.so", "/b/liby.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly("/bin/app: libx.so => missing", "/bin/app: liby.so => /b/liby.so [RPATH]");
    }

    @Test
    void rule_12_secure_mode_drops_the_program_s_origin_rpath_and_keeps_a_library_s() throws Exception {
        scene.secure()
                .elf("/opt/app", muslProgram("liba.so", "libx.so").rpath("$ORIGIN"))
                .elf("/lib/liba.so", library("libb.so").rpath("$ORIGIN/sub"))
                .libraries("/opt/libx.so", "/lib/sub/libb.so");
        assertThat(scene.edges("/opt/app"))
                .contains("/opt/app: libx.so => missing", "/lib/liba.so: libb.so => /lib/sub/libb.so [RPATH]");
    }

    @Test
    void rule_12_a_plain_rpath_holds_in_secure_mode() throws Exception {
        scene.secure().elf("/bin/app", muslProgram("libx.so").rpath("/opt")).libraries("/opt/libx.so");
        assertThat(scene.ldd("/bin/app")).contains("libx.so => /opt/libx.so");
    }

    @Test
    void rule_13_origin_of_the_program_is_its_real_directory() throws Exception {
        scene.elf("/opt/real/app", muslProgram("libx.so").rpath("$ORIGIN"))
                .link("/usr/bin/app", "/opt/real/app")
                .libraries("/opt/real/libx.so", "/usr/bin/libx.so");
        assertThat(scene.ldd("/usr/bin/app")).contains("libx.so => /opt/real/libx.so");
    }
}
