package dev.whittle.closure;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user adds and removes. */
class IncludeExcludeTest {
    private Scene scene;

    @BeforeEach
    void aProgramAndSomeData(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/app", program("liba.so"))
                .elf("/lib/liba.so", library("libb.so"))
                .libraries("/lib/libb.so")
                .file("/etc/app/a.conf", "")
                .file("/etc/app/b.conf", "")
                .file("/etc/app/sub/c.conf", "");
    }

    @Test
    void a_directory_comes_with_what_is_below_it() throws Exception {
        assertThat(ClosureScene.of(scene).include("/etc/app").kept())
                .containsExactly(
                        "/etc/",
                        "/etc/app/",
                        "/etc/app/a.conf",
                        "/etc/app/b.conf",
                        "/etc/app/sub/",
                        "/etc/app/sub/c.conf");
    }

    @Test
    void a_glob_means_what_it_matches() throws Exception {
        assertThat(ClosureScene.of(scene).include("/etc/app/*.conf").kept())
                .containsExactly("/etc/", "/etc/app/", "/etc/app/a.conf", "/etc/app/b.conf");
        assertThat(ClosureScene.of(scene).include("/etc/**/c.conf").kept())
                .containsExactly("/etc/", "/etc/app/", "/etc/app/sub/", "/etc/app/sub/c.conf");
    }

    @Test
    void a_name_that_looks_like_a_glob_is_meant_literally_where_it_exists() throws Exception {
        scene.file("/etc/app/[a].conf", "");
        assertThat(ClosureScene.of(scene).include("/etc/app/[a].conf").kept())
                .contains("/etc/app/[a].conf")
                .doesNotContain("/etc/app/a.conf");
    }

    @Test
    void nothing_under_the_name_is_an_error() {
        assertThatThrownBy(() -> ClosureScene.of(scene).include("/etc/gone").closure())
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ClosureScene.of(scene).include("/etc/gone*").closure())
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_dangling_link_is_kept_as_it_is_with_the_way_to_it() throws Exception {
        scene.link("/var/run", "/run").link("/etc/mtab", "/proc/self/mounts").link("/etc/alternatives", "/etc/alt");
        assertThat(ClosureScene.of(scene).include("/etc/mtab").kept())
                .containsExactly("/etc/", "/etc/mtab -> /proc/self/mounts");
        assertThat(ClosureScene.of(scene).include("/var").kept()).containsExactly("/var/", "/var/run -> /run");
    }

    @Test
    void what_is_mounted_at_run_time_is_only_kept_by_its_own_name() throws Exception {
        scene.link("/etc/mtab", "../proc/1/mounts").file("/proc/1/mounts", "");
        assertThat(ClosureScene.of(scene).include("/etc/mtab").kept())
                .containsExactly("/etc/", "/etc/mtab -> ../proc/1/mounts");
        assertThat(ClosureScene.of(scene).include("/proc/1/mounts").kept()).contains("/proc/1/mounts");
    }

    @Test
    void a_link_comes_with_what_it_leads_to() throws Exception {
        scene.link("/etc/current", "app");
        assertThat(ClosureScene.of(scene).include("/etc/current").kept())
                .contains("/etc/current -> app", "/etc/app/", "/etc/app/sub/c.conf");
    }

    @Test
    void links_that_go_in_circles_end() throws Exception {
        scene.link("/etc/app/up", "..").link("/etc/app/self", "self").link("/etc/app/sub/top", "/etc");
        assertThat(ClosureScene.of(scene).include("/etc/app").kept())
                .contains("/etc/app/up -> ..", "/etc/app/self -> self", "/etc/app/sub/top -> /etc");
    }

    @Test
    void an_elf_file_among_them_brings_its_closure() throws Exception {
        scene.elf("/opt/plugins/p.so", library("liba.so"));
        assertThat(ClosureScene.of(scene).include("/opt").kept())
                .contains("/opt/plugins/p.so", "/lib/liba.so", "/lib/libb.so");
        assertThat(ClosureScene.of(scene).include("/opt").closure().resolutions())
                .hasSize(1);
    }

    @Test
    void a_broken_elf_file_among_them_is_a_file_like_others() throws Exception {
        scene.file("/opt/broken.so", "\177ELF\2\1\1");
        assertThat(ClosureScene.of(scene).include("/opt").kept()).containsExactly("/opt/", "/opt/broken.so");
    }

    @Test
    void an_excluded_path_goes_with_what_is_below_it() throws Exception {
        assertThat(ClosureScene.of(scene)
                        .include("/etc")
                        .exclude("/etc/app/sub")
                        .kept())
                .containsExactly("/etc/", "/etc/app/", "/etc/app/a.conf", "/etc/app/b.conf");
        assertThat(ClosureScene.of(scene).include("/etc").exclude("/**/*.conf").kept())
                .containsExactly("/etc/", "/etc/app/", "/etc/app/sub/");
    }

    @Test
    void excluding_what_something_requires_is_reported_and_not_complete() throws Exception {
        Closure closure =
                ClosureScene.of(scene, "/bin/app").exclude("/lib/libb.so").closure();
        assertThat(closure.isComplete()).isFalse();
        assertThat(closure.excluded()).singleElement().satisfies(excluded -> {
            assertThat(excluded.path().raw()).isEqualTo("/lib/libb.so");
            assertThat(excluded.reason().detail()).isEqualTo("needed by /lib/liba.so as libb.so");
        });
        assertThat(ClosureScene.of(scene, "/bin/app").exclude("/lib/libb.so").kept())
                .doesNotContain("/lib/libb.so");
    }

    @Test
    void excluding_what_was_only_included_is_no_complaint() throws Exception {
        Closure closure = ClosureScene.of(scene, "/bin/app")
                .include("/etc")
                .exclude("/etc/app/a.conf")
                .closure();
        assertThat(closure.isComplete()).isTrue();
        assertThat(closure.excluded()).isEmpty();
    }

    @Test
    void the_reason_names_the_pattern() throws Exception {
        assertThat(ClosureScene.of(scene).include("/etc/app/*.conf").reasons("/etc/app/a.conf"))
                .containsExactly("INCLUDED: included by /etc/app/*.conf");
    }
}
