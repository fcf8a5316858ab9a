package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.packaging.StartArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The start archives of every JDK of the machine: used where they fit, and without a word unused where they do not. */
@Tag("system")
class StartArchiveIT {
    /** One place for all tests: an archive is for the jar at its path alone, and takes up to a minute to make. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path base;

    private final Path home;
    private final Path jar;
    private final Path start;
    private final String wanted;

    StartArchiveIT() throws IOException, InterruptedException {
        home = base.toRealPath().resolve("home");
        jar = home.resolve("cli/target/whittle.jar");
        start = jar.resolveSibling("start");
        wanted = Whittle.built().run("ldd", "/usr/bin/curl").succeeds().out();
    }

    /** A checkout that was just built, but without an archive. */
    @BeforeEach
    void checkout() throws IOException, InterruptedException {
        Command.of("rm", "-rf", home).run().succeeds();
        Files.createDirectories(jar.getParent());
        Files.copy(Setup.jar(), jar, StandardCopyOption.COPY_ATTRIBUTES);
        Path start = Path.of("cli/src/launcher/start.sh");
        Files.createDirectories(home.resolve(start).getParent());
        Files.copy(Setup.checkout().resolve(start), home.resolve(start));
        Path launcher = Files.copy(Setup.checkout().resolve("whittle"), home.resolve("whittle"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }

    static List<Path> javas() throws IOException {
        return Setup.everyJava();
    }

    @ParameterizedTest
    @MethodSource("javas")
    void classes_come_from_it(Path java) throws IOException, InterruptedException {
        make(java);
        for (Path archive : archives()) {
            String option = archive.toString().endsWith(".aot") ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
            Ended ended = Command.of(java, "-XX:+UseSerialGC", option + archive, "-Xlog:class+load", "-jar", jar)
                    .andThen("ldd", "/bin/true")
                    .run()
                    .succeeds();
            assertThat(ended.out()).contains(" dev.whittle.cli.Main source: shared objects file");
        }
        answersWithoutAWord(java);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void a_broken_one_is_not_noticed(Path java) throws IOException, InterruptedException {
        make(java);
        for (Path archive : archives()) {
            Files.delete(archive);
            Files.writeString(archive, "no archive at all\n".repeat(10_000));
        }
        answersWithoutAWord(java);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void a_jar_of_another_time_is_not_noticed(Path java) throws IOException, InterruptedException {
        make(java);
        // Older than its archive, so that only Java itself can tell.
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        answersWithoutAWord(java);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void the_archives_of_another_java_are_not_noticed(Path java) throws IOException, InterruptedException {
        for (Path other : Setup.everyJava()) {
            if (!other.equals(java)) {
                make(other);
                answersWithoutAWord(java);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("javas")
    void a_closed_checkout_of_another_user_will_do(Path java) throws IOException, InterruptedException {
        make(java);
        Command.of("chmod", "-R", "a-w,a+rX", base).run().succeeds();
        Ended ended = launcher(java, "ldd", "/usr/bin/curl")
                .under(Setup.tool("setpriv"), "--reuid", "65534", "--regid", "65534", "--clear-groups")
                .run()
                .succeeds();
        Command.of("chmod", "-R", "u+w", base).run().succeeds();
        assertThat(ended.out()).isEqualTo(wanted);
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("javas")
    void options_that_do_not_fit_are_not_noticed(Path java) throws IOException, InterruptedException {
        make(java);
        for (String option : List.of("-Xmx40g", "-XX:+UseParallelGC", "-Xshare:off", "-XX:SharedArchiveFile=/none")) {
            Ended ended = launcher(java, "ldd", "/usr/bin/curl")
                    .with("JAVA_TOOL_OPTIONS", option)
                    .run()
                    .succeeds();
            assertThat(ended.out()).as(option).isEqualTo(wanted);
            assertThat(ended.errors()).as("Java's own line").hasSize(1);
        }
    }

    private void answersWithoutAWord(Path java) throws IOException, InterruptedException {
        Ended ended = launcher(java, "ldd", "/usr/bin/curl").run().succeeds();
        assertThat(ended.out()).isEqualTo(wanted);
        assertThat(ended.err()).isEmpty();
        Ended dry = launcher(java, "layer", "-q", "--dry-run", "/usr/bin/curl")
                .run()
                .succeeds();
        assertThat(dry.err()).isEmpty();
    }

    private Command launcher(Path java, Object... arguments) {
        Path jdk = java.resolve("../..").normalize();
        return Command.of(home.resolve("whittle")).andThen(arguments).with("JAVA_HOME", jdk.toString());
    }

    /** Each java's archives are made once, and brought back with their times. */
    private void make(Path java) throws IOException, InterruptedException {
        Path made = base.resolve("made").resolve(java.toString().replace('/', ' '));
        if (!Files.exists(made)) {
            Files.createDirectories(made.getParent());
            Path others = Files.createDirectories(start).resolveSibling("others");
            Files.move(start, others);
            String classes = StartArchive.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();
            Ended ended = Command.of(java, "-cp", classes, StartArchive.class.getName(), jar)
                    .run()
                    .succeeds();
            assertThat(ended.err()).isEmpty();
            Files.move(start, made);
            Files.move(others, start);
        }
        Command.of("cp", "-a", made + "/.", Files.createDirectories(start))
                .run()
                .succeeds();
        assertThat(archives()).isNotEmpty();
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(start)) {
            return files.filter(file -> !file.endsWith("jar")).toList();
        }
    }
}
