package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.testdata.LdCacheBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 17 of glibc: what the loader of a set-id program does not do. */
class SecureModeTest {
    private Scene scene;

    @BeforeEach
    void aDebianRoot(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root).secure();
    }

    @Test
    void rule_17_the_library_path_is_ignored() throws Exception {
        scene.libraryPath("/env").elf("/bin/app", program("libx.so")).libraries("/env/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => not found");
    }

    @ParameterizedTest
    @ValueSource(ints = {04755, 02755})
    void rule_17_a_set_id_program_is_secure_by_itself(int mode) throws Exception {
        scene.options(o -> LoaderOptions.NONE)
                .libraryPath("/env")
                .elf("/bin/app", program("libx.so"))
                .libraries("/env/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /env/libx.so");
        Files.setAttribute(scene.tree().path("/bin/app"), "unix:mode", mode);
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => not found");
    }

    @Test
    void rule_17_a_preloaded_name_with_a_slash_is_ignored_with_a_remark() throws Exception {
        scene.preload("/opt/libp.so").elf("/bin/app", program()).libraries("/opt/libp.so");
        assertThat(scene.edges("/bin/app")).isEmpty();
        assertThat(scene.resolve("/bin/app").remarks())
                .containsExactly("/opt/libp.so: not preloaded in secure mode, its name has a slash");
    }

    @Test
    void rule_17_a_slash_is_no_hindrance_in_the_preload_file() throws Exception {
        scene.file("/etc/ld.so.preload", "/opt/libp.so\n")
                .elf("/bin/app", program())
                .libraries("/opt/libp.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: /opt/libp.so => /opt/libp.so [path]");
    }

    @Test
    void rule_17_a_preloaded_library_that_is_searched_for_must_be_set_user_id() throws Exception {
        scene.preload("libp.so", "libq.so")
                .elf("/bin/app", program())
                .libraries("/lib/libp.so", "/lib/x86_64-linux-gnu/libp.so", "/lib/libq.so");
        Files.setAttribute(scene.tree().path("/lib/libp.so"), "unix:mode", 04755);
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libp.so => /lib/libp.so [system directory]", "/bin/app: libq.so => missing");
    }

    @Test
    void rule_17_the_cache_is_not_asked_for_a_preloaded_library() throws Exception {
        scene.preload("libp.so")
                .file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("libp.so", "/opt/libp.so")
                                .build())
                .elf("/bin/app", program("libp.so"))
                .libraries("/opt/libp.so");
        Files.setAttribute(scene.tree().path("/opt/libp.so"), "unix:mode", 04755);
        assertThat(scene.edges("/bin/app"))
                .containsExactly("/bin/app: libp.so => missing", "/bin/app: libp.so => /opt/libp.so [cache]");
    }

    @Test
    void rule_17_origin_of_the_program_must_lead_to_a_system_directory() throws Exception {
        Map<String, String> found = Map.of(
                "$ORIGIN/../lib/private", "/usr/bin/../lib/private/libx.so",
                "${ORIGIN}/../lib", "/usr/bin/../lib/libx.so");
        scene.libraries("/usr/lib/private/libx.so", "/usr/lib/libx.so", "/usr/bin/libx.so", "/usr/other/libx.so");
        for (Map.Entry<String, String> rpath : found.entrySet()) {
            scene.elf("/usr/bin/app", program("libx.so").runpath(rpath.getKey()));
            assertThat(scene.edges("/usr/bin/app"))
                    .containsExactly("/usr/bin/app: libx.so => " + rpath.getValue() + " [RUNPATH]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$ORIGIN", "$ORIGIN/../other", "/usr/lib/$ORIGIN", "$ORIGIN$ORIGIN", "/.$ORIGIN/../lib"})
    void rule_17_any_other_use_of_origin_voids_that_element(String rpath) throws Exception {
        scene.elf("/usr/bin/app", program("liby.so").runpath(rpath + ":/opt"))
                .libraries("/usr/bin/liby.so", "/usr/other/liby.so", "/usr/lib/usr/bin/liby.so")
                .libraries("/opt/liby.so", "/usr/bin/usr/bin/liby.so");
        assertThat(scene.ldd("/usr/bin/app")).containsExactly("liby.so => /opt/liby.so");
    }

    @Test
    void rule_17_origin_of_a_library_may_lead_anywhere() throws Exception {
        scene.elf("/bin/app", program("liba.so").runpath("/opt/lib"))
                .elf("/opt/lib/liba.so", library("libx.so").runpath("$ORIGIN/../other"))
                .libraries("/opt/other/libx.so");
        assertThat(scene.ldd("/bin/app")).contains("libx.so => /opt/lib/../other/libx.so");
    }

    @Test
    void rule_17_a_token_in_a_needed_name_is_an_error() throws Exception {
        scene.elf("/bin/app", program("$ORIGIN/libx.so")).libraries("/bin/libx.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly("/bin/app: $ORIGIN/libx.so => fatal: DST not allowed in SUID/SGID programs");
    }
}
