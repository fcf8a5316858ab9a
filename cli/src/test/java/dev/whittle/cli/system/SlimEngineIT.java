package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real engine saves an image, whittle slims it in the pipe, the engine loads it: it starts, answers and stops as
 * before.
 */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlimEngineIT {
    private static final String NGINX = "nginx:1.22.1-alpine";
    private static final Optional<String> PAGE =
            Optional.of("curl -fsS -w '%{http_code} %{content_type}' http://127.0.0.1/");
    private static final List<String> READ_ONLY = List.of(
            "--read-only",
            "--tmpfs",
            "/run",
            "--tmpfs",
            "/var/run",
            "--tmpfs",
            "/var/cache/nginx",
            "--tmpfs",
            "/var/lib/nginx");
    /** For comparison: a slimmer that runs the image produces 8.73 MB, and FROM scratch by hand 7.41 MB. */
    private static final long WITH_SCRIPT = 8_700_000;

    private static final long DIRECTLY = 7_700_000;

    /** The CA bundle, which neither of them keeps. */
    private static final long BUNDLE = 250_000;

    private static final long DEBIAN = 10_300_000;

    /** World-writable for containers, with explicit modes. */
    private static final String MADE_BY_THE_ENGINE =
            " (\\.dockerenv|dev/.*|proc/|sys/|etc/(hostname|hosts|mtab|resolv.conf))( |$)";

    private final Map<String, Long> sizes = new TreeMap<>();
    private Engine engine;
    private SlimPipe pipe;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        Setup.requireRoot();
        engine = Engine.start();
        pipe = new SlimPipe(engine);
        engine.docker("load", "-i", Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz"))
                .run()
                .succeeds();
        pipe.slim(NGINX, List.of()).succeeds();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        Report report = new Report("slim-sizes").add("| image | MB, as Docker counts |", "|---|--:|");
        sizes.forEach((subject, size) -> report.add(String.format(Locale.ROOT, "| %s | %.2f |", subject, size / 1e6)));
        report.write();
        engine.stop();
    }

    @ParameterizedTest
    @CsvSource({"'', false", "WORKERS=2, false", "'', true", "WORKERS=2, true", "QUIET=1, false"})
    void the_server_starts_by_its_script(String variable, boolean readOnly) throws IOException, InterruptedException {
        List<String> environment = variable.isEmpty() ? List.of() : List.of("--env", variable);
        List<String> options = both(environment, readOnly ? READ_ONLY : List.of());
        Answer before = Answer.of(engine, NGINX, PAGE, options);
        assertThat(before.out()).contains("Welcome to nginx!").endsWith("200 text/html");
        assertThat(before.log()).anyMatch(line -> line.contains("GET / HTTP/"));
        assertThat(before.exit()).as("SIGQUIT ends it").isZero();
        assertThat(Answer.of(engine, NGINX + "-slim", PAGE, options)).isEqualTo(before);
    }

    @Test
    void the_server_starts_without_its_script() throws IOException, InterruptedException {
        String slim = "nginx:direct";
        List<String> direct = List.of("--entrypoint", "nginx", "--cmd", "-g 'daemon off;'", "--tag");
        pipe.slim(NGINX, both(direct, List.of(slim))).succeeds();
        Answer before = Answer.of(engine, NGINX, PAGE, List.of("--entrypoint", "nginx"), "-g", "daemon off;");
        assertThat(before.out()).endsWith("200 text/html");
        assertThat(Answer.of(engine, slim, PAGE, List.of())).isEqualTo(before);
        assertThat(size("nginx, Alpine: started directly", slim)).isLessThanOrEqualTo(DIRECTLY);
        pipe.slim(NGINX, both(direct, List.of(slim + "-bare", "--without", "ca-certificates")))
                .succeeds();
        assertThat(Answer.of(engine, slim + "-bare", PAGE, List.of())).isEqualTo(before);
        assertThat(size("nginx, Alpine: started directly, without the CA bundle", slim + "-bare"))
                .isLessThanOrEqualTo(DIRECTLY - BUNDLE);
    }

    @Test
    void it_is_smaller_than_what_runs_the_image_makes_of_it() throws IOException, InterruptedException {
        assertThat(size("nginx, Alpine: with its script", NGINX + "-slim"))
                .isLessThanOrEqualTo(WITH_SCRIPT)
                .isLessThan(size("nginx, Alpine: as it is", NGINX));
        pipe.slim(NGINX, List.of("--tag", "nginx:bare", "--without", "ca-certificates"))
                .succeeds();
        assertThat(size("nginx, Alpine: with its script, without the CA bundle", "nginx:bare"))
                .isLessThanOrEqualTo(WITH_SCRIPT - BUNDLE);
    }

    @Test
    void nothing_of_the_configuration_is_lost() throws IOException, InterruptedException {
        for (String key :
                List.of("Entrypoint", "Cmd", "Env", "ExposedPorts", "StopSignal", "User", "WorkingDir", "Volumes")) {
            String format = "{{json .Config." + key + "}}";
            assertThat(pipe.inspect(NGINX + "-slim", format)).as(key).isEqualTo(pipe.inspect(NGINX, format));
        }
        for (String key : List.of("Architecture", "Os")) {
            String format = "{{." + key + "}}";
            assertThat(pipe.inspect(NGINX + "-slim", format)).as(key).isEqualTo(pipe.inspect(NGINX, format));
        }
        assertThat(pipe.inspect(NGINX + "-slim", "{{len .RootFS.Layers}}")).isEqualTo("1");
    }

    @Test
    void modes_and_owners_are_as_they_were() throws IOException, InterruptedException {
        // Without a shell in it: the engine's own archives of a container are used.
        String script = "id=$(\"$DOCKER\" create \"$1\") && \"$DOCKER\" export $id | tar --numeric-owner -tvf -"
                + " | awk '{ print $1, $2, $6, $7, $8 }' | grep -vE '"
                + MADE_BY_THE_ENGINE + "' | sort -k3 && \"$DOCKER\" rm $id >/dev/null";
        List<String> before = listing(script, NGINX);
        List<String> after = listing(script, NGINX + "-slim");
        assertThat(after).hasSizeGreaterThan(20);
        assertThat(before).containsAll(after);
    }

    /** Recorded for the table. */
    private long size(String subject, String image) throws IOException, InterruptedException {
        long size = pipe.size(image);
        sizes.put(subject, size);
        return size;
    }

    private List<String> listing(String script, String image) throws IOException, InterruptedException {
        return engine.here(Command.bash(script, List.of(image)))
                .with("DOCKER", Setup.tool("docker").toString())
                .run()
                .succeeds()
                .lines();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void debians_nginx_answers(boolean readOnly) throws IOException, InterruptedException {
        imported(
                BaseImage.debian(NginxCases.BASE).layers().get(0),
                "debian:nginx",
                "CMD [\"nginx\",\"-g\",\"daemon off;\"]");
        List<String> options = readOnly ? both(READ_ONLY, List.of("--tmpfs", "/var/log/nginx")) : List.of();
        Answer before = Answer.of(engine, "debian:nginx", PAGE, options);
        assertThat(before.out()).contains("Welcome to nginx!").endsWith("200 text/html");
        pipe.slim("debian:nginx", List.of()).succeeds();
        assertThat(Answer.of(engine, "debian:nginx-slim", PAGE, options)).isEqualTo(before);
        size("nginx, Debian: as it is", "debian:nginx");
        assertThat(size("nginx, Debian: slimmed", "debian:nginx-slim")).isLessThanOrEqualTo(DEBIAN);
    }

    @Test
    void alpines_package_manager_tells_its_version() throws IOException, InterruptedException {
        for (AlpineRoot root : AlpineRoot.ofThisMachine()) {
            String image = "alpine:" + root.name();
            imported(Setup.images().resolve(root.name() + ".tar.gz"), image, "CMD [\"apk\",\"--version\"]");
            Answer before = Answer.of(engine, image, Optional.empty(), List.of());
            assertThat(before.out()).startsWith("apk-tools ");
            pipe.slim(image, List.of()).succeeds();
            for (List<String> options : List.of(List.<String>of(), List.of("--read-only", "--user", "65534:65534"))) {
                assertThat(Answer.of(engine, image + "-slim", Optional.empty(), options))
                        .isEqualTo(before);
            }
        }
    }

    private void imported(Path archive, String image, String command) throws IOException, InterruptedException {
        engine.docker("import", "-c", command, "-c", "ENV PATH=" + Setup.PATH, archive, image)
                .run()
                .succeeds();
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
