package dev.whittle.source;

import static dev.whittle.source.SourceScene.image;
import static dev.whittle.source.SourceScene.layer;
import static dev.whittle.testdata.ImageBuilder.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OCI layouts: choice of image and platform, and faults. */
class LayoutTest {
    private final SourceScene scene;
    private final ImageFiles files = new ImageFiles();

    LayoutTest(@TempDir Path directory) {
        scene = new SourceScene(directory);
    }

    private void layout(String... descriptors) throws IOException {
        ImageBuilder.layout(files, descriptors).directory(scene.directory().resolve("app"));
        files.tar(scene.directory().resolve("app.tar"));
    }

    @Test
    void a_tag_chooses_and_a_directory_is_as_good_as_an_archive() throws Exception {
        String one = image("one").manifest(files);
        String two = image("two").gzip().manifest(files);
        layout(tagged(one, "v1"), tagged(two, "docker.io/library/nginx:2"));
        for (String kind : new String[] {"oci:app", "oci-archive:app.tar"}) {
            assertThat(scene.name(kind + ":v1")).isEqualTo("one");
            assertThat(scene.name(kind + ":nginx:2")).isEqualTo("two");
            assertThat(scene.name(kind + ":@1")).isEqualTo("two");
            assertThat(scene.name(kind + ":" + one.replaceAll(".*(sha256:[0-9a-f]+).*", "$1")))
                    .isEqualTo("one");
            assertThat(scene.refusal(kind))
                    .isEqualTo("index.json: holds several images; say which, after the path and a colon:"
                            + " v1, docker.io/library/nginx:2");
            assertThat(scene.refusal(kind + ":v2"))
                    .isEqualTo("index.json: holds no image v2; it has v1, docker.io/library/nginx:2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v1,                        app:v1",
        "nginx:1,                   nginx:1",
        "docker.io/library/nginx:1, docker.io/library/nginx:1",
        "'',                        ''",
    })
    void a_bare_tag_is_completed_by_the_name_of_the_layout(String tag, String reference) throws Exception {
        layout(tagged(image("one").manifest(files), tag));
        try (Source source = scene.open("oci:app")) {
            assertThat(source.image()
                            .orElseThrow()
                            .reference()
                            .map(Object::toString)
                            .orElse(""))
                    .isEqualTo(reference);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "              | amd",
                "linux/amd64   | amd",
                "linux/x86_64  | amd",
                "linux/arm64   | arm64",
                "linux/arm64/v8 | arm64",
                "linux/arm/v6  | armv6",
                "linux/arm/v7  | armv7",
                "linux/amd64/v3 | amdv3",
            })
    void a_platform_is_chosen_at_any_depth(String platform, String name) throws Exception {
        layout(tagged(
                ImageBuilder.index(files, ImageBuilder.index(files, amd(), plain("arm64", "linux/arm64")), arms()),
                "v1"));
        if (platform != null) {
            scene.platform(platform);
        }
        assertThat(scene.name("oci:app:v1")).isEqualTo(name);
        assertThat(scene.name("oci-archive:app.tar")).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linux/arm | several manifests are for linux/arm: linux/arm/v6, linux/arm/v7; say --platform, or name"
                        + " one by its digest",
                "linux/s390x | none is for linux/s390x; there are linux/amd64, linux/amd64/v3, linux/arm64,"
                        + " linux/arm/v6, linux/arm/v7; choose with --platform",
            })
    void several_or_none_is_told_with_what_there_is(String platform, String refusal) throws Exception {
        layout(tagged(ImageBuilder.index(files, amd(), plain("arm64", "linux/arm64"), arms()), "v1"));
        assertThat(scene.platform(platform).refusal("oci:app:v1")).isEqualTo("index.json: " + refusal);
    }

    private String amd() {
        String v3 = image("amdv3").platform("linux/amd64/v3").manifest(files);
        return ImageBuilder.index(files, plain("amd", "linux/amd64"), v3);
    }

    private String arms() {
        return ImageBuilder.index(files, plain("armv6", "linux/arm/v6"), plain("armv7", "linux/arm/v7"));
    }

    private String plain(String name, String platform) {
        return image(name).platform(platform).manifest(files);
    }

    @Test
    void what_is_absent_counts_only_if_asked_for() throws Exception {
        String absent = ImageBuilder.descriptor(
                "application/vnd.oci.image.manifest.v1+json",
                "a".repeat(64),
                9,
                ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}");
        layout(ImageBuilder.index(files, plain("arm", "linux/arm64"), absent));
        assertThat(scene.name("oci:app")).isEqualTo("arm");
        assertThat(scene.platform("linux/amd64").refusal("oci:app"))
                .isEqualTo("index.json: the manifest for linux/amd64 is not there; there are linux/arm64,"
                        + " linux/amd64 (not there); choose with --platform");
    }

    @Test
    void attestations_and_artifacts_beside_an_image_are_passed_over_with_a_remark() throws Exception {
        String attestation = ImageBuilder.annotated(
                image("other").manifest(files), "vnd.docker.reference.type", "attestation-manifest");
        String artifact = ImageBuilder.descriptor("application/x-thing", "c".repeat(64), 9, "");
        layout(ImageBuilder.index(files, image("one").manifest(files), attestation), artifact);
        try (Source source = scene.open("oci:app")) {
            assertThat(source.remarks()).hasSize(2);
            assertThat(source.remarks().get(0))
                    .endsWith("an attestation, which describes the image as it was; left out");
            assertThat(source.remarks().get(1))
                    .endsWith("neither manifest nor index, but application/x-thing; left out");
        }
        assertThat(scene.name("oci:app")).isEqualTo("one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\", | ''",
                "vnd.oci.image.manifest.v1 | vnd.docker.distribution.manifest.v2",
                "vnd.oci.image.config.v1   | vnd.docker.container.image.v1",
                "vnd.oci.image.layer.v1.tar | vnd.docker.image.rootfs.diff.tar.gzip",
                "vnd.oci.image.layer.v1.tar | vnd.oci.image.layer.nondistributable.v1.tar",
                "vnd.oci.image.layer.v1.tar | x-unknown",
            })
    void media_types_matter_little(String type, String other) throws Exception {
        image("one").manifest(files);
        layout(respelt(type, other));
        assertThat(scene.name("oci:app")).isEqualTo("one");
    }

    /** The descriptor of a modified manifest, with everything that refers to it. */
    private String respelt(String from, String to) {
        String descriptor = image("one").manifest(files);
        String manifest = files.text("blobs/sha256/" + descriptor.replaceAll(".*sha256:([0-9a-f]+).*", "$1"));
        byte[] changed = manifest.replace(from, to).getBytes(StandardCharsets.UTF_8);
        return ImageBuilder.descriptor(
                "application/vnd.oci.image.manifest.v1+json", files.blob(changed), changed.length, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vnd.oci.image.config.v1+json | vnd.cncf.helm.config.v1+json | M: an artifact"
                        + " (application/vnd.cncf.helm.config.v1+json), not an image",
                "layer.v1.tar                 | layer.v1.tar+encrypted       | L: an encrypted layer; decrypt it first"
                        + " (skopeo copy --decryption-key)",
                "\"size\":2048                | \"size\":2047                | L: has 2048 bytes, not the 2047 that"
                        + " its descriptor says",
                "\"size\":2048                | \"size\":\"x\"               | M: size is not a whole number",
                "\"size\":2048                | \"size\":-1                  | M: the size of sha256:HEX is negative",
                "\"layers\":[{                | \"layers\":[{\"digest\":\"sha256:00\",\"size\":1},{ | M: digest: not"
                        + " 64 hexadecimal digits: 00",
                "\"config\":                  | \"cfg\":                     | M: a manifest without config",
                "\"config\":                  | \"manifests\":               | M: an index where a manifest should be",
            })
    void a_manifest_is_checked(String from, String to, String refusal) throws Exception {
        String layer = ImageBuilder.hex(layer("name", "one"));
        String descriptor = respelt(from, to);
        layout(descriptor);
        String manifest = descriptor.replaceAll(".*sha256:([0-9a-f]+).*", "$1");
        assertThat(scene.refusal("oci:app")
                        .replace("blobs/sha256/" + layer, "L")
                        .replace("blobs/sha256/" + manifest, "M")
                        .replace(layer, "HEX"))
                .isEqualTo(refusal);
    }

    @Test
    void a_layer_that_may_not_be_passed_on_is_told_so() throws Exception {
        String layer = "blobs/sha256/" + ImageBuilder.hex(layer("name", "one"));
        String foreign = respelt("oci.image.layer.v1.tar", "oci.image.layer.nondistributable.v1.tar");
        files.remove(layer);
        layout(foreign);
        assertThat(scene.refusal("oci:app"))
                .isEqualTo(layer + ": a layer that may not be passed on"
                        + " (application/vnd.oci.image.layer.nondistributable.v1.tar), and is not there;"
                        + " fetch it from where its maker has it");
    }

    @Test
    void blobs_are_what_they_are_named_after() throws Exception {
        String descriptor = image("one").manifest(files);
        String blob = "blobs/sha256/" + descriptor.replaceAll(".*sha256:([0-9a-f]+).*", "$1");
        String layer = "blobs/sha256/" + ImageBuilder.hex(layer("name", "one"));
        files.edit(blob, text -> text.replace("\"schemaVersion\":2", "\"schemaVersion\":1"));
        layout(descriptor);
        assertThat(scene.refusal("oci:app")).startsWith(blob + ": is damaged or was changed: its digest is sha256:");
        files.edit(blob, text -> text + " ");
        layout(descriptor);
        assertThat(scene.refusal("oci:app")).contains(" bytes, not the ");
        image("one").manifest(files);
        files.put(layer, layer("name", "two"));
        layout(descriptor);
        assertThat(scene.refusal("oci:app")).startsWith(layer + ": ").contains("sha256:");
        files.remove(layer);
        layout(descriptor);
        Files.deleteIfExists(scene.directory().resolve("app").resolve(layer));
        assertThat(scene.refusal("oci:app"))
                .isEqualTo(layer + ": a layer that is not there, though its manifest names it");
    }

    @Test
    void a_link_in_a_layout_stays_inside() throws Exception {
        String layer = ImageBuilder.hex(layer("name", "one"));
        layout(image("one").manifest(files));
        Path app = scene.directory().resolve("app");
        Path blob = app.resolve("blobs/sha256/" + layer);
        Files.move(blob, app.resolve("moved"));
        Files.createSymbolicLink(blob, Path.of("../../moved"));
        assertThat(scene.name("oci:app")).isEqualTo("one");
        Files.move(app.resolve("moved"), scene.directory().resolve("moved"));
        Files.delete(blob);
        Files.createSymbolicLink(blob, Path.of("../../../moved"));
        assertThat(scene.refusal("oci:app"))
                .isEqualTo("blobs/sha256/" + layer + ": no such file in the layout, by way of a link");
        Files.delete(blob);
        Files.createDirectory(blob);
        assertThat(scene.refusal("oci:app")).isEqualTo("blobs/sha256/" + layer + ": not a regular file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                   | index.json: an index without manifests",
                "[]                   | index.json: the index is not an object",
                "{\"manifests\":[]}   | index.json: holds no image",
                "{\"manifests\":[{}]} | index.json: an entry of manifests without digest",
                "{\"manifests\":[{\"digest\":\"md5:00\"}]} | index.json: digest: neither sha256 nor sha512: md5:00",
            })
    void an_index_is_checked(String json, String refusal) throws Exception {
        files.put("index.json", json).directory(scene.directory().resolve("app"));
        assertThat(scene.refusal("oci:app")).isEqualTo(refusal);
    }

    @Test
    void indexes_do_not_nest_for_ever() throws Exception {
        String at = image("one").manifest(files);
        for (int i = 0; i < 12; i++) {
            at = ImageBuilder.index(files, at);
        }
        layout(at);
        assertThat(scene.refusal("oci:app")).endsWith(": indexes within indexes, deeper than 8");
    }
}
