package dev.whittle.closure;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.Scene;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processors for which libraries are kept. */
class ClosureHwcapsTest {
    private Scene scene;

    @BeforeEach
    void aLibraryForTwoLevelsOneOfWhichNeedsMore(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/app", program("libx.so"))
                .libraries("/lib/libx.so", "/lib/glibc-hwcaps/x86-64-v2/libx.so", "/lib/libextra.so")
                .elf("/lib/glibc-hwcaps/x86-64-v3/libx.so", library("libextra.so"));
    }

    @Test
    void all_keeps_the_base_and_every_level_with_what_it_needs() throws Exception {
        assertThat(ClosureScene.of(scene, "/bin/app").kept())
                .contains(
                        "/lib/libx.so",
                        "/lib/glibc-hwcaps/x86-64-v2/libx.so",
                        "/lib/glibc-hwcaps/x86-64-v3/libx.so",
                        "/lib/libextra.so");
    }

    @Test
    void none_keeps_the_base_alone() throws Exception {
        assertThat(ClosureScene.of(scene, "/bin/app").hwcaps(Hwcaps.NONE).kept())
                .contains("/lib/libx.so")
                .noneMatch(path -> path.contains("glibc-hwcaps"))
                .doesNotContain("/lib/libextra.so");
    }

    @Test
    void a_list_keeps_the_base_and_what_such_a_processor_opens() throws Exception {
        assertThat(ClosureScene.of(scene, "/bin/app")
                        .hwcaps(new Hwcaps(false, List.of("x86-64-v2")))
                        .kept())
                .contains("/lib/libx.so", "/lib/glibc-hwcaps/x86-64-v2/libx.so")
                .doesNotContain("/lib/glibc-hwcaps/x86-64-v3/libx.so");
    }

    /** A loader older than glibc 2.37 also uses directories with its own names. */
    @Test
    void all_keeps_what_is_for_older_names_of_processors(@TempDir Path other) throws Exception {
        Scene old = Scene.bare(other)
                .loader(FakeLoader.GLIBC_X86_64, FakeLoader.glibc("tls", "/lib/", "", "stable release version 2.36.\n"))
                .elf("/bin/app", program("libx.so"))
                .libraries("/lib/libx.so", "/lib/haswell/libx.so", "/lib/xeon_phi/avx512_1/libx.so", "/lib/libextra.so")
                .elf("/lib/haswell/avx512_1/libx.so", library("libextra.so"));
        assertThat(ClosureScene.of(old, "/bin/app").kept())
                .contains(
                        "/lib/libx.so",
                        "/lib/haswell/libx.so",
                        "/lib/haswell/avx512_1/libx.so",
                        "/lib/xeon_phi/avx512_1/libx.so",
                        "/lib/libextra.so");
        assertThat(ClosureScene.of(old, "/bin/app").hwcaps(Hwcaps.NONE).kept())
                .contains("/lib/libx.so")
                .doesNotContain("/lib/haswell/libx.so");
    }

    @Test
    void there_is_one_resolution_a_program_that_of_the_base() throws Exception {
        assertThat(ClosureScene.of(scene, "/bin/app").closure().resolutions())
                .singleElement()
                .satisfies(resolution -> assertThat(resolution.objects())
                        .extracting(object -> object.path())
                        .containsExactly("/lib/libx.so"));
    }
}
