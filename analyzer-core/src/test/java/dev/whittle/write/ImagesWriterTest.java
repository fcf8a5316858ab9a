package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.ImageReference;
import dev.whittle.image.MediaTypes;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.RootFs;
import dev.whittle.transport.Transports;
import dev.whittle.verify.DifferenceException;
import dev.whittle.verify.IndexCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several images in one destination. */
class ImagesWriterTest {
    private static final List<ImageReference> NAME = List.of(ImageReference.parse("org/app:1"));

    private final Path directory;

    ImagesWriterTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private ImagesWriter open(String destination) throws IOException {
        return ImagesWriter.ofIndex(
                Transports.destination(destination, directory), Images.context(directory, new ByteArrayOutputStream()));
    }

    /** @return the manifest */
    private static BlobDescriptor add(ImagesWriter writer, RootFs root) throws IOException {
        writer.<RuntimeException>add(Images.of(root, Compression.GZIP), (summary, written) -> assertThat(written)
                .isInstanceOf(Written.Part.class));
        return writer.last();
    }

    private void finish(ImagesWriter writer) throws IOException, DifferenceException {
        writer.<DifferenceException>check((images, written) -> {
            try {
                new IndexCheck(directory, 2).run(images, written);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.commit();
    }

    /** An index of these manifests. */
    private static byte[] index(BlobDescriptor... manifests) {
        List<String> entries = new ArrayList<>();
        for (BlobDescriptor manifest : manifests) {
            entries.add("{\"mediaType\":\"" + MediaTypes.MANIFEST + "\",\"digest\":\"" + manifest.digest()
                    + "\",\"size\":" + manifest.size() + "}");
        }
        return ("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private IndexSummary two(String destination) throws IOException, DifferenceException {
        try (ImagesWriter writer = open(destination)) {
            byte[] index = index(add(writer, Images.root()), add(writer, new MemoryRoot().file("/other", "z")));
            IndexSummary summary = writer.index(index, 2, NAME, 1);
            finish(writer);
            return summary;
        }
    }

    @Test
    void an_index_has_its_images_below_it() throws Exception {
        IndexSummary summary = two("oci:layout");
        assertThat(summary.names()).containsExactly("1");
        assertThat(directory.resolve("layout/index.json"))
                .content()
                .contains("\"mediaType\":\"" + MediaTypes.INDEX + "\",\"digest\":\"" + summary.digest() + "\"")
                .contains("\"org.opencontainers.image.ref.name\":\"1\"")
                .contains("\"io.containerd.image.name\":\"docker.io/org/app:1\"")
                .doesNotContain("platform");
        assertThat(Images.tree(directory.resolve("layout/blobs/sha256"))).hasSize(2 * 3 + 1 + 1);
    }

    @Test
    void an_archive_has_the_same_as_a_layout() throws Exception {
        IndexSummary layout = two("oci:layout");
        IndexSummary archive = two("oci-archive:archive.tar");
        assertThat(archive).isEqualTo(layout);
        Map<String, byte[]> entries = Images.entries(Files.readAllBytes(directory.resolve("archive.tar")));
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            assertThat(directory.resolve("layout").resolve(entry.getKey())).hasBinaryContent(entry.getValue());
        }
        assertThat(entries).hasSize(7 + 2);
    }

    @Test
    void a_docker_archive_names_the_preferred_one_for_engines_of_all_ages() throws Exception {
        two("docker-archive:docker.tar");
        Map<String, byte[]> entries = Images.entries(Files.readAllBytes(directory.resolve("docker.tar")));
        String manifest = Images.text(Objects.requireNonNull(entries.get("manifest.json")));
        assertThat(manifest).containsOnlyOnce("Config").contains("\"RepoTags\":[\"org/app:1\"]");
        String layer = manifest.replaceAll(".*\"Layers\":\\[\"([^\"]+)\".*", "$1");
        assertThat(entries.get(layer)).hasSizeLessThan(200); // that of the small root
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci:out", "oci-archive:out", "docker-archive:out"})
    void a_blob_that_comes_twice_is_there_once(String destination) throws Exception {
        try (ImagesWriter writer = open(destination)) {
            BlobDescriptor one = add(writer, Images.root());
            assertThat(add(writer, Images.root())).isEqualTo(one);
            writer.sideBySide();
            finish(writer);
        }
        Path out = directory.resolve("out");
        int files = Files.isDirectory(out)
                ? Images.tree(out.resolve("blobs/sha256")).size() - 1
                : (int) Images.entries(Files.readAllBytes(out)).keySet().stream()
                        .filter(name -> name.startsWith("blobs/"))
                        .count();
        assertThat(files).isEqualTo(3);
    }

    @Test
    void a_layout_is_as_it_was_if_it_is_not_finished() throws Exception {
        two("oci:layout");
        Map<String, String> before = Images.tree(directory.resolve("layout"));
        try (ImagesWriter writer = open("oci:layout:other")) {
            add(writer, new MemoryRoot().file("/third", "z"));
            writer.sideBySide();
        }
        assertThat(Images.tree(directory.resolve("layout"))).isEqualTo(before);
    }

    @Test
    void a_blob_is_copied_if_it_is_what_its_descriptor_says() throws Exception {
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        BlobDescriptor good = BlobDescriptor.of("x", content);
        BlobDescriptor sha512 = new BlobDescriptor("x", Digest.of(content, Digest.Algorithm.SHA512), content.length);
        BlobDescriptor other = BlobDescriptor.of("x", new byte[content.length]);
        for (String destination : List.of("oci:out", "oci-archive:out.tar")) {
            try (ImagesWriter writer = open(destination)) {
                writer.copy(good, ByteSource.of(content));
                writer.copy(sha512, ByteSource.of(content));
                assertThatThrownBy(() -> writer.copy(other, ByteSource.of(content)))
                        .isInstanceOf(BadArchiveException.class)
                        .hasMessageContaining("should be " + other.digest());
                assertThatThrownBy(() -> writer.copy(other, ByteSource.of(new byte[3])))
                        .isInstanceOf(BadArchiveException.class)
                        .hasMessageContaining("has 3 bytes, not the 7");
            }
        }
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void what_an_index_leads_to_must_be_there() throws Exception {
        try (ImagesWriter writer = open("oci:layout")) {
            BlobDescriptor image = add(writer, Images.root());
            BlobDescriptor longer = new BlobDescriptor(image.mediaType(), image.digest(), image.size() + 1);
            writer.index(index(longer), 1, NAME, 0);
            assertThatThrownBy(() -> finish(writer))
                    .isInstanceOf(DifferenceException.class)
                    .hasMessageContaining("that its descriptor says");
        }
        try (ImagesWriter writer = open("oci-archive:archive.tar")) {
            writer.index(index(add(writer, Images.root())), 2, NAME, 0);
            assertThatThrownBy(() -> finish(writer))
                    .isInstanceOf(DifferenceException.class)
                    .hasMessageContaining("leads to 1 manifests, should be 2");
        }
        assertThat(directory.resolve("archive.tar")).doesNotExist();
    }

    @Test
    void images_side_by_side_have_their_whole_names() throws Exception {
        try (ImagesWriter writer = open("oci:layout")) {
            add(writer, Images.root());
            writer.sideBySide();
            finish(writer);
        }
        assertThat(directory.resolve("layout/index.json"))
                .content()
                .contains("\"org.opencontainers.image.ref.name\":\"org/app:1-slim\"")
                .contains("\"platform\"");
    }

    @Test
    void a_root_alone_takes_no_index() {
        assertThat(ImagesWriter.takes(new Destination.TarFile(Optional.empty())))
                .isFalse();
        assertThat(ImagesWriter.takes(Transports.destination("oci:x", directory)))
                .isTrue();
    }
}
