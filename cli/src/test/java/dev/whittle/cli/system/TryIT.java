package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code try} on a real engine: what it says of images that do all kinds of things, and that it leaves nothing behind. */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TryIT {
    private static final String NGINX = "nginx:1.22.1-alpine";
    private static final String READ_ONLY =
            "--read-only --tmpfs /run --tmpfs /var/run --tmpfs /var/cache/nginx --tmpfs /var/lib/nginx";
    private static final String LABEL = "label=dev.whittle.try";

    private Engine engine;
    private List<String> imagesBefore;

    private Path place;

    @BeforeAll
    void start(@TempDir Path temp) throws IOException, InterruptedException {
        place = temp;
        Setup.requireRoot();
        Setup.tool("strace");
        engine = Engine.start();
        engine.docker("load", "-i", Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz"))
                .run()
                .succeeds();
        imagesBefore = images();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        engine.stop();
    }

    @AfterEach
    void nothing_is_left() throws IOException, InterruptedException {
        assertThat(containers()).isEmpty();
        assertThat(images()).containsAll(imagesBefore);
        assertThat(engine.docker("images", "--all", "--quiet", "--filter", LABEL)
                        .run()
                        .succeeds()
                        .out())
                .isEmpty();
        assertThat(engine.docker("volume", "ls", "--quiet").run().succeeds().out())
                .isEmpty();
        Files.deleteIfExists(place.resolve("tried.txt"));
    }

    @Test
    void a_server_and_its_slim_image_are_equal() throws IOException, InterruptedException {
        Ended ended = attempt(NGINX, "--ask", "curl -fsS http://$HOST/").succeeds();
        assertThat(ended.lines().get(0)).matches("check +original +slim +verdict");
        assertThat(ended.lines())
                .anyMatch(line -> line.matches("run +stays up +stays up +equal"))
                .anyMatch(line -> line.matches("ports +80/tcp +80/tcp +equal"))
                .anyMatch(line -> line.matches("curl .* exit code 0, \\d+ lines? +exit code 0, \\d+ lines? +equal"))
                .anyMatch(line -> line.matches("stop +ends with 0 +ends with 0 +equal"));
    }

    @Test
    void a_missing_file_is_named_and_mended_and_the_next_image_needs_no_run() throws IOException, InterruptedException {
        Ended broken = attempt(NGINX, "--exclude", "/etc/nginx/mime.types").exits(1);
        assertThat(broken.lines())
                .anyMatch(line -> line.matches("run +stays up +ends with 1 +different"))
                .contains("  --include /etc/nginx/mime.types")
                .noneMatch(line -> line.startsWith("  --include") && !line.endsWith("/etc/nginx/mime.types"));
        String output = "docker-archive:" + place.resolve("mended.tar") + ":nginx:mended";
        attempt(NGINX, "--exclude", "/etc/nginx/mime.types", "--fix", "-o", output)
                .succeeds();
        assertThat(place.resolve("tried.txt")).content().contains("#tried: ", "\n/etc/nginx/mime.types\n");
        whittle(
                        "slim",
                        "docker-daemon:" + NGINX,
                        "--exclude",
                        "/etc/nginx/mime.types",
                        "--include-from",
                        "tried.txt",
                        "--report",
                        "kept.json",
                        "-o",
                        "docker-archive:again.tar:nginx:mended")
                .run()
                .succeeds();
        assertThat(place.resolve("again.tar")).hasSameBinaryContentAs(place.resolve("mended.tar"));
        assertThat(place.resolve("kept.json")).content().contains("\"family\": \"tried\"");
        engine.docker("load", "-i", place.resolve("again.tar")).run().succeeds();
        attempt(NGINX, "nginx:mended").succeeds();
    }

    /** Nothing is printed, and nothing fails that a message names: the system calls tell. */
    @Test
    void a_silent_failure_is_found_by_its_system_calls() throws IOException, InterruptedException {
        image("silent", "CMD [\"/bin/sh\", \"-c\", \"test -e /etc/alpine-release || exit 9\"]");
        List<String> words = List.of("try:silent", "--exclude", "/etc/alpine-release");
        assertThat(attempt(words, "--strace", "none").exits(1).lines())
                .contains("no missing path was found: neither a message nor a failed system call names one");
        assertThat(attempt(words).exits(1).lines()).contains("  --include /etc/alpine-release");
        assertThat(attempt(words, "--fix").succeeds().out()).contains("kept in addition, after 2 rounds:");
        // As any user, and without any capability.
        Files.delete(place.resolve("tried.txt"));
        attempt(
                        words,
                        "--fix",
                        "--run-option",
                        "--user 65534 --cap-drop ALL --security-opt no-new-privileges --read-only")
                .succeeds();
    }

    @Test
    void one_that_never_ends_stays_up() throws IOException, InterruptedException {
        image("endless", "CMD [\"/bin/sh\", \"-c\", \"echo up; while :; do sleep 1; done\"]");
        assertThat(attempt("try:endless", "--time", "4").succeeds().lines())
                .anyMatch(line -> line.matches("run +stays up +stays up +equal"))
                .anyMatch(line -> line.matches("ports +none +none +equal"));
    }

    @Test
    void one_that_ends_with_3_is_equal_to_one_that_does() throws IOException, InterruptedException {
        image("three", "CMD [\"/bin/sh\", \"-c\", \"echo bye; exit 3\"]");
        assertThat(attempt("try:three").succeeds().lines())
                .anyMatch(line -> line.matches("run +ends with 3 +ends with 3 +equal"))
                .noneMatch(line -> line.startsWith("stop"));
    }

    @Test
    void a_crash_in_the_slim_image_alone_is_a_difference() throws IOException, InterruptedException {
        image("crash", "CMD [\"/bin/sh\", \"-c\", \"cat /etc/alpine-release || sh -c 'kill -SEGV $$'; exit $?\"]");
        Ended ended = attempt("try:crash", "--exclude", "/etc/alpine-release").exits(1);
        assertThat(ended.lines())
                .anyMatch(line -> line.matches("run +ends with 0 +ends with 139 +different"))
                .contains("only the original says:", "  --include /etc/alpine-release");
    }

    @Test
    void a_health_check_is_compared() throws IOException, InterruptedException {
        image(
                "health",
                "CMD [\"/bin/sh\", \"-c\", \"while :; do sleep 1; done\"]",
                "HEALTHCHECK CMD cat /etc/alpine-release");
        assertThat(attempt("try:health", "--time", "5").succeeds().lines())
                .anyMatch(line -> line.matches("health +healthy +healthy +equal"));
        assertThat(attempt("try:health", "--time", "5", "--exclude", "/etc/alpine-release")
                        .exits(1)
                        .lines())
                .anyMatch(line -> line.matches("health +healthy +\\w+ +different"))
                .contains("  --include /etc/alpine-release");
    }

    @Test
    void random_numbers_and_times_are_no_difference() throws IOException, InterruptedException {
        image(
                "random",
                "CMD [\"/bin/sh\", \"-c\", \"echo token $(cat /proc/sys/kernel/random/uuid | tr -d -); date;"
                        + " echo n: $(od -An -N4 -tu4 /dev/urandom); echo $HOSTNAME done\"]");
        assertThat(attempt("try:random").succeeds().lines()).anyMatch(line -> line.matches("output .* equal"));
    }

    @Test
    void one_that_does_not_heed_its_stop_signal_is_killed() throws IOException, InterruptedException {
        image("deaf", "CMD [\"/bin/sh\", \"-c\", \"trap '' TERM; echo on; while :; do sleep 1; done\"]");
        assertThat(attempt("try:deaf", "--time", "3").succeeds().lines())
                .anyMatch(line -> line.matches("stop +killed +killed +equal"));
    }

    @Test
    void a_read_only_container_is_compared_as_one() throws IOException, InterruptedException {
        attempt(NGINX, "--run-option", READ_ONLY).succeeds();
        attempt(NGINX, "--run-option", READ_ONLY, "--exclude", "/etc/nginx/mime.types", "--fix")
                .succeeds();
    }

    @Test
    void the_host_s_network_is_asked_where_it_is() throws IOException, InterruptedException {
        String ask = "curl -fsS -w '%{http_code}' http://$HOST:80/";
        Ended ended =
                attempt(NGINX, "--run-option", "--network host", "--ask", ask).succeeds();
        assertThat(ended.lines()).anyMatch(line -> line.matches("ports +80/tcp +80/tcp +equal"));
        assertThat(attempt(
                                NGINX,
                                "--run-option",
                                "--network host",
                                "--ask",
                                ask,
                                "--exclude",
                                "/usr/share/nginx",
                                "--time",
                                "5")
                        .exits(1)
                        .lines())
                .anyMatch(line -> line.startsWith("curl ") && line.endsWith("different"))
                .anyMatch(line -> line.startsWith("  --include /usr/share/nginx"));
    }

    /** An archive is loaded for the trial under a name of its own. */
    @Test
    void an_archive_is_an_original_too() throws IOException, InterruptedException {
        Path archive = Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz");
        Ended ended = attempt(
                        "docker-archive:" + archive, "--format", "json", "--exclude", "/etc/nginx/mime.types", "--fix")
                .succeeds();
        assertThat(ended.out()).contains("\"schema\": \"dev.whittle.try/1\"", "\"path\": \"/etc/nginx/mime.types\"");
    }

    @Test
    void an_original_that_does_not_start_is_an_error_in_one_line() throws IOException, InterruptedException {
        Ended ended =
                attempt(NGINX, "--run-option", "--volume relative:relative").exits(3);
        assertThat(ended.errors()).singleElement().asString().contains("the original does not start: ");
        Ended unasked = attempt(NGINX, "--ask", "exit 5", "--time", "3").exits(3);
        assertThat(unasked.errors())
                .singleElement()
                .asString()
                .contains("the original does not answer --ask either: exit 5 (exit code 5)");
    }

    @Test
    void ctrl_c_leaves_nothing() throws IOException, InterruptedException {
        // A shell that starts something in the background lets it ignore SIGINT, and so does all that this starts.
        Process process = whittle("try", NGINX, "--ask", "false", "--time", "60")
                .under(Setup.tool("env"), "--default-signal=INT")
                .builder()
                .start();
        awaitContainer();
        Command.of("kill", "-INT", process.pid()).run().succeeds();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
    }

    @Test
    void the_next_run_removes_what_a_killed_one_left() throws IOException, InterruptedException {
        Process process = whittle("try", NGINX, "--ask", "false", "--time", "60")
                .builder()
                .start();
        awaitContainer();
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(containers()).as("nobody could clean up").isNotEmpty();
        attempt(NGINX).succeeds();
    }

    @Test
    void without_an_engine_there_is_one_line() throws IOException, InterruptedException {
        Ended none = whittle("try", NGINX)
                .with("DOCKER_HOST", "unix://" + place.resolve("nosuch"))
                .run()
                .exits(3);
        assertThat(none.errors()).singleElement().asString().startsWith("whittle: docker: ");
        assertThat(whittle("try", NGINX)
                        .with("PATH", place.toString())
                        .run()
                        .exits(3)
                        .errors())
                .singleElement()
                .asString()
                .startsWith("whittle: neither docker nor podman is in PATH;");
    }

    private void awaitContainer() throws IOException, InterruptedException {
        for (int i = 0;
                i < 300 && engine.docker("ps", "--quiet").run().succeeds().out().isEmpty();
                i++) {
            Thread.sleep(100);
        }
        assertThat(containers()).isNotEmpty();
    }

    private List<String> containers() throws IOException, InterruptedException {
        return engine.docker("ps", "--all", "--quiet").run().succeeds().lines();
    }

    private List<String> images() throws IOException, InterruptedException {
        return engine.docker("images", "--all", "--quiet").run().succeeds().lines();
    }

    /** Of the shared root, that starts a command. */
    private void image(String name, String... changes) throws IOException, InterruptedException {
        Object[] words = Stream.of(
                        Stream.of("import"),
                        Stream.of(changes).flatMap(change -> Stream.of("-c", change)),
                        Stream.of("-c", "ENV PATH=" + Setup.PATH),
                        Stream.of(
                                Setup.images()
                                        .resolve(AlpineRoot.ofThisMachine()
                                                        .get(0)
                                                        .name() + ".tar.gz"),
                                "try:" + name))
                .flatMap(part -> part)
                .toArray();
        engine.docker(words).run().succeeds();
    }

    private Ended attempt(List<String> words, String... more) throws IOException, InterruptedException {
        return attempt(Stream.concat(words.stream(), Stream.of(more)).toArray());
    }

    private Ended attempt(Object... words) throws IOException, InterruptedException {
        return whittle(Stream.concat(Stream.of("try"), Stream.of(words)).toArray())
                .run();
    }

    private Command whittle(Object... words) {
        return engine.here(Whittle.built().command(words)).in(place);
    }
}
