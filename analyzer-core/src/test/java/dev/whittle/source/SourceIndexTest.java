package dev.whittle.source;

import static dev.whittle.source.SourceScene.image;
import static dev.whittle.testdata.ImageBuilder.annotated;
import static dev.whittle.testdata.ImageBuilder.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageReference;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of several platforms in one source. */
class SourceIndexTest {
    private final SourceScene scene;
    private final ImageFiles files = new ImageFiles();

    SourceIndexTest(@TempDir Path directory) {
        scene = new SourceScene(directory);
    }

    private String manifest(String platform) {
        return image(platform).platform(platform).manifest(files);
    }

    /** Three platforms, and an attestation of one of them. */
    private String index() {
        String attestation = annotated(
                image("attestation").platform("unknown/unknown").manifest(files),
                "vnd.docker.reference.type",
                "attestation-manifest");
        return ImageBuilder.index(
                files, manifest("linux/arm/v7"), manifest("linux/amd64"), attestation, manifest("linux/s390x"));
    }

    private void layout(String... descriptors) throws IOException {
        ImageBuilder.layout(files, descriptors).directory(scene.directory().resolve("app"));
        files.tar(scene.directory().resolve("app.tar"));
    }

    private List<String> names(SourceIndex index) throws IOException, BadArchiveException, BadImageException {
        List<String> names = new ArrayList<>();
        for (SourceIndex.Member member : index.chosen()) {
            try (Source source = index.open(member)) {
                source.confirm();
                assertThat(source.remarks()).isEmpty();
                names.add(member.platform() + "=" + SourceScene.text(source.root(), "/name"));
            }
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({"oci:app", "oci-archive:app.tar", "oci:app:1", "app"})
    void all_of_them_are_opened_in_the_order_of_the_index(String source) throws Exception {
        layout(tagged(index(), "1"));
        try (SourceIndex index = scene.openIndex(source, "all")) {
            assertThat(names(index))
                    .containsExactly("linux/arm/v7=linux/arm/v7", "linux/amd64=linux/amd64", "linux/s390x=linux/s390x");
            assertThat(index.isAlone()).isFalse();
            assertThat(index.attestations()).isOne();
            assertThat(index.remarks()).singleElement().asString().endsWith("left out");
            assertThat(index.references()).containsExactly(ImageReference.parse("app:1"));
            assertThat(index.own()).isPresent();
        }
    }

    @Test
    void those_that_are_asked_for_are_told_from_the_others() throws Exception {
        layout(tagged(index(), "1"));
        try (SourceIndex index = scene.openIndex("oci:app", "linux/s390x,linux/arm")) {
            assertThat(names(index)).containsExactly("linux/arm/v7=linux/arm/v7", "linux/s390x=linux/s390x");
            assertThat(index.all()).hasSize(3);
        }
    }

    @Test
    void entries_of_one_name_are_one_image() throws Exception {
        layout(tagged(manifest("linux/amd64"), "1"), tagged(manifest("linux/arm64"), "1"));
        try (SourceIndex index = scene.openIndex("oci:app:1", "all")) {
            assertThat(names(index)).hasSize(2);
            assertThat(index.isAlone()).isFalse();
            assertThat(index.own()).isEmpty();
        }
    }

    @Test
    void an_image_may_come_alone() throws Exception {
        layout(tagged(manifest("linux/arm64"), "1"));
        try (SourceIndex index = scene.openIndex("oci:app", "all")) {
            assertThat(index.isAlone()).isTrue();
            assertThat(names(index)).containsExactly("linux/arm64=linux/arm64");
        }
    }

    @Test
    void one_in_an_index_is_not_alone() throws Exception {
        layout(tagged(ImageBuilder.index(files, manifest("linux/arm64")), "1"));
        try (SourceIndex index = scene.openIndex("oci:app", "all")) {
            assertThat(index.isAlone()).isFalse();
        }
    }

    @Test
    void what_is_listed_and_not_there_is_left_out() throws Exception {
        String absent = manifest("linux/arm64");
        String there = manifest("linux/amd64");
        files.remove("blobs/sha256/" + absent.replaceAll(".*sha256:([0-9a-f]+).*", "$1"));
        layout(tagged(ImageBuilder.index(files, absent, there), "1"));
        try (SourceIndex index = scene.openIndex("oci:app", "all")) {
            assertThat(names(index)).containsExactly("linux/amd64=linux/amd64");
            assertThat(index.remarks()).singleElement().asString().contains("linux/arm64 (not there); left out");
        }
        refused("oci:app", "linux/arm64", "index.json: the manifest for linux/arm64 is not there;");
    }

    @Test
    void a_platform_that_is_not_there_is_refused_with_those_that_are() throws Exception {
        layout(tagged(index(), "1"));
        refused(
                "oci:app",
                "linux/amd64,linux/riscv64",
                "index.json: none is for linux/riscv64; there are linux/arm/v7, linux/amd64, linux/s390x;");
    }

    @Test
    void a_root_has_no_platforms() throws Exception {
        refused("dir:.", "all", "--platform all: a root without a configuration has no platforms");
    }

    @Test
    void a_docker_archive_may_have_a_layout_beside_its_list() throws Exception {
        String entry = image("linux/amd64").platform("linux/amd64").tag("app:1").blobs(files);
        layout(annotated(index(), "io.containerd.image.name", "docker.io/library/app:1"));
        SourceScene.manifestJson(files, entry).tar(scene.directory().resolve("docker.tar"));
        try (SourceIndex index = scene.openIndex("docker-archive:docker.tar:app:1", "all")) {
            assertThat(names(index)).hasSize(3);
        }
    }

    @Test
    void a_docker_archive_alone_has_one_image() throws Exception {
        String entry = image("one").tag("app:1").tag("app:2").legacy(files);
        SourceScene.manifestJson(files, entry).tar(scene.directory().resolve("docker.tar"));
        try (SourceIndex index = scene.openIndex("docker.tar", "all")) {
            assertThat(index.isAlone()).isTrue();
            assertThat(names(index)).containsExactly("linux/amd64=one");
            assertThat(index.references())
                    .containsExactly(ImageReference.parse("app:1"), ImageReference.parse("app:2"));
        }
        refused("docker.tar", "linux/arm64,linux/s390x", "manifest.json: the image is for linux/amd64, and");
    }

    @Test
    void all_blobs_of_an_image_are_handed_out_the_manifest_last() throws Exception {
        layout(tagged(index(), "1"));
        try (SourceIndex index = scene.openIndex("oci:app", "all")) {
            SourceIndex.Member member = index.chosen().get(0);
            List<SourceBlob> blobs = index.blobs(member);
            assertThat(blobs).hasSize(3);
            assertThat(blobs.get(2).descriptor().digest())
                    .isEqualTo(member.digest().orElseThrow());
        }
    }

    private void refused(String source, String platforms, String message) {
        assertThatThrownBy(() -> scene.openIndex(source, platforms).close())
                .isInstanceOf(BadImageException.class)
                .hasMessageStartingWith(message);
    }
}
