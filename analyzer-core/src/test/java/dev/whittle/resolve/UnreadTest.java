package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.report.ResolutionFindings;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of the root that are too long to be read are reported. */
class UnreadTest {
    private final Path root;

    UnreadTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void a_preload_file_of_more_than_a_megabyte() throws Exception {
        Scene scene = Scene.glibc(root).file("/etc/ld.so.preload", "/nowhere\n").elf("/bin/app", program());
        assertThat(scene.resolve("/bin/app").unread()).isEmpty();
        lengthen("etc/ld.so.preload", 1 << 20);
        assertThat(scene.resolve("/bin/app").unread()).isEmpty();
        lengthen("etc/ld.so.preload", (1 << 20) + 1);
        assertThat(ResolutionFindings.warnings(scene.resolve("/bin/app")))
                .contains("/bin/app: /etc/ld.so.preload: only its first 1 MiB was read");
    }

    @Test
    void a_system_path_of_musl_of_more_than_a_megabyte() throws Exception {
        Scene scene = Scene.musl(root)
                .file("/etc/ld-musl-x86_64.path", "/lib:".repeat(300_000))
                .elf("/bin/app", muslProgram());
        assertThat(scene.resolve("/bin/app").unread())
                .containsExactly("/etc/ld-musl-x86_64.path: only its first 1 MiB was read");
    }

    @Test
    void a_cache_of_more_than_sixty_four_megabytes() throws Exception {
        Scene scene = Scene.glibc(root).file("/etc/ld.so.cache", "").elf("/bin/app", program());
        lengthen("etc/ld.so.cache", (64 << 20) + 1);
        assertThat(scene.resolve("/bin/app").unread())
                .containsExactly("/etc/ld.so.cache: not used, it has more than 64 MiB");
    }

    private void lengthen(String file, long length) throws Exception {
        try (RandomAccessFile sparse = new RandomAccessFile(root.resolve(file).toFile(), "rw")) {
            sparse.setLength(length);
        }
    }
}
