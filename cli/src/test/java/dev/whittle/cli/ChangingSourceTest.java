package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.Tree;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A source that changes between analysis and copying: exit code 3 and one line, and existing output stays. The change
 * happens when standard input is read, which {@code --trace -} does between the two.
 */
class ChangingSourceTest {
    private static final String TRACE = "1 openat(AT_FDCWD, \"/etc/app.conf\", O_RDONLY) = 3\n";

    private final Path directory;
    private final Path program;

    ChangingSourceTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        this.program = this.directory.resolve("root/bin/app");
    }

    @BeforeEach
    void sources() throws IOException {
        Roots.musl(directory.resolve("root"));
        byte[] tar = new TarBuilder()
                .directory("etc/")
                .file("etc/app.conf", "x".repeat(3000))
                .build();
        Tree.at(directory).file("/root.tar", tar).file("/old", "old");
    }

    private interface Mutation {
        void run() throws IOException, InterruptedException;
    }

    enum Change {
        GROWS,
        SHRINKS,
        VANISHES,
        BECOMES_A_DIRECTORY,
        BECOMES_A_FIFO,
        BECOMES_A_LINK;

        void of(Path file) throws IOException, InterruptedException {
            switch (this) {
                case GROWS -> Files.write(file, new byte[1], StandardOpenOption.APPEND);
                case SHRINKS -> Files.write(file, new byte[1]);
                case VANISHES -> Files.delete(file);
                case BECOMES_A_DIRECTORY -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }
                case BECOMES_A_FIFO -> {
                    Files.delete(file);
                    assertThat(new ProcessBuilder("mkfifo", file.toString())
                                    .start()
                                    .waitFor())
                            .isZero();
                }
                case BECOMES_A_LINK -> {
                    Files.delete(file);
                    Files.createSymbolicLink(file, Path.of("/etc/passwd"));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void a_file_that_changes_ends_a_layer(Change change) throws IOException {
        Whittle.Result result = run(() -> change.of(program), "layer -q --from root /bin/app --trace - -o old");
        isRefused(result, "/bin/app: ");
        assertThat(directory.resolve("old")).hasContent("old");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("root", "root.tar", "old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-archive:out", "oci:out", "oci-archive:out", "tar:out", "dir:out --no-owner", "-"})
    @Timeout(60)
    void a_file_that_changes_ends_an_image(String destination) throws IOException {
        byte[] whole = Files.readAllBytes(program);
        for (Change change : List.of(Change.SHRINKS, Change.VANISHES, Change.BECOMES_A_FIFO)) {
            Whittle.Result result =
                    run(() -> change.of(program), "slim -q root --entrypoint /bin/app --trace - -o " + destination);
            isRefused(result, "/bin/app: ");
            assertThat(directory.toFile().list()).containsExactlyInAnyOrder("root", "root.tar", "old");
            Files.deleteIfExists(program);
            Files.write(program, whole);
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "layer -q --from root.tar --include /etc --trace - -o old",
        "layer -q --from root.tar --include /etc --trace - -o -",
        "slim -q root.tar --include /etc --trace - -o tar:old",
        "slim -q root.tar --include /etc --trace - -o dir:out --no-owner",
        "copy -q --from root.tar --include /etc --trace - --format list -o old"
    })
    void an_archive_that_changes_ends_the_run(String line) throws IOException {
        Whittle.Result result = run(
                () -> {
                    byte[] other = Files.readAllBytes(directory.resolve("root.tar"));
                    other[2000] = 'y';
                    Files.write(directory.resolve("root.tar"), other);
                    // A clock may not advance during this test.
                    Files.setLastModifiedTime(directory.resolve("root.tar"), FileTime.fromMillis(1));
                },
                line);
        isRefused(result, "root.tar: changed while it was read");
        assertThat(result.out()).isEmpty();
        assertThat(directory.resolve("old")).hasContent("old");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("root", "root.tar", "old");
    }

    /** Careful writers replace a file this way: processes that have it open still see the old one. */
    @Test
    void an_archive_that_is_replaced_is_read_as_it_was() throws IOException {
        Whittle.Result result = run(
                () -> {
                    Path other = Files.write(directory.resolve("other"), new byte[2048]);
                    Files.move(other, directory.resolve("root.tar"), StandardCopyOption.REPLACE_EXISTING);
                },
                "layer -q --from root.tar --include /etc --trace - -o out.tar");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(Files.readString(directory.resolve("out.tar"), StandardCharsets.ISO_8859_1))
                .contains("x".repeat(3000));
    }

    /** Files of /proc have size 0 and long content; kept by size they would be empty. */
    @Test
    void a_file_that_holds_more_than_it_says_is_not_cut_in_silence() {
        Whittle.Result result = Whittle.in(directory).run("layer", "--include", "/proc/self/status", "-o", "out.tar");
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.errLines()).singleElement().asString().contains("/status: holds more than its size says");
        assertThat(directory.resolve("out.tar")).doesNotExist();
    }

    private static void isRefused(Whittle.Result result, String message) {
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.INPUT);
        assertThat(result.errLines())
                .singleElement()
                .asString()
                .startsWith("whittle: ")
                .contains(message)
                .doesNotContain("Exception");
    }

    /** The mutation happens once, when standard input is first read. */
    private Whittle.Result run(Mutation mutation, String line) {
        FilterInputStream input =
                new FilterInputStream(new ByteArrayInputStream(TRACE.getBytes(StandardCharsets.UTF_8))) {
                    private boolean done;

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        if (!done) {
                            done = true;
                            try {
                                mutation.run();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                        }
                        return super.read(target, offset, length);
                    }
                };
        assertThat(Files.exists(directory.resolve("root"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        return Whittle.in(directory).input(input).run(line.split(" ", -1));
    }
}
