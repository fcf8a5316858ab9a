package dev.whittle.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Selection;
import dev.whittle.closure.Selections;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.image.Platform;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.OtherContent;
import dev.whittle.rootfs.RootFs;
import dev.whittle.write.Compression;
import dev.whittle.write.Destination;
import dev.whittle.write.DestinationKind;
import dev.whittle.write.Destinations;
import dev.whittle.write.NewImage;
import dev.whittle.write.Progress;
import dev.whittle.write.WriteContext;
import dev.whittle.write.Written;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A faulty writer, and a medium that does not store what it is given, are detected before anything appears. */
class SelfCheckTest {
    private static final Platform PLATFORM = Platform.parse("linux/amd64");

    private final Path directory;

    SelfCheckTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_well_passes(DestinationKind kind) throws Exception {
        for (Compression compression : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
            Path out = directory.resolve(kind + compression.method().toString());
            write(kind, out, compression, root(), source -> source, written -> {});
            assertThat(out).exists();
        }
    }

    @ParameterizedTest
    @EnumSource
    void any_byte_that_the_medium_changes_is_seen(DestinationKind kind) throws Exception {
        for (Compression compression : List.of(Compression.NONE, Compression.GZIP)) {
            Path out = directory.resolve("out");
            Path whole = directory.resolve("whole");
            write(kind, whole, compression, root(), source -> source, written -> {});
            long bytes = Math.max(4000, Files.isRegularFile(whole) ? Files.size(whole) : 0);
            Files.move(whole, directory.resolve("done" + compression.method()));
            for (long at = 0; at < bytes; at += 37) {
                long position = at;
                boolean[] flipped = {false};
                Throwable thrown = catchAny(() -> write(
                        kind,
                        out,
                        compression,
                        root(),
                        source -> source,
                        written -> flipped[0] = flip(written, position)));
                if (flipped[0]) {
                    assertThat(thrown)
                            .as("byte %d of %s %s", position, kind, compression)
                            .isInstanceOf(DifferenceException.class);
                    assertThat(out).doesNotExist();
                } else {
                    remove(out);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void content_that_the_writer_takes_wrongly_is_seen(DestinationKind kind) throws IOException {
        Path out = directory.resolve("out");
        assertThatThrownBy(() -> write(kind, out, Compression.NONE, root(), source -> flipping(source), written -> {}))
                .isInstanceOf(DifferenceException.class)
                .hasMessageContaining("content's checksum");
        assertThat(out).doesNotExist();
    }

    /** The writer gets other content than was selected. */
    @ParameterizedTest
    @EnumSource(names = {"TAR", "DOCKER_ARCHIVE", "LAYOUT", "UNPACKED"})
    void a_tree_that_is_not_the_selected_one_is_seen(DestinationKind kind) throws Exception {
        record Wrong(RootFs written, String told) {}
        List<Wrong> table = List.of(
                new Wrong(root().file("/more", "more"), "/more: exists although nothing requested it"),
                new Wrong(new MemoryRoot().file("/etc/y", "y").link("/z", "etc/y"), "/bin: is not there"),
                new Wrong(
                        root().file(
                                        "/etc/y",
                                        "y",
                                        new Attributes(0600, 0, 0, Instant.ofEpochSecond(1_000_000_000)),
                                        "/etc/y"),
                        "/etc/y: mode 0600, should be 0755"),
                new Wrong(root().link("/z", "etc/x"), "/z: target etc/x, should be etc/y"),
                new Wrong(root().file("/z", "y"), "/z: type RegularFile, should be SymbolicLink"),
                new Wrong(root().file("/etc/y", "yy"), "/etc/y: size 2, should be 1"));
        for (Wrong wrong : table) {
            Path out = directory.resolve("out");
            Closure meant = closure(root());
            SelfCheck check = check(meant, new ChecksummingRootFs(wrong.written()));
            NewImage image = image(Selections.all(wrong.written()), check.source(), Compression.NONE);
            assertThatThrownBy(() -> write(image, kind.at(out), check, written -> {}))
                    .isInstanceOf(DifferenceException.class)
                    .hasMessage(wrong.told());
            assertThat(out).doesNotExist();
        }
    }

    private interface Damage {
        void to(Written written) throws IOException;
    }

    private interface Between {
        RootFs of(RootFs source);
    }

    private void write(
            DestinationKind kind, Path out, Compression compression, RootFs root, Between between, Damage damage)
            throws Exception {
        Closure closure = closure(root);
        SelfCheck check = check(closure, new ChecksummingRootFs(root));
        NewImage image = image(closure.selection(), between.of(check.source()), compression);
        write(image, kind.at(out), check, damage);
    }

    private void write(NewImage image, Destination destination, SelfCheck check, Damage damage) throws Exception {
        WriteContext context = new WriteContext(directory, OutputStream::nullOutputStream, 2, Progress.NONE);
        Destinations.<Exception>write(image, destination, context, (summary, written) -> {
            damage.to(written);
            check.image(summary, written, PLATFORM);
        });
    }

    private SelfCheck check(Closure closure, ChecksummingRootFs witness) {
        return new SelfCheck(closure, witness, LoaderOptions.NONE, OptionalLong.empty(), directory, 2);
    }

    private static Closure closure(RootFs root) throws IOException {
        return new Closure(Selections.all(root), List.of(), List.of(), List.of(), List.of(), Map.of(), List.of());
    }

    private static NewImage image(Selection selection, RootFs root, Compression compression) throws BadImageException {
        ImageConfig config = ImageConfig.parse(
                "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8), "config");
        Optional<ImageReference> name = Optional.of(ImageReference.parse("org/app:1-slim"));
        return new NewImage(
                selection, root, config, name.stream().toList(), compression, OptionalLong.empty(), "a test");
    }

    private static MemoryRoot root() {
        return new MemoryRoot()
                .file("/bin/x", "x".repeat(3000))
                .file("/etc/y", "y")
                .link("/z", "etc/y");
    }

    /** False if that byte is never read: it is padding, or does not exist. */
    private boolean flip(Written written, long position) throws IOException {
        if (written instanceof Written.Archive archive) {
            ByteBuffer old = ByteBuffer.allocate(1);
            if (archive.content().read(position, old) < 1 || old.get(0) == 0) {
                return false;
            }
            return flip(unplaced(), position);
        }
        Path top = written instanceof Written.Layout layout
                ? layout.directory().resolve("blobs")
                : ((Written.Unpacked) written).directory();
        for (Path file : files(top)) {
            if (position < Files.size(file)) {
                return flip(file, position);
            }
        }
        return false;
    }

    /** The writer's temporary file next to its destination. */
    private Path unplaced() throws IOException {
        return files(directory).stream()
                .filter(file -> file.getFileName().toString().endsWith(".part"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean flip(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, position);
        }
        return true;
    }

    private static List<Path> files(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return new ArrayList<>(
                    all.filter(file -> Files.isRegularFile(file)).sorted().toList());
        }
    }

    private static void remove(Path path) throws IOException {
        if (Files.exists(path)) {
            Files.move(path, path.resolveSibling("gone" + System.identityHashCode(new Object())));
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static @Nullable Throwable catchAny(Action action) {
        return catchThrowable(action::run);
    }

    /** Changes one byte of each file without the recording root noticing. */
    private static RootFs flipping(RootFs root) {
        return OtherContent.reading(root, (content, position, target) -> {
            int start = target.position();
            int count = content.read(position, target);
            target.put(start, (byte) (target.get(start) ^ 1));
            return count;
        });
    }
}
