package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher on a fresh copy of the checkout, in a path with a blank. Ordered, since a build is slow: first what must
 * be rejected without a build, then one build, then what a built launcher does.
 */
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherIT {
    /** Replaces Maven where nothing must be built: records the call, and fails. */
    private static final String NO_MAVEN = "#!/bin/sh\necho 'maven was called' >&2\nexit 1\n";

    private final Path base;
    private final Path checkout;
    private final Path launcher;
    private final Path noMaven;

    LauncherIT(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
        checkout = base.resolve("a copy");
        launcher = checkout.resolve("whittle");
        noMaven = Files.writeString(base.resolve("no-maven"), NO_MAVEN);
        assertThat(noMaven.toFile().setExecutable(true)).isTrue();
    }

    record Ended(int exit, String out, String err) {}

    @BeforeAll
    void copyTheCheckout() throws IOException, InterruptedException {
        Files.createDirectory(checkout);
        Ended copied = sh(
                "git -C \"$FROM\" ls-files -z | tar -C \"$FROM\" --null -T - -cf - | tar -xf - -C \"$TO\"",
                Map.of("FROM", System.getProperty("whittle.checkout"), "TO", checkout.toString()));
        assertThat(copied.exit).as(copied.err).isZero();
        assertThat(launcher).isExecutable();
    }

    @Test
    @Order(1)
    void without_maven_it_says_what_to_install() throws Exception {
        Ended ended = sh("./whittle --version", Map.of("MVN", "/nonexistent/mvn"));
        assertThat(ended.exit).isEqualTo(70);
        assertThat(ended.out).isEmpty();
        assertThat(ended.err)
                .startsWith("whittle: not built yet, and Maven is not installed: ")
                .hasLineCount(1);
    }

    @Test
    @Order(2)
    void a_java_home_without_java_is_named() throws Exception {
        Ended ended = sh("./whittle --version", Map.of("JAVA_HOME", "/nonexistent"));
        assertThat(ended.exit).isEqualTo(70);
        assertThat(ended.err)
                .startsWith("whittle: JAVA_HOME is /nonexistent, and there is no bin/java: ")
                .hasLineCount(1);
    }

    @Test
    @Order(3)
    void a_failed_build_is_told_and_leaves_no_lock() throws Exception {
        Ended ended = sh("./whittle --version", Map.of("MVN", noMaven.toString()));
        assertThat(ended.exit).isEqualTo(70);
        assertThat(ended.out).isEmpty();
        assertThat(ended.err).contains("maven was called", "whittle: the build failed; try: cd " + checkout);
        assertThat(checkout.resolve("target")).isEmptyDirectory();
    }

    @Test
    @Order(4)
    void of_two_first_runs_at_once_one_builds_and_both_answer() throws Exception {
        // Left by a killed build; its process is gone.
        Ended dead = sh("sh -c 'echo $$' > target/whittle.lock", Map.of());
        assertThat(dead.exit).isZero();
        Ended ended = sh("""
                ./whittle --version >one.out 2>one.err <&- & one=$!
                ./whittle --version >two.out 2>two.err & two=$!
                wait $one; a=$?; wait $two; b=$?
                cat one.out two.out; cat one.err two.err >&2
                exit $((a + b))
                """, Map.of());
        assertThat(ended.exit).as(ended.err).isZero();
        assertThat(ended.out).matches("(whittle \\d\\S+\n){2}");
        assertThat(ended.err).containsOnlyOnce("whittle: building (once; later starts are quick)");
        try (var left = Files.list(checkout.resolve("target"))) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().contains("lock"));
        }
    }

    @Test
    @Order(5)
    void a_built_one_starts_without_maven_and_without_a_word() throws Exception {
        Ended ended = sh("./whittle --version", Map.of("MVN", noMaven.toString()));
        assertThat(ended.exit).isZero();
        assertThat(ended.out).startsWith("whittle ");
        assertThat(ended.err).isEmpty();
    }

    @Test
    @Order(6)
    void a_newer_source_asks_for_a_build() throws Exception {
        Path jar = checkout.resolve("cli/target/whittle.jar");
        FileTime built = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        Ended ended = sh("./whittle --version", Map.of("MVN", noMaven.toString()));
        Files.setLastModifiedTime(jar, built);
        assertThat(ended.exit).isEqualTo(70);
        assertThat(ended.err).contains("maven was called");
    }

    @Test
    @Order(7)
    void it_finds_itself_through_links() throws Exception {
        Ended ended = sh(
                """
                mkdir -p ../bin && ln -s "$PWD/whittle" ../bin/absolute && ln -s absolute ../bin/wh
                cd / && "$BIN/wh" --version && PATH="$BIN:$PATH" wh --version
                """,
                Map.of("MVN", noMaven.toString(), "BIN", base.resolve("bin").toString()));
        assertThat(ended.exit).as(ended.err).isZero();
        assertThat(ended.out).hasLineCount(2);
    }

    @Test
    @Order(8)
    void a_relative_file_is_the_callers_whatever_its_name() throws Exception {
        Ended ended = sh("""
                name=$(printf 'my "caf\\303\\251"\\nx')
                cd .. && cp /bin/sh "$name" && LC_ALL=C "$W" ldd --format json "$name"
                """, Map.of("MVN", noMaven.toString(), "W", launcher.toString()));
        assertThat(ended.exit).as(ended.err).isZero();
        assertThat(ended.out).contains(base + "/my \\\"caf\u00e9\\\"\\nx\"");
    }

    @Test
    @Order(9)
    void a_closed_standard_input_is_an_empty_one() throws Exception {
        Ended ended = sh("./whittle layer --include-from - --dry-run <&-", Map.of("MVN", noMaven.toString()));
        assertThat(ended.exit).isEqualTo(2);
        assertThat(ended.err).startsWith("whittle: nothing to write: ");
    }

    @Test
    @Order(10)
    void a_list_can_come_through_a_pipe() throws Exception {
        Ended ended = sh("echo /etc/passwd | ./whittle layer --include-from - --dry-run", Map.of());
        assertThat(ended.exit).as(ended.err).isZero();
        assertThat(ended.out).contains("  /etc/passwd\n");
    }

    @Test
    @Order(11)
    void a_reader_that_goes_away_ends_it_silently() throws Exception {
        Ended ended = sh(
                "{ ./whittle layer \"$(command -v sh)\" -o -; echo $? >code; } | head -c 1 >/dev/null; cat code",
                Map.of());
        assertThat(ended.out).isEqualTo("141\n");
        assertThat(ended.err).isEmpty();
    }

    @Test
    @Order(12)
    void the_completion_script_is_valid_bash() throws Exception {
        Ended ended = sh("./whittle generate-completion | bash -n", Map.of());
        assertThat(ended.exit).isZero();
        assertThat(ended.err).isEmpty();
    }

    @Test
    @Order(13)
    void in_a_directory_that_is_gone_it_says_so() throws Exception {
        Ended ended = sh("mkdir gone; cd gone; rmdir ../gone; \"$W\" ldd /bin/sh", Map.of("W", launcher.toString()));
        assertThat(ended.exit).isEqualTo(3);
        assertThat(ended.err).endsWith("whittle: the working directory is gone: cd to another one\n");
    }

    /** In the copy of the checkout. */
    private Ended sh(String script, Map<String, String> variables) throws IOException, InterruptedException {
        Path out = Files.createTempFile(base, "out", "");
        Path err = Files.createTempFile(base, "err", "");
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", script))
                .directory(checkout.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(variables);
        int exit = builder.start().waitFor();
        return new Ended(
                exit,
                new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
                new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
    }
}
