package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 8 to 11 of glibc: tokens, their values, and lists of directories. */
class GlibcTokensTest {
    private Scene scene;

    @BeforeEach
    void aDebianRoot(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root);
    }

    @ParameterizedTest
    @CsvSource({
        "$ORIGIN/../lib, /opt/bin/../lib",
        "${ORIGIN}/../lib, /opt/bin/../lib",
        "/a/$LIB/b, /a/lib/x86_64-linux-gnu/b",
        "/a/${PLATFORM}/b, /a/x86_64/b",
        "/a$ORIGIN, /a/opt/bin",
        "$ORIGIN$ORIGIN, /opt/bin/opt/bin",
        "/a/$ORIGINAL, /a/$ORIGINAL",
        "/a/$ORIGIN_, /a/$ORIGIN_",
        "/a/${ORIGIN, /a/${ORIGIN",
        "/a/${ORIGINAL}, /a/${ORIGINAL}",
        "/a/$UNKNOWN, /a/$UNKNOWN",
        "/a/$, /a/$",
        "/a/$$LIB, /a/$lib/x86_64-linux-gnu",
    })
    void rule_8_tokens_with_and_without_braces_and_nothing_else(String written, String searched) throws Exception {
        scene.elf("/opt/bin/app", program("libx.so").runpath(written)).libraries(searched + "/libx.so");
        assertThat(scene.ldd("/opt/bin/app")).containsExactly("libx.so => " + searched + "/libx.so");
    }

    @Test
    void rule_8_a_token_without_a_value_drops_that_element() throws Exception {
        // Linux gives a riscv64 process no AT_PLATFORM.
        scene.elf(
                        "/bin/app",
                        riscv().interpreter("/lib/ld-linux-riscv64-lp64d.so.1")
                                .needed("libx.so")
                                .runpath("/a/$PLATFORM:/b"))
                .elf("/a/libx.so", riscv())
                .elf("/b/libx.so", riscv());
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /b/libx.so");
        assertThat(scene.platform("rv").elf("/a/rv/libx.so", riscv()).ldd("/bin/app"))
                .containsExactly("libx.so => /a/rv/libx.so");
    }

    @Test
    void rule_9_origin_of_the_program_is_its_real_directory() throws Exception {
        scene.elf("/opt/real/app", program("libx.so").rpath("$ORIGIN"))
                .link("/usr/bin/app", "/opt/real/app")
                .libraries("/opt/real/libx.so", "/usr/bin/libx.so");
        assertThat(scene.ldd("/usr/bin/app")).containsExactly("libx.so => /opt/real/libx.so");
    }

    @Test
    void rule_9_origin_of_a_library_is_the_directory_it_was_found_in_links_unresolved() throws Exception {
        scene.elf("/bin/app", program("liba.so").runpath("/found"))
                .elf("/real/liba.so", library("libx.so").runpath("$ORIGIN"))
                .link("/found/liba.so", "../real/liba.so")
                .libraries("/real/libx.so", "/found/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("liba.so => /found/liba.so", "libx.so => /found/libx.so");
    }

    @Test
    void rule_10_platform_can_be_set() throws Exception {
        scene.platform("haswell")
                .elf("/bin/app", program("libx.so").runpath("/opt/$PLATFORM"))
                .libraries("/opt/haswell/libx.so", "/opt/x86_64/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /opt/haswell/libx.so");
    }

    @Test
    void rule_11_an_empty_element_is_the_working_directory() throws Exception {
        scene.elf("/bin/app", program("libx.so").runpath("/a:")).libraries("/libx.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => libx.so [RUNPATH]");
    }

    @Test
    void rule_11_a_wholly_empty_list_is_ignored() throws Exception {
        scene.elf("/bin/app", program("libx.so").runpath("")).libraries("/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => not found");
        assertThat(scene.libraryPath("").ldd("/bin/app")).containsExactly("libx.so => not found");
    }

    @Test
    void rule_11_the_library_path_splits_at_semicolons_too_and_runpath_does_not() throws Exception {
        scene.elf("/bin/app", program("libx.so"))
                .elf("/bin/other", program("libx.so").runpath("/a;/b"))
                .libraries("/b/libx.so");
        assertThat(scene.ldd("/bin/other")).containsExactly("libx.so => not found");
        assertThat(scene.libraryPath("/a;/b").ldd("/bin/app")).containsExactly("libx.so => /b/libx.so");
    }

    @Test
    void rule_11_tokens_in_the_library_path_are_those_of_the_program() throws Exception {
        scene.libraryPath("$ORIGIN/../lib")
                .elf("/opt/bin/app", program("liba.so").rpath("/else"))
                .elf("/else/liba.so", library("libx.so"))
                .libraries("/opt/lib/libx.so");
        assertThat(scene.ldd("/opt/bin/app")).contains("libx.so => /opt/bin/../lib/libx.so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/opt", "/opt/", "/opt///"})
    void rule_11_slashes_at_the_end_of_an_element_become_one(String written) throws Exception {
        scene.elf("/bin/app", program("libx.so").runpath(written)).libraries("/opt/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /opt/libx.so");
    }

    @Test
    void rule_11_a_repeated_directory_is_searched_once() throws Exception {
        scene.elf("/bin/app", program("libx.so").runpath("/a:/a/:/a"));
        assertThat(scene.attempts("/bin/app").stream().filter(a -> a.startsWith("/a/")))
                .hasSize(1);
    }

    private static ElfBuilder riscv() {
        return ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, 243).flags(4);
    }

    @Test
    void an_auxiliary_object_whose_token_has_no_value_is_fatal_and_a_needed_one_is_passed_over(@TempDir Path root)
            throws Exception {
        Scene scene = Scene.bare(root)
                .elf("/bin/needs", s390x().needed("$PLATFORM"))
                .elf("/bin/helped", s390x().string(ElfBuilder.DT_AUXILIARY, "$PLATFORM"));
        assertThat(scene.resolve("/bin/needs").fatal()).isEmpty();
        assertThat(scene.resolve("/bin/helped").fatal())
                .extracting(Scene::text)
                .containsExactly("/bin/helped: $PLATFORM => fatal: empty dynamic string token substitution");
    }

    private static ElfBuilder s390x() {
        return ElfBuilder.of(64, ByteOrder.BIG_ENDIAN, ElfBuilder.EM_S390).interpreter("/lib/ld64.so.1");
    }
}
