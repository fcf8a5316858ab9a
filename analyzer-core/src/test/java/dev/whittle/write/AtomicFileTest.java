package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private final Path directory;
    private final Path destination;

    AtomicFileTest(@TempDir Path directory) {
        this.directory = directory;
        this.destination = directory.resolve("layer.tar");
    }

    @Test
    void appears_when_it_is_whole() throws IOException {
        try (AtomicFile file = AtomicFile.create(destination)) {
            write(file, "new");
            assertThat(destination).doesNotExist();
            file.commit();
        }
        assertThat(destination).hasContent("new");
        assertOnlyTheDestination();
    }

    @Test
    void replaces_an_old_file_at_once() throws IOException {
        Files.writeString(destination, "a longer old content");
        try (AtomicFile file = AtomicFile.create(destination)) {
            write(file, "new");
            assertThat(destination).hasContent("a longer old content");
            file.commit();
        }
        assertThat(destination).hasContent("new");
        assertOnlyTheDestination();
    }

    @Test
    void leaves_the_old_file_and_nothing_else_when_it_fails() throws IOException {
        Files.writeString(destination, "old");
        try (AtomicFile file = AtomicFile.create(destination)) {
            write(file, "half");
        }
        assertThat(destination).hasContent("old");
        assertOnlyTheDestination();
    }

    @Test
    void leaves_nothing_where_nothing_was() throws IOException {
        try (AtomicFile file = AtomicFile.create(destination)) {
            write(file, "half");
        }
        try (var entries = Files.list(directory)) {
            assertThat(entries).isEmpty();
        }
    }

    @Test
    void may_be_closed_twice() throws IOException {
        AtomicFile file = AtomicFile.create(destination);
        write(file, "new");
        file.commit();
        file.close();
        file.close();
        assertThat(destination).hasContent("new");
    }

    @Test
    void is_readable_as_the_umask_has_it() throws IOException {
        Path plain = Files.write(directory.resolve("plain"), new byte[0]);
        try (AtomicFile file = AtomicFile.create(destination)) {
            file.commit();
        }
        assertThat(Files.getPosixFilePermissions(destination)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void a_device_is_written_and_stays_a_device() throws IOException {
        Path device = Path.of("/dev/null");
        try (AtomicFile file = AtomicFile.create(device)) {
            write(file, "gone");
            file.commit();
        }
        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(Files.exists(device)).isTrue();
    }

    @Test
    void a_pipe_is_written_and_stays_a_pipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> read(pipe));
        try (AtomicFile file = AtomicFile.create(pipe)) {
            write(file, "through");
            file.commit();
        }
        assertThat(reader.get()).isEqualTo("through");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    /** {@code /dev/stdout} is such a link: it must not be replaced by a file. */
    @Test
    void a_link_stays_and_what_it_points_to_is_replaced() throws IOException {
        Path target = Files.writeString(
                Files.createDirectory(directory.resolve("sub")).resolve("real.tar"), "old");
        Files.createSymbolicLink(destination, Path.of("sub/real.tar"));
        try (AtomicFile file = AtomicFile.create(destination)) {
            write(file, "new");
            assertThat(target).hasContent("old");
            file.commit();
        }
        assertThat(destination).isSymbolicLink();
        assertThat(target).isRegularFile().hasContent("new");
    }

    @Test
    void a_directory_is_no_destination() {
        assertThatThrownBy(() -> AtomicFile.create(directory))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void a_directory_that_does_not_exist_is_an_error() {
        assertThatThrownBy(() -> AtomicFile.create(directory.resolve("none").resolve("x")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void assertOnlyTheDestination() throws IOException {
        try (var entries = Files.list(directory)) {
            assertThat(entries).containsExactly(destination);
        }
    }

    private static void write(AtomicFile file, String text) throws IOException {
        file.stream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_link_that_leads_to_nothing_yet_is_followed(@TempDir Path temp) throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("next"));
        Files.createSymbolicLink(temp.resolve("next"), Path.of("file"));
        try (AtomicFile file = AtomicFile.create(link)) {
            file.stream().write('x');
            file.commit();
        }
        assertThat(link).isSymbolicLink();
        assertThat(temp.resolve("file")).isRegularFile().hasContent("x");
        Files.createSymbolicLink(temp.resolve("loop"), Path.of("loop"));
        assertThatThrownBy(() -> AtomicFile.create(temp.resolve("loop"))).hasMessageContaining("too many levels");
    }

    @Test
    void what_a_killed_run_has_left_is_removed_and_nothing_else(@TempDir Path temp) throws IOException {
        Path left = Files.writeString(temp.resolve(".whittle-abc.part"), "half");
        Path other = Files.writeString(temp.resolve("whittle.part"), "other");
        Path directory = Files.createDirectory(temp.resolve(".whittle-dir.part"));
        try (AtomicFile file = AtomicFile.create(temp.resolve("out"))) {
            assertThat(left).doesNotExist();
            assertThat(other).exists();
            assertThat(directory).exists();
            try (AtomicFile second = AtomicFile.create(temp.resolve("out2"))) {
                second.commit();
            }
            file.commit();
        }
        assertThat(temp.resolve("out")).exists();
        assertThat(temp.resolve("out2")).exists();
    }
}
