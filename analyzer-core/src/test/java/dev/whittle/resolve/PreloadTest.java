package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Resolution;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 16 of glibc: LD_PRELOAD, then /etc/ld.so.preload. */
class PreloadTest {
    private Scene scene;

    @BeforeEach
    void aDebianRoot(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root);
    }

    @Test
    void rule_16_preloaded_libraries_come_first_the_environment_s_before_the_file_s() throws Exception {
        scene.preload("libe.so")
                .file("/etc/ld.so.preload", "libf.so")
                .elf("/bin/app", program("libx.so"))
                .libraries("/lib/libe.so", "/lib/libf.so", "/lib/libx.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly("libe.so => /lib/libe.so", "libf.so => /lib/libf.so", "libx.so => /lib/libx.so");
        assertThat(scene.resolve("/bin/app").configuration()).containsExactly(RootPath.of("/etc/ld.so.preload"));
    }

    @Test
    void rule_16_what_they_need_comes_after_what_the_program_needs() throws Exception {
        scene.preload("libe.so")
                .elf("/bin/app", program("libx.so"))
                .elf("/lib/libe.so", library("liby.so"))
                .libraries("/lib/libx.so", "/lib/liby.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly("libe.so => /lib/libe.so", "libx.so => /lib/libx.so", "liby.so => /lib/liby.so");
    }

    @Test
    void rule_16_the_requester_is_the_program() throws Exception {
        scene.preload("libp.so")
                .elf("/bin/app", program("libx.so").runpath("/opt"))
                .libraries("/opt/libp.so", "/opt/libx.so");
        assertThat(scene.edges("/bin/app")).contains("/bin/app: libp.so => /opt/libp.so [RUNPATH]");
    }

    @Test
    void rule_16_one_that_cannot_be_loaded_only_warns_and_is_not_listed() throws Exception {
        scene.preload("libgone.so", "libtext.so")
                .elf("/bin/app", program("libx.so"))
                .file("/lib/libtext.so", "text ".repeat(20))
                .libraries("/lib/libx.so");
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(resolution.isComplete()).isTrue();
        assertThat(scene.edges("/bin/app"))
                .startsWith("/bin/app: libgone.so => missing", "/bin/app: libtext.so => fatal: invalid ELF header");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib/libx.so");
    }

    @Test
    void rule_16_the_file_has_names_between_white_space_and_colons_and_comments() throws Exception {
        scene.file("/etc/ld.so.preload", "# none of: liba.so\n\n liba.so\tlibb.so:libc.so # libd.so\nlibe.so")
                .elf("/bin/app", program());
        assertThat(scene.resolve("/bin/app").edges())
                .extracting(Edge::name)
                .containsExactly("liba.so", "libb.so", "libc.so", "libe.so");
    }

    @Test
    void a_preload_file_that_names_nothing_is_no_configuration() throws Exception {
        scene.file("/etc/ld.so.preload", "# nothing\n").elf("/bin/app", program());
        assertThat(scene.resolve("/bin/app").configuration()).isEmpty();
    }

    @Test
    void a_preload_file_of_a_megabyte_is_read() throws Exception {
        scene.file("/etc/ld.so.preload", "#".repeat((1 << 20) - 8) + "\nliby.so")
                .elf("/bin/app", program());
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: liby.so => missing");
        scene.file("/etc/ld.so.preload", "libx.so " + "a:".repeat((1 << 19) - 4))
                .libraries("/lib/libx.so");
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(resolution.edges()).hasSize(1 + (1 << 19) - 4);
        assertThat(resolution.objects()).hasSize(1);
    }
}
