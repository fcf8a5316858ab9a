package dev.whittle.closure;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.elf.BadElfException;
import dev.whittle.report.ResolutionFindings;
import dev.whittle.resolve.Scene;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.LdCacheBuilder;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for a program: every file its loader opens, with links and parent directories. */
class ClosureTest {
    private final Path root;

    ClosureTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void in_a_split_root_files_and_the_directories_above_are_kept() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("liba.so"))
                .elf("/lib/liba.so", library("libb.so"))
                .libraries("/usr/lib/libb.so", "/usr/lib/libunused.so");
        assertThat(ClosureScene.of(scene, "/bin/app").kept())
                .containsExactly(
                        "/bin/",
                        "/bin/app",
                        "/lib/",
                        "/lib/liba.so",
                        "/lib64/",
                        "/lib64/ld-linux-x86-64.so.2",
                        "/usr/",
                        "/usr/lib/",
                        "/usr/lib/libb.so");
    }

    /** Rule 16 of glibc: elf/rtld.c:load_auditors. */
    @Test
    void rule_16_an_audit_library_is_kept_with_its_own_libraries() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program().runpath("/opt").string(ElfBuilder.DT_AUDIT, "libaudit.so:libnone.so"))
                .elf("/opt/libaudit.so", library("libofaudit.so"))
                .libraries("/usr/lib/libofaudit.so");
        ClosureScene closure = ClosureScene.of(scene, "/bin/app");
        assertThat(closure.kept()).contains("/opt/libaudit.so", "/usr/lib/libofaudit.so");
        assertThat(scene.resolve("/bin/app").isComplete()).isTrue();
        assertThat(scene.ldd("/bin/app")).noneMatch(line -> line.contains("audit"));
        assertThat(ResolutionFindings.warnings(scene.resolve("/bin/app")))
                .containsExactly("/bin/app: audit library libnone.so: not found; ignored, as the loader does");
    }

    /** elf/rtld.c:process_envvars; musl's loader ignores LD_AUDIT (ldso/dynlink.c:__dls3). */
    @Test
    void an_audit_library_of_the_environment_is_one_of_glibc_alone() throws Exception {
        Scene glibc = Scene.glibc(root.resolve("glibc"))
                .options(options -> options.withAudit(List.of("/opt/libaudit.so")))
                .elf("/bin/app", program("libb.so"))
                .libraries("/usr/lib/libb.so", "/opt/libaudit.so");
        assertThat(ClosureScene.of(glibc, "/bin/app").reasons("/opt/libaudit.so"))
                .containsExactly("LIBRARY: audits /bin/app as /opt/libaudit.so");
        Scene musl = Scene.musl(root.resolve("musl"))
                .options(options -> options.withAudit(List.of("/opt/libaudit.so")))
                .elf("/bin/app", muslProgram("libb.so"))
                .libraries("/usr/lib/libb.so", "/opt/libaudit.so");
        assertThat(ClosureScene.of(musl, "/bin/app").kept())
                .contains("/usr/lib/libb.so")
                .doesNotContain("/opt/libaudit.so");
    }

    @Test
    void in_a_merged_root_the_links_on_the_way_are_kept() throws Exception {
        Scene scene = Scene.bare(root)
                .loader("/usr/lib64/ld-linux-x86-64.so.2", FakeLoader.debian())
                .link("/lib64", "usr/lib64")
                .link("/lib", "usr/lib")
                .link("/bin", "usr/bin")
                .elf("/usr/bin/app", program("libx.so.1"))
                .libraries("/usr/lib/libx.so.1.2")
                .link("/usr/lib/libx.so.1", "libx.so.1.2");
        assertThat(ClosureScene.of(scene, "/bin/app").kept())
                .containsExactly(
                        "/bin -> usr/bin",
                        "/lib -> usr/lib",
                        "/lib64 -> usr/lib64",
                        "/usr/",
                        "/usr/bin/",
                        "/usr/bin/app",
                        "/usr/lib/",
                        "/usr/lib/libx.so.1 -> libx.so.1.2",
                        "/usr/lib/libx.so.1.2",
                        "/usr/lib64/",
                        "/usr/lib64/ld-linux-x86-64.so.2");
    }

    @Test
    void each_path_has_its_reasons() throws Exception {
        Scene scene = Scene.glibc(root)
                .preload("libp.so")
                .elf("/bin/app", program("liba.so", "libp.so"))
                .elf("/lib/liba.so", library("libb.so"))
                .link("/lib/libb.so", "libb.so.1")
                .libraries("/lib/libb.so.1", "/lib/libp.so");
        ClosureScene closure = ClosureScene.of(scene, "/bin/app");
        assertThat(closure.reasons("/bin/app")).containsExactly("REQUESTED: asked for");
        assertThat(closure.reasons("/bin")).containsExactly("PARENT: directory above /bin/app");
        assertThat(closure.reasons("/lib64/ld-linux-x86-64.so.2"))
                .containsExactly("INTERPRETER: interpreter of /bin/app");
        assertThat(closure.reasons("/lib/libb.so")).containsExactly("LINK: link on the way to /lib/libb.so");
        assertThat(closure.reasons("/lib/libb.so.1")).containsExactly("LIBRARY: needed by /lib/liba.so as libb.so");
        assertThat(closure.reasons("/lib/libp.so"))
                .containsExactly("LIBRARY: preloaded as libp.so", "LIBRARY: needed by /bin/app as libp.so");
    }

    @Test
    void the_cache_is_kept_where_it_alone_found_an_audit_library() throws Exception {
        Scene scene = Scene.glibc(root)
                .file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("libaudit.so", "/opt/libaudit.so")
                                .build())
                .elf("/bin/app", program().string(ElfBuilder.DT_AUDIT, "libaudit.so"))
                .libraries("/opt/libaudit.so");
        assertThat(ClosureScene.of(scene, "/bin/app").kept()).contains("/opt/libaudit.so", "/etc/ld.so.cache");
    }

    @Test
    void the_cache_is_kept_where_it_found_something() throws Exception {
        Scene scene = Scene.glibc(root)
                .file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("libx.so", "/opt/libx.so")
                                .build())
                .elf("/bin/app", program("libx.so"))
                .elf("/bin/other", program("liby.so"))
                .libraries("/opt/libx.so", "/lib/liby.so");
        assertThat(ClosureScene.of(scene, "/bin/app").reasons("/etc/ld.so.cache"))
                .containsExactly("CONFIGURATION: read by the loader of /bin/app");
        assertThat(ClosureScene.of(scene, "/bin/other").kept()).doesNotContain("/etc/ld.so.cache");
    }

    @Test
    void musl_s_path_file_is_kept() throws Exception {
        Scene scene = Scene.musl(root)
                .file("/etc/ld-musl-x86_64.path", "/opt")
                .elf("/bin/app", muslProgram("libx.so"))
                .libraries("/opt/libx.so");
        assertThat(ClosureScene.of(scene, "/bin/app").kept())
                .contains("/etc/ld-musl-x86_64.path", "/opt/libx.so", "/lib/ld-musl-x86_64.so.1");
    }

    @Test
    void two_names_of_one_file_are_both_kept() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("liba.so", "/opt/libb.so"))
                .libraries("/lib/liba.so");
        scene.tree().hardLink("/opt/libb.so", "/lib/liba.so");
        assertThat(ClosureScene.of(scene, "/bin/app").kept()).contains("/lib/liba.so", "/opt/libb.so");
    }

    @Test
    void a_second_link_to_the_same_library_is_kept_too() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("liba.so", "/opt/libb.so"))
                .link("/lib/liba.so", "libreal.so")
                .link("/opt/libb.so", "../lib/libreal.so")
                .libraries("/lib/libreal.so");
        assertThat(ClosureScene.of(scene, "/bin/app").kept())
                .contains("/lib/liba.so -> libreal.so", "/opt/libb.so -> ../lib/libreal.so");
    }

    @Test
    void a_program_through_a_link_is_kept_with_it() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/opt/real/app", program("libx.so").rpath("$ORIGIN"))
                .link("/usr/bin/app", "/opt/real/app")
                .libraries("/opt/real/libx.so");
        assertThat(ClosureScene.of(scene, "/usr/bin/app").kept())
                .contains("/usr/bin/app -> /opt/real/app", "/opt/real/app", "/opt/real/libx.so");
    }

    @Test
    void what_is_missing_makes_it_incomplete_and_the_rest_is_kept() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("libgone.so", "libx.so"))
                .libraries("/lib/libx.so");
        Closure closure = ClosureScene.of(scene, "/bin/app").closure();
        assertThat(closure.isComplete()).isFalse();
        assertThat(ClosureScene.of(scene, "/bin/app").kept()).contains("/lib/libx.so");
    }

    @Test
    void a_program_that_is_none_is_an_error() throws Exception {
        Scene scene = Scene.glibc(root).file("/bin/script", "#!/bin/sh\n");
        assertThatThrownBy(() -> ClosureScene.of(scene, "/bin/script").closure())
                .isInstanceOf(BadElfException.class);
        assertThatThrownBy(() -> ClosureScene.of(scene, "/bin/gone").closure()).isInstanceOf(FileSystemException.class);
    }
}
