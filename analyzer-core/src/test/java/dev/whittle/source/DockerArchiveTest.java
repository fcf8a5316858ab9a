package dev.whittle.source;

import static dev.whittle.source.SourceScene.image;
import static dev.whittle.source.SourceScene.layer;
import static dev.whittle.source.SourceScene.manifestJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.image.ImageReference;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Output of all versions of {@code docker save}, of skopeo and of podman. */
class DockerArchiveTest {
    private final SourceScene scene;

    DockerArchiveTest(@TempDir Path directory) {
        scene = new SourceScene(directory);
    }

    enum Writer {
        DOCKER_20,
        DOCKER_25,
        CONTAINERD_29;

        ImageFiles write(ImageBuilder... images) {
            ImageFiles files = new ImageFiles();
            String[] entries = new String[images.length];
            String[] descriptors = new String[images.length];
            for (int i = 0; i < images.length; i++) {
                ImageBuilder image = this == CONTAINERD_29 ? images[i].gzip() : images[i];
                entries[i] = this == DOCKER_20 ? image.legacy(files) : image.blobs(files);
                if (this != DOCKER_20) {
                    descriptors[i] = image.manifest(files);
                }
                if (this == CONTAINERD_29) {
                    descriptors[i] = ImageBuilder.index(files, descriptors[i], ABSENT, ATTESTATION);
                }
            }
            if (this != DOCKER_20) {
                ImageBuilder.layout(files, descriptors);
            }
            return manifestJson(files, entries);
        }
    }

    private static final String ABSENT = ImageBuilder.descriptor(
            "application/vnd.oci.image.manifest.v1+json",
            "a".repeat(64),
            1000,
            ",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}");
    private static final String ATTESTATION = ImageBuilder.annotated(
            ImageBuilder.descriptor(
                    "application/vnd.oci.image.manifest.v1+json",
                    "b".repeat(64),
                    1000,
                    ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}"),
            "vnd.docker.reference.type",
            "attestation-manifest");

    @ParameterizedTest
    @EnumSource
    void every_generation_is_read(Writer writer) throws Exception {
        byte[] base = layer("etc/base", "1");
        ImageBuilder image = ImageBuilder.of(base, layer("etc/app", "2"), layer("etc/.wh.base", ""), base)
                .tag("nginx:alpine")
                .tag("nginx:1.22")
                .config("\"Env\":[\"A=b\"]");
        writer.write(image).tar(scene.directory().resolve("n.tar"));
        for (String name : new String[] {"docker-archive:n.tar", "n.tar", "docker-archive:n.tar:nginx:alpine"}) {
            try (Source source = scene.open(name)) {
                assertThat(SourceScene.files(source.root())).containsExactly("/etc/app=2", "/etc/base=1");
                SourceImage sourceImage = source.image().orElseThrow();
                assertThat(sourceImage.reference()).contains(ImageReference.parse("nginx:alpine"));
                assertThat(sourceImage.config().env()).containsEntry("A", "b");
                assertThat(sourceImage.layers()).hasSize(4);
                assertThat(sourceImage.layers().get(0).diffId())
                        .isEqualTo(sourceImage.config().diffIds().get(0));
                assertThat(source.files()).containsExactly(scene.directory().resolve("n.tar"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_of_several_images_is_chosen_by_any_spelling_of_its_name(Writer writer) throws Exception {
        writer.write(image("one").tag("nginx:latest"), image("two").tag("quay.io/a/b:1"), image("three"))
                .tar(scene.directory().resolve("n.tar"));
        for (String name : new String[] {"nginx", "nginx:latest", "docker.io/library/nginx", "library/nginx", "@0"}) {
            assertThat(scene.name("docker-archive:n.tar:" + name)).isEqualTo("one");
        }
        assertThat(scene.name("docker-archive:n.tar:quay.io/a/b:1")).isEqualTo("two");
        assertThat(scene.name("docker-archive:n.tar:@2")).isEqualTo("three");
        String list = "nginx:latest, quay.io/a/b:1, @2 (without a name)";
        assertThat(scene.refusal("docker-archive:n.tar"))
                .isEqualTo(
                        "manifest.json: holds 3 images; say which, as docker-archive:FILE:NAME, or -:NAME of a pipe: "
                                + list);
        for (String name : new String[] {"a/b:1", "nginx:1", "@3", "No Name", "quay.io/a/b"}) {
            assertThat(scene.refusal("docker-archive:n.tar:" + name))
                    .isEqualTo("manifest.json: holds no image " + name + "; it has " + list);
        }
    }

    @Test
    void an_image_without_layers_or_name_is_one_too() throws Exception {
        ImageFiles files = new ImageFiles();
        manifestJson(files, ImageBuilder.of().legacy(files).replace("\"Layers\":[]", "\"Layers\":null"))
                .tar(scene.directory().resolve("empty.tar"));
        try (Source source = scene.open("empty.tar")) {
            assertThat(SourceScene.files(source.root())).isEmpty();
            assertThat(source.image().orElseThrow().reference()).isEmpty();
        }
    }

    @Test
    void names_with_a_dot_in_front_are_those_of_gnu_tar() throws Exception {
        ImageFiles files = new ImageFiles();
        ImageFiles dotted = new ImageFiles();
        String entry = image("one").legacy(dotted);
        String config = entry.substring(entry.indexOf(':') + 2, entry.indexOf(".json") + 5);
        dotted.put("name", dotted.text(config));
        files.put("./" + config, dotted.text(config))
                .put("./l.tar", layer("name", "one"))
                .put("./manifest.json", "[{\"Config\":\"" + config + "\",\"Layers\":[\"./l.tar\"]}]")
                .tar(scene.directory().resolve("n.tar"));
        assertThat(scene.name("n.tar")).isEqualTo("one");
    }

    @Test
    void another_platform_is_found_in_the_layout_beside_the_list() throws Exception {
        ImageFiles files = new ImageFiles();
        ImageBuilder arm = image("arm").platform("linux/arm64").gzip();
        ImageBuilder amd = image("amd").tag("nginx:alpine").gzip();
        String index = ImageBuilder.annotated(
                ImageBuilder.index(files, amd.manifest(files), arm.manifest(files)),
                "io.containerd.image.name",
                "docker.io/library/nginx:alpine",
                "org.opencontainers.image.ref.name",
                "alpine");
        manifestJson(ImageBuilder.layout(files, index), amd.blobs(files))
                .tar(scene.directory().resolve("n.tar"));
        assertThat(scene.name("n.tar")).isEqualTo("amd");
        assertThat(scene.platform("linux/arm64").name("n.tar")).isEqualTo("arm");
        assertThat(scene.platform("linux/arm64").name("docker-archive:n.tar:nginx:alpine"))
                .isEqualTo("arm");
        assertThat(scene.platform("linux/s390x").refusal("n.tar"))
                .isEqualTo("index.json: none is for linux/s390x; there are linux/amd64, linux/arm64;"
                        + " choose with --platform");
    }

    @Test
    void a_single_image_is_taken_whatever_it_is_for_unless_someone_asks() throws Exception {
        ImageFiles files = new ImageFiles();
        manifestJson(files, image("arm").platform("linux/arm/v7").legacy(files))
                .tar(scene.directory().resolve("n.tar"));
        assertThat(scene.name("n.tar")).isEqualTo("arm");
        assertThat(scene.platform("linux/arm").name("n.tar")).isEqualTo("arm");
        assertThat(scene.platform("linux/amd64").refusal("n.tar"))
                .endsWith(".json: the image is for linux/arm/v7, and linux/amd64 was asked for");
    }

    @Test
    void the_engine_is_asked_for_one_tag() throws Exception {
        ImageFiles files = new ImageFiles();
        scene.input(
                manifestJson(files, image("one").tag("nginx:1").legacy(files)).tar(), false);
        try (Source source = scene.open("docker-daemon:nginx:1")) {
            assertThat(source.shown()).isEqualTo("docker-daemon:nginx:1");
            assertThat(source.image().flatMap(SourceImage::reference).map(ImageReference::toString))
                    .contains("nginx:1");
            assertThat(source.files()).isEmpty();
        }
        assertThat(scene.saved()).isEqualTo("nginx:1");
        assertThat(scene.name("docker-daemon:nginx")).isEqualTo("one");
        assertThat(Optional.ofNullable(scene.saved())).contains("nginx:latest");
        assertThat(scene.name("docker-daemon:0123456789ab")).isEqualTo("one");
        assertThat(scene.saved()).isEqualTo("0123456789ab");
    }
}
