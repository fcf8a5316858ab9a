package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import dev.whittle.source.DirectoryRoot;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without owners, so that no privileges are needed; with owners it is compared with GNU tar in the system tests. */
class UnpackedRootTest {
    private final Path parent;
    private final Path directory;

    UnpackedRootTest(@TempDir Path parent) {
        this.parent = parent;
        this.directory = parent.resolve("root");
    }

    @Test
    void content_modes_times_and_links_are_as_they_were() throws IOException {
        Attributes readOnly = new Attributes(0555, 0, 0, Instant.ofEpochSecond(5));
        Attributes secret = new Attributes(0600, 0, 0, Instant.ofEpochSecond(-7));
        MemoryRoot root = new MemoryRoot()
                .put("/closed", new Node.Directory(readOnly))
                .file("/closed/a", "content", secret, "inode")
                .file("/closed/b", "content", secret, "inode")
                .put("/link", new Node.SymbolicLink(readOnly, "../x//./closed/"))
                .put("/pipe", new Node.Fifo(secret));
        Contents contents = write(root).contents();
        assertThat(contents).isEqualTo(new Contents(1, 2, 1, 1, 0, 7));
        DirectoryRoot unpacked = DirectoryRoot.open(directory);
        assertThat(facts(unpacked, "/closed")).isEqualTo("555 5");
        assertThat(facts(unpacked, "/closed/a")).isEqualTo("600 -7");
        assertThat(facts(unpacked, "/pipe")).isEqualTo("600 -7");
        assertThat(directory.resolve("closed/b")).hasContent("content");
        assertThat(Files.getAttribute(directory.resolve("closed/b"), "unix:nlink"))
                .isEqualTo(2);
        assertThat(unpacked.node(RootPath.of("/link")).orElseThrow())
                .isInstanceOfSatisfying(Node.SymbolicLink.class, link -> {
                    assertThat(link.target()).isEqualTo("../x//./closed/");
                    assertThat(link.attributes().modified()).isEqualTo(Instant.ofEpochSecond(5));
                });
        assertThat(Files.getAttribute(directory, "unix:mode")).isEqualTo(040755);
    }

    @Test
    void without_owners_nobody_gets_a_right_by_it() throws IOException {
        MemoryRoot root = new MemoryRoot()
                .file("/su", "x", new Attributes(06755, 0, 0, Instant.EPOCH), 1)
                .extendedAttribute("/su", "security.capability", new byte[20])
                .put("/tmp", new Node.Directory(new Attributes(01777, 0, 0, Instant.EPOCH)))
                .put("/null", new Node.Device(MemoryRoot.DEFAULT, false, 1, 3));
        assertThat(write(root).contents().leftOut()).isEqualTo(1);
        DirectoryRoot unpacked = DirectoryRoot.open(directory);
        assertThat(facts(unpacked, "/su")).isEqualTo("755 0");
        assertThat(facts(unpacked, "/tmp")).isEqualTo("1777 0");
        assertThat(unpacked.extendedAttributes(RootPath.of("/su"))).doesNotContainKey("security.capability");
        assertThat(directory.resolve("null")).doesNotExist();
    }

    @Test
    void names_are_bytes() throws IOException {
        write(new MemoryRoot().file("/caf\u00e9 \u00c3\u00a9\n", "x").link("/l", "\u00ff"));
        assertThat(DirectoryRoot.open(directory).list(RootPath.ROOT)).containsExactly("caf\u00e9 \u00c3\u00a9\n", "l");
        assertThat(DirectoryRoot.open(directory).node(RootPath.of("/l")).orElseThrow())
                .isInstanceOfSatisfying(Node.SymbolicLink.class, link -> assertThat(link.target())
                        .isEqualTo("\u00ff"));
    }

    /**
     * An inconsistent medium: something below a path that it reports first as a directory, then as a link to the
     * outside.
     */
    @Test
    void nothing_is_written_through_a_link() throws IOException {
        Path outside = Files.createDirectory(parent.resolve("outside"));
        Unpacker unpacker = new Unpacker(
                Images.of(new MemoryRoot(), Compression.NONE), Files.createDirectory(directory), false, Progress.NONE);
        unpacker.add(RootPath.of("/d"), new Node.SymbolicLink(MemoryRoot.DEFAULT, RawText.ofText(outside.toString())));
        assertThatThrownBy(() -> unpacker.add(RootPath.of("/d/x"), new Node.Fifo(MemoryRoot.DEFAULT)))
                .isInstanceOf(IllegalStateException.class);
        for (Node node : new Node[] {
            new Node.Directory(MemoryRoot.DEFAULT),
            new Node.Fifo(MemoryRoot.DEFAULT),
            new Node.SymbolicLink(MemoryRoot.DEFAULT, "x"),
            new Node.RegularFile(MemoryRoot.DEFAULT, 0, "id"),
        }) {
            assertThatThrownBy(() -> unpacker.add(RootPath.of("/d"), node)).isInstanceOf(FileSystemException.class);
        }
        assertThat(outside).isEmptyDirectory();
        assertThat(directory.resolve("d")).isSymbolicLink();
    }

    @Test
    void an_empty_directory_is_taken_and_any_other_refused() throws IOException {
        Files.createDirectory(directory);
        write(new MemoryRoot().file("/a", "1"));
        assertThat(directory.resolve("a")).hasContent("1");
        assertThatThrownBy(() -> write(new MemoryRoot().file("/b", "2")))
                .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getReason())
                        .isEqualTo("is not empty"));
        assertThat(directory.resolve("b")).doesNotExist();
        assertThat(Images.tree(parent)).containsOnlyKeys("", "root", "root/a");
    }

    @Test
    void a_link_to_an_empty_directory_stays_a_link() throws IOException {
        Path target = Files.createDirectory(parent.resolve("target"));
        Files.createSymbolicLink(directory, target);
        write(new MemoryRoot().file("/a", "1"));
        assertThat(directory).isSymbolicLink();
        assertThat(target.resolve("a")).hasContent("1");
    }

    @Test
    void a_file_and_a_place_in_no_directory_are_refused() throws IOException {
        Files.writeString(directory, "file");
        assertThatThrownBy(() -> write(new MemoryRoot())).hasMessageContaining("is not a directory");
        Destination nowhere = new Destination.UnpackedRoot(parent.resolve("none/root"), false);
        assertThatThrownBy(() -> Images.write(Images.of(new MemoryRoot(), Compression.NONE), nowhere, parent))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(Images.tree(parent)).containsOnlyKeys("", "root");
    }

    private ImageSummary write(MemoryRoot root) throws IOException {
        return Images.write(Images.of(root, Compression.NONE), new Destination.UnpackedRoot(directory, false), parent);
    }

    private static String facts(DirectoryRoot root, String path) throws IOException {
        Attributes attributes = root.node(RootPath.of(path)).orElseThrow().attributes();
        return Integer.toOctalString(attributes.mode()) + " "
                + attributes.modified().getEpochSecond();
    }

    /** It may be a mount point, or the working directory of a process. */
    @Test
    void an_empty_directory_stays_the_same_one(@TempDir Path temp) throws IOException {
        Path directory = Files.createDirectory(temp.resolve("out"));
        Object before = Files.getAttribute(directory, "unix:ino");
        NewImage image = Images.of(Images.root(), Compression.NONE);
        Images.write(image, new Destination.UnpackedRoot(directory, false), temp);
        assertThat(Files.getAttribute(directory, "unix:ino")).isEqualTo(before);
        assertThat(Images.tree(temp))
                .containsOnlyKeys("", "out", "out/bin", "out/bin/x", "out/etc", "out/etc/y", "out/z");
    }
}
