package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private final Path directory;

    VerifyTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.write(directory.resolve("server.tar"), Images.server());
        Roots.musl(Files.createDirectory(directory.resolve("root")));
    }

    @Test
    void an_image_and_its_slimmed_one_are_closed() {
        whittle("slim", "server.tar", "-o", "docker-archive:slim.tar");
        for (String image : List.of("server.tar", "slim.tar")) {
            Whittle.Result result = whittle("verify", image);
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).startsWith("OK: nothing is missing (").contains("\nnot checked: ");
            assertThat(result.exit()).isZero();
            assertThat(whittle("verify", "-q", image).out()).isEmpty();
        }
    }

    @Test
    void a_library_that_was_left_out_is_told_with_who_asks() {
        whittle("slim", "server.tar", "-o", "docker-archive:slim.tar", "--exclude", "/usr/lib/libone.so.1.2");
        Whittle.Result result = whittle("verify", "slim.tar");
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.out()).startsWith("1 problem (").contains("""
                          libone.so.1, needed by /usr/sbin/server
                            fix: add it from the image that the program comes from
                        """);
    }

    @Test
    void a_layer_that_hides_a_library_opens_the_image() throws IOException {
        List<byte[]> layers = new ArrayList<>(Images.layers());
        layers.add(new TarFile().file("/lib/.wh.ld-musl-x86_64.so.1", "").bytes());
        Files.write(directory.resolve("open.tar"), Images.dockerArchive("a:1", Images.CONFIG, layers));
        Whittle.Result result = whittle("verify", "open.tar");
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.out())
                .contains("the loader /lib/ld-musl-x86_64.so.1 (no such file), named by /usr/sbin/server");
    }

    @Test
    void a_program_that_is_not_there_is_a_finding_and_no_failure() throws IOException {
        String config = Images.CONFIG.replace("/entrypoint.sh", "/gone.sh");
        Files.write(directory.resolve("gone.tar"), Images.dockerArchive("a:1", config, Images.layers()));
        Whittle.Result result = whittle("verify", "gone.tar");
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.out()).contains("/gone.sh: no such file in the image");
    }

    @Test
    void a_root_is_told_what_to_start() {
        assertThat(whittle("verify", "dir:root").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(whittle("verify", "dir:root", "--entrypoint", "/bin/app").exit())
                .isZero();
        Whittle.Result broken = whittle("verify", "dir:root", "--entrypoint", "/bin/broken");
        assertThat(broken.out()).contains("  libgone.so.9, needed by /bin/broken\n    fix: ");
        assertThat(whittle("verify", "dir:root", "/bin/app").exit()).isZero();
        assertThat(whittle("verify", "dir:root", "/bin/app", "/bin/broken").exit())
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(whittle("verify", "dir:root", "/bin/none").exit()).isEqualTo(ExitCode.INPUT);
    }

    private Whittle.Result whittle(String... arguments) {
        return Whittle.in(directory).run(arguments);
    }
}
