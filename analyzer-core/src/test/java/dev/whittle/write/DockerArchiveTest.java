package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerArchiveTest {
    private final Path directory;
    private final Path file;

    DockerArchiveTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("image.tar");
    }

    @Test
    void the_layer_is_what_a_layer_of_its_own_would_be() throws IOException {
        for (Compression compression : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
            ImageSummary summary = write(compression, Optional.empty());
            LayerSummary layer = summary.layer().orElseThrow();
            byte[] plain = Layers.of(Images.root());
            assertThat(layer.diffId()).isEqualTo(Images.digest(plain));
            byte[] blob = entry(blob(layer.digest()));
            assertThat(Images.digest(blob)).isEqualTo(layer.digest());
            assertThat(layer.size()).isEqualTo(blob.length);
        }
    }

    @Test
    void the_engines_manifest_and_the_layouts_index_lead_to_the_same_blobs() throws IOException {
        ImageSummary summary = write(Compression.NONE, Optional.empty());
        String layer = summary.layer().orElseThrow().digest();
        String config = summary.imageId().orElseThrow().toString();
        String manifest = summary.manifest().orElseThrow().toString();
        assertThat(Images.entries(Files.readAllBytes(file)).keySet())
                .containsExactly(
                        blob(layer), blob(config), blob(manifest), "oci-layout", "index.json", "manifest.json");
        assertThat(Images.text(entry("manifest.json")))
                .isEqualTo("[{\"Config\":\"" + blob(config) + "\",\"RepoTags\":[\"org/app:1-slim\"],\"Layers\":[\""
                        + blob(layer) + "\"]}]");
        assertThat(Images.text(entry("oci-layout"))).isEqualTo("{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThat(Images.text(entry("index.json")))
                .isEqualTo("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                        + "\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
                        + manifest + "\",\"size\":" + entry(blob(manifest)).length
                        + ",\"annotations\":{\"io.containerd.image.name\":\"docker.io/org/app:1-slim\","
                        + "\"org.opencontainers.image.ref.name\":\"1-slim\"},"
                        + "\"platform\":{\"architecture\":\"arm64\",\"os\":\"linux\",\"variant\":\"v8\"}}]}");
        assertThat(Images.text(entry(blob(manifest))))
                .isEqualTo("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                        + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
                        + config + "\",\"size\":" + entry(blob(config)).length
                        + "},\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\""
                        + layer
                        + "\",\"size\":" + entry(blob(layer)).length + "}]}");
    }

    @Test
    void the_configuration_keeps_its_keys_and_tells_of_the_one_layer() throws IOException {
        ImageSummary summary = write(Compression.GZIP, Optional.empty());
        String config = Images.text(entry(blob(summary.imageId().orElseThrow().toString())));
        assertThat(config)
                .isEqualTo("{\"architecture\":\"arm64\",\"os\":\"linux\",\"variant\":\"v8\",\"own\":{\"key\":1},"
                        + "\"created\":\"2024-05-06T07:08:09.123Z\",\"config\":{\"Cmd\":[\"/bin/x\"]},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + summary.layer().orElseThrow().diffId()
                        + "\"]},\"history\":[{\"created\":\"2024-05-06T07:08:09.123Z\",\"created_by\":\"a test\"}]}");
    }

    @Test
    void the_destinations_own_name_holds_before_the_images() throws IOException {
        ImageSummary summary = write(Compression.NONE, Optional.of(ImageReference.parse("other")));
        assertThat(summary.names()).contains("other:latest");
        assertThat(Images.text(entry("manifest.json"))).contains("\"RepoTags\":[\"other:latest\"]");
        assertThat(Images.text(entry("index.json"))).contains("\"docker.io/library/other:latest\"");
    }

    @Test
    void an_image_may_have_no_name() throws IOException {
        NewImage nameless = Images.of(Images.root(), Images.root(), Compression.NONE, Optional.empty());
        Images.write(nameless, new Destination.DockerArchive(Optional.of(file), Optional.empty()), directory);
        assertThat(Images.text(entry("manifest.json"))).contains("\"RepoTags\":null");
        assertThat(Images.text(entry("index.json"))).doesNotContain("annotations");
    }

    @Test
    void every_entry_is_roots_and_of_1970() throws IOException {
        write(Compression.GZIP, Optional.empty());
        for (TarArchiveEntry entry : Layers.entries(Files.readAllBytes(file))) {
            assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero();
            assertThat(entry.getUserName() + entry.getGroupName()).isEmpty();
            assertThat(entry.getMode()).isEqualTo(0644);
            assertThat(entry.getLastModifiedTime().toMillis()).isZero();
        }
    }

    @Test
    void a_pipe_gets_the_same_bytes_as_a_file_and_is_left_open() throws IOException {
        for (Compression compression : List.of(Compression.NONE, Compression.GZIP)) {
            write(compression, Optional.empty());
            ByteArrayOutputStream pipe = new ByteArrayOutputStream() {
                @Override
                public void close() {
                    throw new AssertionError("closed");
                }
            };
            for (Destination destination : List.of(
                    new Destination.DockerArchive(Optional.empty(), Optional.empty()),
                    new Destination.Stored(ImageStore.DOCKER, Optional.empty()))) {
                pipe.reset();
                Destinations.<RuntimeException>write(
                        Images.of(Images.root(), compression),
                        destination,
                        Images.context(directory, pipe),
                        (summary, written) -> assertThat(pipe.size()).isZero());
                assertThat(pipe.toByteArray()).isEqualTo(Files.readAllBytes(file));
            }
        }
        assertThat(Images.tree(directory)).containsOnlyKeys("", "image.tar");
    }

    private ImageSummary write(Compression compression, Optional<ImageReference> reference) throws IOException {
        Destination destination = new Destination.DockerArchive(Optional.of(file), reference);
        return Images.write(Images.of(Images.root(), compression), destination, directory);
    }

    private byte[] entry(String name) throws IOException {
        return Optional.ofNullable(Images.entries(Files.readAllBytes(file)).get(name))
                .orElseThrow();
    }

    private static String blob(String digest) {
        return digest.replace("sha256:", "blobs/sha256/");
    }
}
