package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in the engine's store. The engine is a script. */
class SlimEngineTest {
    private final Path directory;

    SlimEngineTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.write(directory.resolve("server.tar"), Images.server());
    }

    @Test
    void the_engine_loads_the_archive() throws IOException {
        engine("echo \"$*\" >said; cat >loaded.tar; echo Loaded image: whatever");
        Whittle.Result result = slim();
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("whittle: OK: web:mini written to docker-daemon:web:mini\n");
        assertThat(directory.resolve("said")).hasContent("load");
        assertThat(SlimmedImage.of(Files.readAllBytes(directory.resolve("loaded.tar")))
                        .tags())
                .isEqualTo("[\"web:mini\"]");
    }

    @Test
    void an_engine_that_fails_in_the_end_says_why() throws IOException {
        engine("cat >/dev/null; echo no space >&2; exit 1");
        Whittle.Result result = slim();
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("whittle: engine load failed: no space\n");
    }

    @Test
    void an_engine_that_reads_nothing_says_why() throws IOException {
        engine("exec <&-; echo no daemon >&2; exit 3");
        Whittle.Result result = slim();
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("whittle: engine load failed: no daemon\n");
    }

    @Test
    void without_an_engine_there_is_one_line() {
        Whittle.Result result = Whittle.in(directory)
                .with("PATH", directory.toString())
                .run("slim", "server.tar", "-o", "docker-daemon:web:mini");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err())
                .startsWith("whittle: neither docker nor podman is in PATH;")
                .hasLineCount(1);
    }

    private void engine(String script) throws IOException {
        Tree.at(directory).file("/engine", "#!/bin/sh\n" + script + "\n").mode("/engine", "rwxr-xr-x");
    }

    private Whittle.Result slim() {
        return Whittle.in(directory)
                .with("TMPDIR", directory.toString())
                .with("PATH", "/usr/bin:/bin")
                .run("slim", "server.tar", "-o", "docker-daemon:web:mini", "--engine", "./engine");
    }
}
