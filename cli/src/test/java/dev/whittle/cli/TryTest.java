package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code try} on the command line, with an engine that is a script; and that no other command runs an image. */
class TryTest {
    private final Path directory;
    private final Path host;
    private final FakeEngine engine;

    TryTest(@TempDir Path directory) throws IOException {
        this.directory = Files.createDirectory(directory.toRealPath().resolve("here"));
        this.host = Files.createDirectory(directory.toRealPath().resolve("engine"));
        this.engine = FakeEngine.in(host);
    }

    @Test
    void what_is_missing_is_named() throws IOException {
        Whittle.Result result = run("try", "web:1", "--strace", "none");
        assertThat(result.exit()).as(result.err()).isEqualTo(1);
        assertThat(result.outLines())
                .contains(
                        "check   original     slim               verdict",
                        "run     ends with 0  ends with 1        different",
                        "only the slim image says:",
                        "  --include /usr/share/doc/manual");
        List<String> created =
                engine.log().stream().filter(line -> line.startsWith("create")).toList();
        assertThat(created)
                .hasSize(3)
                .allMatch(line -> line.matches("create --label dev.whittle.try=\\S+ --network none .*"));
        assertThat(engine.log())
                .filteredOn(line -> line.startsWith("rm --force --volumes"))
                .hasSize(3);
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void it_is_kept_until_both_agree_and_written_for_the_next_time() throws IOException {
        Whittle.Result result = run("try", "web:1", "--strace", "none", "--fix", "-o", "docker-archive:out.tar:web:2");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("kept in addition, after 2 rounds:\n  --include /usr/share/doc/manual\n");
        assertThat(result.errLines())
                .contains(
                        "whittle: round 1: they differ; kept in the next: /usr/share/doc/manual",
                        "whittle: --include-from tried.txt keeps what was missing");
        assertThat(directory.resolve("tried.txt")).content().endsWith("""
            #tried: cannot open /usr/share/doc/manual: No such file or directory
            /usr/share/doc/manual
            """);
        Whittle.Result slim = run(
                "slim", "docker-daemon:web:1", "--include-from", "tried.txt", "-o", "docker-archive:again.tar:web:2");
        assertThat(slim.exit()).as(slim.err()).isZero();
        assertThat(directory.resolve("again.tar")).hasSameBinaryContentAs(directory.resolve("out.tar"));
        assertThat(run("why", "/usr/share/doc/manual", "--from", "docker-daemon:web:1", "--include-from", "tried.txt")
                        .out())
                .contains("tried: cannot open /usr/share/doc/manual");
    }

    @Test
    void an_earlier_file_is_not_lost() throws IOException {
        Files.writeString(directory.resolve("tried.txt"), "# mine\n/etc/group\n");
        Whittle.Result refused = run("try", "web:1", "--strace", "none", "--fix");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("whittle: tried.txt is there: name it with --include-from too, or another with --tried\n");
        assertThat(engine.log()).isEmpty();
        run("try", "web:1", "--strace", "none", "--fix", "--include-from", "tried.txt");
        assertThat(directory.resolve("tried.txt")).content().startsWith("# mine\n/etc/group\n#tried: cannot open");
    }

    /** A path proved by a run overrides an option. */
    @Test
    void what_was_tried_is_kept_where_it_is_excluded() throws IOException {
        Files.writeString(directory.resolve("list"), "#tried: it died\n/usr/share/doc/manual\n");
        Whittle.Result result = run(
                "slim", "docker-daemon:web:1", "--exclude", "/usr/share/doc", "--include-from", "list", "--dry-run");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("  /usr/share/doc/manual\n");
        Files.writeString(directory.resolve("list"), "/usr/share/doc/manual\n");
        assertThat(run(
                                "slim",
                                "docker-daemon:web:1",
                                "--exclude",
                                "/usr/share/doc",
                                "--include-from",
                                "list",
                                "--dry-run")
                        .out())
                .doesNotContain("/usr/share/doc/manual");
    }

    @Test
    void a_directory_can_be_kept_without_what_is_in_it() {
        assertThat(run("slim", "docker-daemon:web:1", "--include", "/usr/share/doc/.", "--dry-run")
                        .out())
                .contains("  /usr/share/doc/\n")
                .doesNotContain("/usr/share/doc/manual");
        assertThat(run("slim", "docker-daemon:web:1", "--include", "/usr/share/doc", "--dry-run")
                        .out())
                .contains("  /usr/share/doc/manual\n");
    }

    @Test
    void two_images_that_are_there_are_compared() throws IOException {
        Whittle.Result result = run("try", "web:1", "web:1", "--format", "json");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("\"slim\": \"web:1\"", "\"equal\": true");
        assertThat(engine.log()).noneMatch(line -> line.startsWith("load"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "try -                                  | a pipe is no source here: an image is read and run; name a"
                        + " file",
                "try web:1 web:2 --fix                  | SLIM is there already: options that make one are for SOURCE"
                        + " alone",
                "try web:1 --tried x                    | --tried is for --fix: what is missing is printed without it",
                "try web:1 --time soon                  | --time soon: not a number of seconds such as 60",
                "try web:1 -o -                         | -o: standard output has the table; name a file or"
                        + " docker-daemon:REF",
                "try web:1 --strace /nosuch             | --strace /nosuch: no such program",
            })
    void what_cannot_be_meant_is_told(String line, String message) {
        Whittle.Result result = run(line.strip().split(" ", -1));
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(2);
    }

    @Test
    void without_an_engine_there_is_one_line() {
        Whittle.Result result =
                Whittle.in(directory).with("PATH", directory.toString()).run("try", "web:1");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err())
                .startsWith("whittle: neither docker nor podman is in PATH;")
                .hasLineCount(1);
    }

    /** Every other command only asks the engine for an image's bytes, or to load some. */
    @Test
    void no_other_command_starts_anything_of_an_image() throws IOException {
        Map<String, String> lines = new HashMap<>();
        lines.put("ldd", "ldd --from docker-daemon:web:1 /usr/sbin/server");
        lines.put("layer", "layer --from docker-daemon:web:1 /usr/sbin/server -o l.tar");
        lines.put("slim", "slim docker-daemon:web:1 -o docker-daemon:web:slim");
        lines.put("why", "why /bin/busybox --from docker-daemon:web:1");
        lines.put("trace-diff", "trace-diff trace --from docker-daemon:web:1");
        lines.put("scan", "scan docker-daemon:web:1");
        lines.put("verify", "verify docker-daemon:web:1");
        lines.put("diff", "diff docker-daemon:web:1 docker-daemon:web:1");
        lines.put("sbom", "sbom docker-daemon:web:1");
        lines.put("copy", "copy --from docker-daemon:web:1");
        lines.put("families", "families");
        lines.put("config", "config web:1");
        lines.put("generate-completion", "generate-completion");
        Files.writeString(directory.resolve("trace"), "1 execve(\"/usr/sbin/server\", [\"server\"], 0x7f) = 0\n");
        int asked = 0;
        for (Dispatch.Verb verb : Dispatch.VERBS) {
            if (verb.name().equals("try")) {
                continue;
            }
            assertThat(lines).as("a command that this test does not know").containsKey(verb.name());
            int before = engine.log().size();
            Whittle.Result result = run(lines.getOrDefault(verb.name(), "").split(" ", -1));
            assertThat(result.exit()).as("%s: %s", verb.name(), result.err()).isIn(0, 1);
            List<String> now = engine.log().subList(before, engine.log().size());
            assertThat(now).as(verb.name()).allMatch(line -> line.matches("save web:1|load"));
            asked += now.size();
        }
        assertThat(asked).as("they did speak to the engine").isGreaterThan(8);
        run("try", "web:1", "--strace", "none");
        assertThat(engine.log()).as("what starts something is noted").anyMatch(line -> line.startsWith("start "));
    }

    private Whittle.Result run(String... words) {
        return engine.whittle(directory)
                .run(Arrays.stream(words).filter(word -> !word.isEmpty()).toArray(String[]::new));
    }
}
