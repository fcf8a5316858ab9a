package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.image.ImageReference;
import dev.whittle.rootfs.OtherContent;
import dev.whittle.rootfs.RootFs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A failure at any byte, or after the last, leaves the destination unchanged. */
class FailureTest {
    private static final int STEP = 250;

    private final Path directory;

    FailureTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void of_the_source_at_any_byte(DestinationKind kind) throws IOException {
        for (boolean old : List.of(false, true)) {
            Path destination = directory.resolve("out" + old);
            if (old) {
                kind.old(destination);
            }
            Map<String, String> before = Images.tree(directory);
            for (Compression compression : List.of(Compression.NONE, Compression.GZIP)) {
                for (int bytes = 0; bytes < 3000; bytes += STEP) {
                    RootFs failing = failing(Images.root(), bytes);
                    NewImage image = Images.of(Images.root(), failing, compression, Optional.empty());
                    assertThatThrownBy(() -> Images.write(image, kind.at(destination), directory))
                            .isInstanceOf(SourceReadException.class)
                            .hasMessage("broken");
                    assertThat(Images.tree(directory)).isEqualTo(before);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_what_must_happen_before_it_appears(DestinationKind kind) throws IOException {
        for (boolean old : List.of(false, true)) {
            Path destination = directory.resolve("out" + old);
            if (old) {
                kind.old(destination);
            }
            Map<String, String> before = Images.tree(directory);
            WriteContext context = Images.context(directory, new ByteArrayOutputStream());
            NewImage image = Images.of(Images.root(), Compression.NONE);
            assertThatThrownBy(() -> Destinations.<IOException>write(
                            image, kind.at(destination), context, (summary, written) -> {
                                throw new IOException("no");
                            }))
                    .hasMessage("no");
            assertThat(Images.tree(directory)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_our_own(DestinationKind kind) throws IOException {
        Map<String, String> before = Images.tree(directory);
        WriteContext context = new WriteContext(directory, OutputStream::nullOutputStream, 1, (done, total) -> {
            throw new IllegalStateException("a bug");
        });
        NewImage image = Images.of(Images.root(), Compression.GZIP);
        assertThatThrownBy(() -> Destinations.<RuntimeException>write(
                        image, kind.at(directory.resolve("out")), context, (summary, written) -> {}))
                .hasMessage("a bug");
        assertThat(Images.tree(directory)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = DestinationKind.class,
            names = {"DOCKER_ARCHIVE", "OCI_ARCHIVE", "TAR"})
    void of_the_pipe_is_told_from_all_others(DestinationKind kind) throws IOException {
        Optional<ImageReference> none = Optional.empty();
        Destination pipe =
                switch (kind) {
                    case DOCKER_ARCHIVE -> new Destination.DockerArchive(Optional.empty(), none);
                    case OCI_ARCHIVE -> new Destination.OciArchive(Optional.empty(), Optional.empty());
                    default -> new Destination.TarFile(Optional.empty());
                };
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        };
        NewImage image = Images.of(Images.root(), Compression.NONE);
        assertThatThrownBy(() -> Destinations.<RuntimeException>write(
                        image, pipe, Images.context(directory, broken), (summary, written) -> {}))
                .isInstanceOfSatisfying(
                        PipeException.class, e -> assertThat(e.failure()).hasMessage("broken pipe"));
        assertThat(Images.tree(directory)).containsOnlyKeys("");
    }

    /** A root whose medium fails after a number of content bytes. */
    private static RootFs failing(RootFs root, long bytes) {
        AtomicLong left = new AtomicLong(bytes);
        return OtherContent.reading(root, (content, position, target) -> {
            if (left.get() <= 0) {
                throw new IOException("broken");
            }
            target.limit(target.position() + (int) Math.min(left.get(), target.remaining()));
            int count = content.read(position, target);
            left.addAndGet(-count);
            return count;
        });
    }
}
