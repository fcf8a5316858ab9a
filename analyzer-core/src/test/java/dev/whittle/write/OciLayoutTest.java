package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.rootfs.MemoryRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {
    private final Path directory;
    private final Path layout;

    OciLayoutTest(@TempDir Path directory) {
        this.directory = directory;
        this.layout = directory.resolve("layout");
    }

    @Test
    void a_new_layout_holds_what_an_archive_of_it_does() throws IOException {
        add("one", Images.root());
        Path archive = directory.resolve("archive.tar");
        Images.write(
                Images.of(Images.root(), Compression.GZIP),
                new Destination.OciArchive(Optional.of(archive), Optional.of("one")),
                directory);
        Map<String, byte[]> entries = Images.entries(Files.readAllBytes(archive));
        assertThat(entries).hasSize(5);
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            assertThat(layout.resolve(entry.getKey())).hasBinaryContent(entry.getValue());
        }
        assertThat(Images.tree(layout)).hasSize(entries.size() + 3);
    }

    @Test
    void an_image_is_added_to_those_that_are_there() throws IOException {
        add("one", Images.root());
        Map<String, String> before = Images.tree(layout);
        add("two", new MemoryRoot().file("/other", "z"));
        assertThat(Images.tree(layout)).hasSize(before.size() + 3).containsAllEntriesOf(without(before, "index.json"));
        assertThat(layout.resolve("index.json"))
                .content()
                .contains("name\":\"one\"")
                .contains("name\":\"two\"");
    }

    @Test
    void an_image_takes_the_place_of_the_one_of_its_name() throws IOException {
        add("one", Images.root());
        ImageSummary second = add("one", new MemoryRoot().file("/other", "z"));
        assertThat(Files.readString(layout.resolve("index.json")))
                .containsOnlyOnce("ref.name")
                .contains(second.manifest().orElseThrow().toString());
    }

    @Test
    void the_same_image_again_changes_no_byte_and_rewrites_no_blob() throws IOException {
        ImageSummary first = add("one", Images.root());
        Path blob = blob(first.manifest().orElseThrow().hex());
        Object key = Files.getAttribute(blob, "unix:ino");
        Map<String, String> before = Images.tree(layout);
        add("one", Images.root());
        assertThat(Images.tree(layout)).isEqualTo(before);
        assertThat(Files.getAttribute(blob, "unix:ino")).isEqualTo(key);
    }

    @Test
    void a_blob_of_a_wrong_size_is_written_anew() throws IOException {
        ImageSummary first = add("one", Images.root());
        Map<String, String> before = Images.tree(layout);
        Files.writeString(blob(first.imageId().orElseThrow().hex()), "{");
        add("one", Images.root());
        assertThat(Images.tree(layout)).isEqualTo(before);
    }

    @Test
    void without_a_tag_the_images_own_holds() throws IOException {
        Images.write(
                Images.of(Images.root(), Compression.GZIP),
                new Destination.OciLayout(layout, Optional.empty()),
                directory);
        assertThat(layout.resolve("index.json"))
                .content()
                .contains("ref.name\":\"1-slim\"")
                .contains("image.name\":\"docker.io/org/app:1-slim\"");
    }

    @Test
    void an_empty_directory_becomes_a_layout() throws IOException {
        Files.createDirectory(layout);
        add("one", Images.root());
        assertThat(layout.resolve("oci-layout")).exists();
    }

    @Test
    void a_directory_with_anything_else_is_refused() throws IOException {
        Files.createDirectory(layout);
        Files.writeString(layout.resolve("letter"), "dear");
        Map<String, String> before = Images.tree(directory);
        assertThatThrownBy(() -> add("one", Images.root()))
                .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getReason())
                        .isEqualTo("is neither empty nor an OCI layout"));
        assertThat(Images.tree(directory)).isEqualTo(before);
    }

    @Test
    void two_writers_at_once_keep_each_other_s_images_also_in_a_new_layout() throws IOException {
        try (ImageOutput one = output("one");
                ImageOutput two = output("two")) {
            one.write(Images.of(Images.root(), Compression.GZIP), context());
            two.write(Images.of(new MemoryRoot().file("/other", "z"), Compression.GZIP), context());
            two.commit();
            one.commit();
        }
        assertThat(layout.resolve("index.json"))
                .content()
                .contains("name\":\"one\"")
                .contains("name\":\"two\"");
        assertThat(Images.tree(layout).keySet()).noneMatch(name -> name.endsWith(".part"));
    }

    private ImageOutput output(String tag) throws IOException {
        return new LayoutImageOutput(OciLayoutOutput.open(layout), new BlobNames.Layout(Optional.of(tag)));
    }

    @Test
    void an_index_that_is_none_is_refused_and_kept() throws IOException {
        for (String index : new String[] {"", "[]", "{\"manifests\":{}}", "{\"manifests\":[1]}"}) {
            Files.createDirectories(layout);
            Files.writeString(layout.resolve("oci-layout"), "{}");
            Files.writeString(layout.resolve("index.json"), index);
            assertThatThrownBy(() -> add("one", Images.root()))
                    .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getReason())
                            .startsWith("index.json: "));
            assertThat(Images.tree(layout)).containsOnlyKeys("", "oci-layout", "index.json");
            assertThat(layout.resolve("index.json")).hasContent(index);
        }
    }

    @Test
    void a_file_and_a_place_in_no_directory_are_refused() throws IOException {
        Files.writeString(layout, "file");
        assertThatThrownBy(() -> add("one", Images.root())).hasMessageContaining("is not a directory");
        Destination nowhere = new Destination.OciLayout(directory.resolve("none/layout"), Optional.empty());
        assertThatThrownBy(() -> Images.write(Images.of(Images.root(), Compression.NONE), nowhere, directory))
                .isInstanceOf(NoSuchFileException.class);
    }

    private WriteContext context() {
        return Images.context(directory, OutputStream.nullOutputStream());
    }

    private Path blob(String hex) {
        return layout.resolve("blobs/sha256").resolve(hex);
    }

    private ImageSummary add(String tag, MemoryRoot root) throws IOException {
        return Images.write(
                Images.of(root, Compression.GZIP), new Destination.OciLayout(layout, Optional.of(tag)), directory);
    }

    private static Map<String, String> without(Map<String, String> tree, String name) {
        tree.remove(name);
        return tree;
    }

    @Test
    void a_damaged_blob_of_the_right_size_is_written_anew(@TempDir Path temp) throws IOException {
        Path layout = temp.resolve("layout");
        NewImage image = Images.of(Images.root(), Compression.NONE);
        ImageSummary summary = Images.write(image, new Destination.OciLayout(layout, Optional.empty()), temp);
        Path blob = layout.resolve("blobs/sha256")
                .resolve(summary.layer().orElseThrow().digest().substring("sha256:".length()));
        byte[] good = Files.readAllBytes(blob);
        byte[] bad = good.clone();
        bad[700] ^= 1;
        Files.write(blob, bad);
        Images.write(image, new Destination.OciLayout(layout, Optional.empty()), temp);
        assertThat(Files.readAllBytes(blob)).isEqualTo(good);
    }

    /** Both have the same blobs, and the failing one had them first. */
    @Test
    void a_writer_that_fails_takes_nothing_that_another_counts_on(@TempDir Path temp) throws IOException {
        Path layout = temp.resolve("layout");
        NewImage image = Images.of(Images.root(), Compression.NONE);
        Destination destination = new Destination.OciLayout(layout, Optional.empty());
        assertThatThrownBy(() -> Destinations.<IOException>write(
                        image,
                        destination,
                        Images.context(temp, OutputStream.nullOutputStream()),
                        (summary, written) -> {
                            Images.write(image, destination, temp);
                            throw new IOException("no");
                        }))
                .hasMessage("no");
        assertThat(layout.resolve("blobs/sha256")).isDirectoryContaining(file -> true);
        assertThat(Images.tree(layout)).hasSize(8).containsKeys("oci-layout", "index.json");
    }
}
