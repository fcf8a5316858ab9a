package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.rootfs.Walk;
import dev.whittle.testdata.FakeLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names musl searches for, and which paths it tries: ldso/dynlink.c:load_library. */
class MuslNamesTest {
    private Scene scene;

    @BeforeEach
    void aMuslRoot(@TempDir Path root) throws Exception {
        scene = Scene.musl(root);
    }

    @Test
    void each_place_is_told_in_order() throws Exception {
        scene.elf("/bin/app", muslProgram("libx.so").runpath("/opt:/loop:/late"))
                .link("/loop", "loop")
                .libraries("/late/libx.so")
                .libraryPath("/env");
        assertThat(scene.attempts("/bin/app"))
                .as("a link in circles ends it all")
                .containsExactly(
                        "/env/libx.so: no such file", "/opt/libx.so: no such file", "/loop/libx.so: too many links");
        scene.elf("/bin/app", muslProgram("/opt/libx.so"));
        assertThat(scene.attempts("/bin/app")).containsExactly("/opt/libx.so: no such file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Walk.MAX_NAME, Walk.MAX_NAME + 1})
    void a_name_that_no_file_can_have_is_not_looked_for(int length) throws Exception {
        scene.elf("/bin/app", muslProgram("n".repeat(length)));
        assertThat(scene.resolve("/bin/app").missing()).hasSize(1);
        assertThat(scene.attempts("/bin/app")).hasSize(length == Walk.MAX_NAME ? 3 : 0);
    }

    @Test
    void without_a_loader_a_libc_is_a_library_as_others_are(@TempDir Path bare) throws Exception {
        Scene without = Scene.bare(bare)
                .elf("/bin/app", muslProgram("libx.so", "libc.so"))
                .elf("/lib/libx.so", library().soname("libx.so"))
                .elf("/lib/libc.so", library().soname("libc.so"));
        assertThat(without.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libx.so => /lib/libx.so [system directory]",
                        "/bin/app: libc.so => /lib/libc.so [system directory]");
    }

    /** The list ends at a NUL, like any C string; something that is not a file is an empty list. */
    @Test
    void the_list_of_system_directories_is_a_string() throws Exception {
        scene.elf("/bin/app", muslProgram("libx.so")).libraries("/a/libx.so", "/b/libx.so", "/lib/libx.so");
        String list = "/etc/ld-musl-x86_64.path";
        assertThat(scene.file(list, "/a\0:/b").edges("/bin/app"))
                .containsExactly("/bin/app: libx.so => /a/libx.so [system directory]");
        assertThat(scene.file(list, "\0/b").edges("/bin/app")).containsExactly("/bin/app: libx.so => missing");
    }

    @Test
    void a_list_that_is_no_file_is_empty() throws Exception {
        scene.elf("/bin/app", muslProgram("libx.so")).libraries("/lib/libx.so");
        scene.tree().directory("/etc/ld-musl-x86_64.path");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => missing");
        assertThat(scene.ldd("/bin/app")).contains(FakeLoader.MUSL_X86_64);
    }
}
