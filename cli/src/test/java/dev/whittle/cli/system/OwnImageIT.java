package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The tool's own image, made by scripts/image of a release: the lines of docs/install.md run with it, and it is small. */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnImageIT {
    private static final String VERSION = ReleaseFiles.VERSION;
    private static final String NGINX = "nginx:1.22.1-alpine";
    private static final long MOST = 85_000_000;
    private static final int RUNS = 5;

    private final Path base;
    private Engine engine;
    private List<String> lines = List.of();

    OwnImageIT(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
    }

    @BeforeAll
    void make() throws IOException, InterruptedException {
        Setup.requireRoot();
        // The container's user writes and reads here.
        Command.of("chmod", "755", base).run().succeeds();
        Path release = ReleaseFiles.shared().resolve("release");
        Command.of(
                        Setup.checkout().resolve("scripts/image"),
                        release.resolve("whittle-" + VERSION + "-linux-x86_64.tar.gz"),
                        BaseImage.provisioned("base").resolve("root"),
                        "docker-archive:" + base.resolve("whittle.tar"))
                .with("TMPDIR", base.toString())
                .run()
                .succeeds();
        engine = Engine.start();
        engine.docker("load", "-i", Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz"))
                .run()
                .succeeds();
        engine.docker("tag", NGINX, "nginx:alpine").run().succeeds();
        engine.docker("save", "-o", base.resolve("nginx.tar"), NGINX).run().succeeds();
        Command.of("chmod", "644", base.resolve("nginx.tar"), base.resolve("whittle.tar"))
                .run()
                .succeeds();
        String docs = Files.readString(Setup.checkout().resolve("docs/install.md"));
        int at = docs.indexOf("\n## The image\n");
        lines = docs.substring(at, docs.indexOf("\n## ", at + 1))
                .lines()
                .filter(line -> line.startsWith("    docker "))
                .map(line -> line.strip().replace("VERSION", VERSION))
                .toList();
        documented("load -i").succeeds();
        documented("docker tag").succeeds();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        engine.stop();
    }

    /** Runs a line of the page. The engine has no bridge, so every container is without a network. */
    private Ended documented(String part) throws IOException, InterruptedException {
        String line = lines.stream()
                .filter(each -> each.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + part + " in " + lines));
        return engine.here(Command.of(
                        "bash", "-o", "pipefail", "-c", line.replace("docker run ", "docker run --network none ")))
                .in(base)
                .run();
    }

    @Test
    void it_has_no_shell_and_runs_as_nobody_else() throws Exception {
        SlimPipe pipe = new SlimPipe(engine);
        assertThat(pipe.size("whittle")).isLessThan(MOST);
        assertThat(pipe.inspect("whittle", "{{.Config.User}}")).isIn("nonroot", "65532", "65532:65532");
        List<String> files = new Dockerfiles(engine, base).listing("whittle");
        assertThat(files)
                .noneMatch(file -> file.matches(".* (usr/)?s?bin/[^/ ]+( .*)?"))
                .anyMatch(file -> file.endsWith(" usr/lib/whittle/lib/whittle.jar"));
    }

    @Test
    void it_slims_an_image_of_the_engine_in_a_pipe() throws Exception {
        documented("docker save nginx:alpine |").succeeds();
        engine.run("nginx:alpine-slim", List.of(), "nginx", "-t").succeeds();
        // The same, on a read-only root.
        Ended ended = engine.here(Command.of(
                        "bash",
                        "-o",
                        "pipefail",
                        "-c",
                        "docker save nginx:alpine | docker run --rm -i --network none --read-only --tmpfs /tmp"
                                + " whittle slim - --tag nginx:readonly | docker load"))
                .run()
                .succeeds();
        assertThat(ended.err()).contains("whittle: OK");
        engine.run("nginx:readonly", List.of(), "nginx", "-t").succeeds();
    }

    @Test
    void it_slims_and_verifies_files_of_the_machine() throws Exception {
        documented("whittle slim docker-archive:nginx.tar").succeeds();
        assertThat(base.resolve("nginx-slim/index.json")).isRegularFile();
        documented("--read-only").succeeds();
    }

    @Test
    void how_fast_it_starts_is_measured() throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long before = System.nanoTime();
            Ended ended =
                    engine.run("whittle", List.of("--read-only"), "--version").succeeds();
            least = Math.min(least, System.nanoTime() - before);
            assertThat(ended.out()).startsWith("whittle ");
            assertThat(ended.err()).isEmpty();
        }
        long other = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long before = System.nanoTime();
            engine.run(NGINX, List.of("--entrypoint", "/bin/true")).succeeds();
            other = Math.min(other, System.nanoTime() - before);
        }
        new Report("own-image")
                .add(
                        "| of the tool's own image | |",
                        "|---|--:|",
                        String.format(
                                Locale.ROOT,
                                "| size, as Docker counts | %.1f MB |",
                                new SlimPipe(engine).size("whittle") / 1e6),
                        String.format(Locale.ROOT, "| `docker run whittle --version` | %d ms |", least / 1_000_000),
                        String.format(
                                Locale.ROOT, "| `docker run` of `true`, for comparison | %d ms |", other / 1_000_000))
                .write();
    }
}
