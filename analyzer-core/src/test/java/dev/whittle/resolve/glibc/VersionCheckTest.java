package dev.whittle.resolve.glibc;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.Scene;
import dev.whittle.resolve.load.Resolution;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 19 of glibc: required versions of a file, and versions that it defines. */
class VersionCheckTest {
    private Scene scene;

    @BeforeEach
    void aDebianRoot(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root);
    }

    @Test
    void rule_19_the_right_name_with_the_wrong_version_is_found_and_an_error() throws Exception {
        scene.elf("/bin/app", program("libx.so.1").needsVersions("libx.so.1", "X_1.0", "X_2.0"))
                .elf("/lib/libx.so.1", library().definesVersions("libx.so.1", "X_1.0"));
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so.1 => /lib/libx.so.1");
        assertThat(resolution.isComplete()).isFalse();
        assertThat(resolution.versionErrors()).singleElement().satisfies(problem -> {
            assertThat(problem.version()).isEqualTo("X_2.0");
            assertThat(problem.requester().path()).isEqualTo("/bin/app");
            assertThat(problem.provider().path()).isEqualTo("/lib/libx.so.1");
        });
    }

    @Test
    void rule_19_libraries_want_versions_too() throws Exception {
        scene.elf("/bin/app", program("liba.so", "libx.so.1"))
                .elf("/lib/liba.so", library("libx.so.1").needsVersions("libx.so.1", "X_9"))
                .elf("/lib/libx.so.1", library().definesVersions("X_1"));
        assertThat(scene.resolve("/bin/app").versionErrors())
                .extracting(problem -> problem.requester().path())
                .containsExactly("/lib/liba.so");
    }

    @Test
    void rule_19_a_weak_version_is_a_remark() throws Exception {
        scene.elf("/bin/app", program("libx.so.1").needsWeakVersion("libx.so.1", "X_2.0"))
                .elf("/lib/libx.so.1", library().definesVersions("X_1.0"));
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(resolution.isComplete()).isTrue();
        assertThat(resolution.versionProblems()).hasSize(1);
    }

    @Test
    void rule_19_a_file_without_versions_is_a_remark() throws Exception {
        scene.elf("/bin/app", program("libx.so.1").needsVersions("libx.so.1", "X_2.0"))
                .elf("/lib/libx.so.1", library());
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(resolution.isComplete()).isTrue();
        assertThat(resolution.versionProblems()).hasSize(1);
    }

    @Test
    void rule_19_the_file_may_be_known_by_its_soname() throws Exception {
        scene.elf("/bin/app", program("/opt/x.so").needsVersions("libx.so.1", "X_2"))
                .elf("/opt/x.so", library().soname("libx.so.1").definesVersions("X_1"));
        assertThat(scene.resolve("/bin/app").versionErrors()).hasSize(1);
    }

    @Test
    void rule_19_a_file_that_is_missing_is_told_once_as_missing() throws Exception {
        scene.elf("/bin/app", program("libx.so.1").needsVersions("libx.so.1", "X_2.0"));
        assertThat(scene.resolve("/bin/app").versionProblems()).isEmpty();
        assertThat(scene.resolve("/bin/app").missing()).hasSize(1);
    }

    @Test
    void rule_18_what_glibc_opens_by_itself_later_is_no_request_of_the_program() throws Exception {
        scene.elf("/bin/app", program("libc.so.6"))
                .libraries("/lib/libc.so.6", "/lib/libgcc_s.so.1", "/lib/libnss_dns.so.2");
        assertThat(scene.ldd("/bin/app")).containsExactly("libc.so.6 => /lib/libc.so.6");
    }
}
