package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.rootfs.RootDump;
import dev.whittle.stream.Packed;
import dev.whittle.stream.Workspace;
import dev.whittle.testdata.TarBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stored layers: compressed or not, checked against their expected properties. */
class LayerReadingTest {
    private static final byte[] TAR = new TarBuilder().file("a", "content").build();
    private static final String WRONG = "sha256:" + "0".repeat(64);

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("plain", TAR),
                Arguments.of("gzip", Packed.gzip(TAR)),
                Arguments.of("zstd", Packed.zstd(TAR)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void a_layer_may_lie_in_each_form(String form, byte[] content) throws Exception {
        LayerBlob right = blob(content, Packed.sha256(content), content.length, Packed.sha256(TAR));
        try (LayeredRoot root = open(List.of(right), 1 << 20)) {
            assertThat(RootDump.of(root)).isEqualTo("/: dir 755\n/a: file 644 \"content\"\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void what_is_known_of_a_layer_must_be_so(String form, byte[] content) {
        String digest = Packed.sha256(content);
        String diffId = Packed.sha256(TAR);
        fails(blob(content, WRONG, content.length, diffId), "digest is " + digest + ", should be " + WRONG);
        fails(blob(content, digest, content.length, WRONG), "diffID is " + diffId + ", should be " + WRONG);
        fails(blob(content, digest, 7, diffId), "has " + content.length + " bytes, should have 7");
        fails(blob(content, "md5:00", content.length, diffId), "unknown kind of digest md5:00");
    }

    @Test
    void a_layer_that_is_no_tar_is_an_error_that_names_it() {
        fails(new LayerBlob("the layer", ByteSource.of(Packed.gzip(new byte[100]))), "not a tar (at offset 0)");
        fails(new LayerBlob("the layer", ByteSource.of(new byte[0])), "not a tar: it is empty (at offset 0)");
    }

    @Test
    void holes_count_as_decompressed() {
        byte[] tar = new TarBuilder()
                .pax("GNU.sparse.size", "1000000000000", "GNU.sparse.name", "f", "GNU.sparse.map", "0,1")
                .file("f", "x")
                .build();
        fails(
                new LayerBlob("the layer", ByteSource.of(tar)),
                "more than 1048576 bytes when decompressed, all contents together (--max-size)");
    }

    /** Whichever fails first, the others are stopped, and its reason is reported. */
    @Test
    void of_many_layers_the_faulty_one_is_named_and_all_are_closed() {
        List<Closing> contents = new ArrayList<>();
        List<LayerBlob> layers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Closing content =
                    new Closing(i == 13 ? Arrays.copyOf(Packed.gzip(TAR), 30) : i % 2 == 0 ? TAR : Packed.gzip(TAR));
            contents.add(content);
            layers.add(new LayerBlob("layer " + i, content));
        }
        assertThatThrownBy(() -> open(layers, 1 << 20)).hasMessageStartingWith("layer 13: cut short");
        assertThat(contents).allMatch(content -> content.closed.get() > 0);
    }

    @Test
    void contents_are_closed_with_the_root_not_before() throws Exception {
        Closing content = new Closing(TAR);
        LayeredRoot root = open(List.of(new LayerBlob("l", content)), 0);
        assertThat(content.closed).hasValue(0);
        root.close();
        assertThat(content.closed).hasValue(1);
    }

    @Test
    void a_plain_layer_can_be_read_before_it_is_checked() throws Exception {
        Closing content = new Closing(TAR);
        LayerBlob wrong = new LayerBlob("l", content, Optional.of(WRONG), OptionalLong.empty(), Optional.of(WRONG));
        Workspace workspace = new Workspace(Path.of("/nonexistent"), 0);
        try (LayeredRoot root = LayeredRoot.openAhead(List.of(wrong), workspace, LayerProgress.NONE, 3)) {
            assertThat(RootDump.of(root)).isEqualTo("/: dir 755\n/a: file 644 \"content\"\n");
            assertThatThrownBy(root::confirm)
                    .isInstanceOf(BadArchiveException.class)
                    .hasMessage("l: digest is " + Packed.sha256(TAR) + ", should be " + WRONG);
            assertThat(content.closed).hasValue(0);
        }
        assertThat(content.closed).hasValue(1);
    }

    @Test
    void progress_goes_up_to_the_total() throws Exception {
        byte[] packed = Packed.gzip(TAR);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        List<LayerBlob> layers = List.of(
                blob(TAR, Packed.sha256(TAR), TAR.length, Packed.sha256(TAR)),
                new LayerBlob("packed", ByteSource.of(packed)));
        long total = (long) TAR.length + packed.length;
        LayeredRoot.open(
                        layers,
                        new Workspace(Path.of("/nonexistent"), 1 << 20),
                        (done, all, label) -> lines.add(done + "/" + all),
                        1)
                .close();
        // Hashing continues while the next layer is read, so either may fail first.
        assertThat(lines).hasSize(2).endsWith(total + "/" + total);
    }

    @Test
    void no_layers_are_an_empty_root() throws Exception {
        try (LayeredRoot root = open(List.of(), 0)) {
            assertThat(RootDump.of(root)).isEqualTo("/: dir 755\n");
        }
    }

    private static LayerBlob blob(byte[] content, String digest, long size, String diffId) {
        return new LayerBlob(
                "the layer", ByteSource.of(content), Optional.of(digest), OptionalLong.of(size), Optional.of(diffId));
    }

    private static void fails(LayerBlob layer, String reason) {
        assertThatThrownBy(() -> open(List.of(layer), 1 << 20))
                .isInstanceOf(BadArchiveException.class)
                .hasMessage("the layer: " + reason);
    }

    private static LayeredRoot open(List<LayerBlob> layers, long maxBytes) throws IOException, BadArchiveException {
        return LayeredRoot.open(layers, new Workspace(Path.of("/nonexistent"), maxBytes), LayerProgress.NONE, 3);
    }

    private static final class Closing implements ByteSource {
        private final ByteSource content;
        private final AtomicInteger closed = new AtomicInteger();

        Closing(byte[] content) {
            this.content = ByteSource.of(content);
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return content.read(position, target);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
