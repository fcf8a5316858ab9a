package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures on real systems: one clear line, the right exit code, and no partial output. */
@Tag("system")
class FaultsIT {
    private static final String CURL = "/usr/bin/curl";
    private static final int INPUT = 3;
    private static final int OUTPUT = 4;
    private static final int CLOSED = 141;

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    @ParameterizedTest
    @CsvSource({"layer.tar", "layer.tar.gz", "layer.tar.zst"})
    void a_full_disk(String name, @TempDir Path temp) throws IOException, InterruptedException {
        // In a mount namespace, which removes the disk with it.
        String script = "mount -t tmpfs -o size=1m none \"$DISK\"; \"$@\" -o \"$DISK/$NAME\"; exit=$?; ls -A \"$DISK\";"
                + " exit $exit";
        Command command = Command.bash(script, Whittle.built().words("layer", CURL))
                .with("DISK", temp.toString())
                .with("NAME", name)
                .under(Setup.tool("unshare"), "--mount", "--");
        Ended ended = command.run().exits(OUTPUT);
        assertThat(ended.out()).as("left on the disk").isEmpty();
        oneLine(ended, "cannot write", name, "no space left on device");
    }

    @Test
    void a_full_disk_for_the_spool_of_a_pipe(@TempDir Path temp) throws IOException, InterruptedException {
        String script = "mount -t tmpfs -o size=1m none \"$DISK\"; \"$@\" -o - | wc -c; exit=${PIPESTATUS[0]};"
                + " ls -A \"$DISK\"; exit $exit";
        Whittle tool = Whittle.built();
        List<String> words = Command.of(tool.java(), "-Djava.io.tmpdir=" + temp, "-jar", tool.jar(), "layer", CURL)
                .words();
        Ended ended = Command.bash(script, words)
                .with("DISK", temp.toString())
                .with("TMPDIR", temp.toString())
                .under(Setup.tool("unshare"), "--mount", "--")
                .run()
                .exits(OUTPUT);
        assertThat(ended.out().strip()).as("bytes in the pipe, files left").isEqualTo("0");
        oneLine(ended, "cannot write", "no space left on device");
    }

    @Test
    void a_reader_that_goes_away_is_silent() throws IOException, InterruptedException {
        Ended layer = closed(Whittle.built().words("layer", CURL, "-o", "-"));
        assertThat(layer.err()).isEmpty();
        // More than a pipe's buffer holds, so that the tool must notice.
        Ended ldd = closed(Whittle.built().words("ldd", "-q", "--format", "json", "/usr/bin/?[a-m]*"));
        assertThat(ldd.err().lines().filter(line -> line.contains("internal") || line.contains("cannot write")))
                .isEmpty();
    }

    @Test
    void a_device_that_takes_nothing() throws IOException, InterruptedException {
        oneLine(
                Whittle.built().run("layer", CURL, "-o", "/dev/full").exits(OUTPUT),
                "cannot write /dev/full",
                "no space left on device");
        assertThat(Path.of("/dev/full"))
                .as("still a device")
                .satisfies(device -> assertThat(Files.isRegularFile(device)).isFalse());
        for (List<String> words : List.of(
                Whittle.built().words("ldd", CURL),
                Whittle.built().words("layer", CURL, "-o", "-"),
                Whittle.built().words("layer", CURL, "--dry-run"),
                Whittle.built().words("--help"))) {
            Ended ended = Command.bash("\"$@\" >/dev/full", words).run().exits(OUTPUT);
            oneLine(ended, "cannot write standard output", "no space left on device");
        }
    }

    @Test
    void a_file_that_its_user_may_not_read(@TempDir Path temp) throws IOException, InterruptedException {
        Path secret = Files.copy(Path.of("/bin/true").toRealPath(), temp.resolve("secret"));
        Command.of("chmod", "600", secret).run().succeeds();
        Path out = Files.createDirectory(temp.resolve("out"));
        Command.of("chmod", "777", out).run().succeeds();
        Whittle tool = Whittle.built().copiedTo(open(temp));
        for (Command command : List.of(
                tool.command("ldd", secret),
                tool.command("layer", secret, "-o", out.resolve("a.tar")),
                tool.command("layer", CURL, "--include", secret, "-o", out.resolve("b.tar")))) {
            oneLine(asNobody(command).run().exits(INPUT), secret.toString(), "permission denied");
        }
        assertThat(filesIn(out)).isEmpty();
    }

    @Test
    void a_folder_that_its_user_may_not_write(@TempDir Path temp) throws IOException, InterruptedException {
        Whittle tool = Whittle.built().copiedTo(open(temp));
        Path out = Files.createDirectory(temp.resolve("closed"));
        Command command = tool.command("layer", CURL, "-o", out.resolve("a.tar"));
        oneLine(asNobody(command).run().exits(OUTPUT), "cannot write", "permission denied");
        assertThat(filesIn(out)).isEmpty();
    }

    @Test
    void an_output_folder_that_does_not_exist(@TempDir Path temp) throws IOException, InterruptedException {
        Path out = temp.resolve("none/layer.tar");
        oneLine(Whittle.built().run("layer", CURL, "-o", out).exits(OUTPUT), "cannot write " + out, "no such");
        assertThat(temp.resolve("none")).doesNotExist();
    }

    @Test
    void several_files_are_all_processed_and_the_worst_wins(@TempDir Path temp)
            throws IOException, InterruptedException {
        Path text = Files.writeString(temp.resolve("text"), "#!/bin/sh\n");
        Path cut = temp.resolve("cut");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(Path.of(CURL)), 100));
        Ended ended = Whittle.built()
                .run("ldd", "--format", "list", temp.resolve("none"), temp, text, cut, CURL)
                .exits(INPUT);
        assertThat(ended.errors()).hasSize(4).allMatch(line -> line.startsWith("whittle: " + temp));
        assertThat(ended.lines()).as("of curl").contains("/lib64/ld-linux-x86-64.so.2");
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void a_signal_leaves_nothing_half_written(String signal, int exit, @TempDir Path temp)
            throws IOException, InterruptedException {
        Path root = temp.resolve("root");
        Files.createDirectories(root.resolve("data"));
        // Hours of zeros that take no space.
        Command.of("truncate", "-s", "2T", root.resolve("data/large")).run().succeeds();
        Path out = Files.createDirectory(temp.resolve("out"));
        Process process = Whittle.built()
                .command("layer", "--from", "dir:" + root, "--include", "/data", "-o", out.resolve("layer.tar.gz"))
                // A background process may have ignored the signal.
                .under("env", "--default-signal=" + signal)
                .builder()
                .start();
        while (process.isAlive() && filesIn(out).isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(filesIn(out))
                .as("while it writes")
                .hasSize(1)
                .allMatch(name -> name.matches("\\.whittle-.*\\.part"));
        Command.of("kill", "-" + signal, process.pid()).run().succeeds();
        assertThat(process.waitFor()).isEqualTo(exit);
        assertThat(filesIn(out)).as("after the signal").isEmpty();
    }

    private static Ended closed(List<String> words) throws IOException, InterruptedException {
        Ended ended = Command.bash("\"$@\" | head -c 10 >/dev/null; echo ${PIPESTATUS[0]}", words)
                .run()
                .succeeds();
        assertThat(ended.out().strip()).as("exit code of %s", ended).isEqualTo(String.valueOf(CLOSED));
        return ended;
    }

    /** Accessible to every user: a test's folder is accessible to its owner only. */
    private static Path open(Path directory) throws IOException, InterruptedException {
        Command.of("chmod", "755", directory).run().succeeds();
        return directory;
    }

    private static Command asNobody(Command command) {
        return command.under(
                Setup.tool("setpriv"), "--reuid", "65534", "--regid", "65534", "--clear-groups", "--no-new-privs");
    }

    private static void oneLine(Ended ended, String... parts) {
        assertThat(ended.errors()).as("%s", ended).hasSize(1);
        assertThat(ended.err()).startsWith("whittle: ").containsIgnoringCase(parts[0]);
        for (String part : parts) {
            assertThat(ended.err()).containsIgnoringCase(part);
        }
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
