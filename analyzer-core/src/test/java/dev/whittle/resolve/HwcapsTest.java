package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Variant;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 12 of glibc: subdirectories for better processors. */
class HwcapsTest {
    private Scene scene;

    @BeforeEach
    void aLibraryForEveryLevel(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/app", program("libx.so").runpath("/a:/b"))
                .libraries("/a/libx.so", "/b/libx.so", "/b/glibc-hwcaps/x86-64-v4/libx.so")
                .libraries("/a/glibc-hwcaps/x86-64-v2/libx.so", "/a/glibc-hwcaps/x86-64-v3/libx.so");
    }

    @Test
    void rule_12_the_base_level_is_what_ldd_answers_for() throws Exception {
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /a/libx.so");
    }

    @Test
    void rule_12_ldd_says_which_libraries_have_better_variants() throws Exception {
        assertThat(scene.resolve("/bin/app").objects().get(0).variants())
                .containsExactly(
                        new Variant("x86-64-v3", "/a/glibc-hwcaps/x86-64-v3/libx.so"),
                        new Variant("x86-64-v2", "/a/glibc-hwcaps/x86-64-v2/libx.so"));
        scene.hwcaps("x86-64-v3");
        assertThat(scene.resolve("/bin/app").objects().get(0).variants())
                .containsExactly(new Variant("x86-64-v2", "/a/glibc-hwcaps/x86-64-v2/libx.so"));
    }

    @Test
    void rule_12_the_best_level_comes_first_whatever_the_order_asked_for() throws Exception {
        scene.hwcaps("x86-64-v2", "x86-64-v3");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /a/glibc-hwcaps/x86-64-v3/libx.so");
    }

    @Test
    void rule_12_each_directory_s_levels_come_before_the_next_directory() throws Exception {
        scene.hwcaps("x86-64-v4", "x86-64-v2");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /a/glibc-hwcaps/x86-64-v2/libx.so");
    }

    @Test
    void rule_12_system_directories_have_levels_too() throws Exception {
        scene.hwcaps("x86-64-v2")
                .elf("/bin/plain", program("libx.so"))
                .libraries("/lib/libx.so", "/lib/glibc-hwcaps/x86-64-v2/libx.so");
        assertThat(scene.ldd("/bin/plain")).containsExactly("libx.so => /lib/glibc-hwcaps/x86-64-v2/libx.so");
    }

    @Test
    void rule_12_the_levels_are_those_that_the_loader_knows() throws Exception {
        scene.loader(FakeLoader.GLIBC_X86_64, FakeLoader.glibc("x86-64-v3:x86-64-v2", "/lib64/"))
                .hwcaps("x86-64-v4", "x86-64-v3");
        Resolver resolver = scene.resolver();
        assertThat(resolver.hwcaps(resolver.open(RootPath.of("/bin/app")), LoaderOptions.NONE))
                .containsExactly("x86-64-v3", "x86-64-v2");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /a/glibc-hwcaps/x86-64-v3/libx.so");
    }

    @Test
    void rule_12_a_loader_older_than_the_levels_knows_none() throws Exception {
        scene.loader(FakeLoader.GLIBC_X86_64, FakeLoader.glibc("/lib64/")).hwcaps("x86-64-v3");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /a/libx.so");
    }

    @Test
    void rule_12_tls_and_platform_directories_are_searched_by_a_loader_that_knows_them() throws Exception {
        scene.libraries("/a/tls/x86_64/libx.so", "/a/tls/libx.so", "/a/x86_64/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /a/libx.so");
        scene.loader(FakeLoader.GLIBC_X86_64, FakeLoader.glibc("x86-64-v3:x86-64-v2", "tls", "/lib64/"));
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /a/tls/x86_64/libx.so");
        assertThat(scene.hwcaps("x86-64-v2").ldd("/bin/app"))
                .containsExactly("libx.so => /a/glibc-hwcaps/x86-64-v2/libx.so");
    }

    @Test
    void rule_12_old_directories_in_the_old_order() throws Exception {
        scene.loader(FakeLoader.GLIBC_X86_64, FakeLoader.glibc("tls", "/lib64/"))
                .platform("haswell");
        for (String directory :
                new String[] {"/x86_64/", "/haswell/", "/haswell/x86_64/", "/tls/", "/tls/x86_64/", "/tls/haswell/"}) {
            scene.libraries("/a" + directory + "libx.so");
            assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /a" + directory + "libx.so");
        }
    }
}
