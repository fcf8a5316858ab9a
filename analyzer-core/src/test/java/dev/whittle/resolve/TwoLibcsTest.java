package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.load.Libc;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 1 of glibc: the choice of the loader in a root that may have two. */
class TwoLibcsTest {
    private Scene scene;

    @BeforeEach
    void aRootWithBoth(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root).loader(FakeLoader.MUSL_X86_64, FakeLoader.musl());
    }

    @Test
    void rule_1_the_choice_is_per_program() throws Exception {
        scene.elf("/bin/g", program("libx.so"))
                .elf("/bin/m", muslProgram("libx.so"))
                .libraries("/usr/local/lib/libx.so", "/usr/lib/x86_64-linux-gnu/libx.so");
        assertThat(scene.ldd("/bin/g")).containsExactly("libx.so => /usr/lib/x86_64-linux-gnu/libx.so");
        assertThat(scene.ldd("/bin/m")).containsExactly(FakeLoader.MUSL_X86_64, "libx.so => /usr/local/lib/libx.so");
    }

    @Test
    void rule_1_one_library_follows_the_loader_of_the_program_that_pulled_it_in() throws Exception {
        scene.elf("/bin/g", program("/opt/liba.so"))
                .elf("/bin/m", muslProgram("/opt/liba.so"))
                .elf("/opt/liba.so", library("libreal.so").runpath("/opt/$LIB"))
                .libraries("/opt/lib/x86_64-linux-gnu/libreal.so");
        assertThat(scene.resolve("/bin/g").isComplete()).isTrue();
        assertThat(scene.resolve("/bin/m").isComplete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "libc.so.6, GLIBC",
        "libc.musl-x86_64.so.1, MUSL",
        "ld-musl-x86_64.so.1, MUSL",
        "libc.so, MUSL",
        "libz.so.1, GLIBC",
    })
    void rule_1_a_library_alone_goes_by_the_c_library_it_needs(String needed, Libc libc) throws Exception {
        scene.elf("/lib/liba.so", library(needed));
        assertThat(scene.resolve("/lib/liba.so").libc()).contains(libc);
    }

    @Test
    void rule_1_a_library_that_says_nothing_goes_by_the_loader_that_the_root_has(@TempDir Path other) throws Exception {
        Scene musl = Scene.musl(other).elf("/lib/liba.so", library("libz.so.1"));
        assertThat(musl.resolve("/lib/liba.so").libc()).contains(Libc.MUSL);
    }

    @Test
    void a_loader_under_another_path_goes_by_its_base_name() throws Exception {
        scene.loader("/opt/ld-musl-x86_64.so.1", FakeLoader.musl())
                .elf("/bin/app", library().interpreter("/opt/ld-musl-x86_64.so.1"));
        assertThat(scene.resolve("/bin/app").libc()).contains(Libc.MUSL);
    }
}
