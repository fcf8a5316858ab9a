package dev.whittle.toc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.stream.Workspace;
import dev.whittle.tar.TarEntry;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.TocBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers by their tables of contents: what is read is checked, and what is not wanted is not fetched. */
class TocLayerTest {
    private static final int CHUNK = 50_000;

    private Path directory;
    private final AtomicLong fetched = new AtomicLong();
    private final byte[] big = new byte[1_000_000];

    @BeforeEach
    void start(@TempDir Path temp) {
        directory = temp;
    }

    private TocBuilder.Layer layer(boolean zstd) {
        new Random(1).nextBytes(big);
        TocBuilder builder = new TocBuilder(CHUNK, zstd ? Zstd::compress : ImageBuilder::gzipped)
                .directory("usr")
                .file("usr/small", new byte[] {1, 2, 3})
                .file("usr/empty", new byte[0])
                .file("usr/big", big)
                .link("usr/link", "small");
        return zstd ? builder.zstd() : builder.stargz();
    }

    private Optional<TocLayer> open(byte[] packed, Map<String, String> annotations)
            throws IOException, BadArchiveException {
        Ranges ranges = (from, length) -> {
            fetched.addAndGet(length);
            return Arrays.copyOfRange(packed, (int) from, (int) from + length);
        };
        return TocLayer.open("the layer", annotations, packed.length, ranges, new Workspace(directory, 1 << 30));
    }

    private static byte[] content(TocLayer layer, String name) throws IOException {
        TarEntry entry = layer.entries().stream()
                .filter(tarEntry -> tarEntry.name().equals(name))
                .findFirst()
                .orElseThrow();
        ByteSource content = entry.open(layer);
        byte[] bytes = new byte[(int) content.size()];
        content.readFully(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void files_are_what_they_were(boolean zstd) throws IOException, BadArchiveException {
        TocBuilder.Layer made = layer(zstd);
        try (TocLayer layer = open(made.packed(), made.annotations()).orElseThrow()) {
            assertThat(layer.entries().stream().map(TarEntry::name))
                    .containsExactly("usr/", "usr/small", "usr/empty", "usr/big", "usr/link");
            assertThat(content(layer, "usr/small")).containsExactly(1, 2, 3);
            assertThat(content(layer, "usr/empty")).isEmpty();
            assertThat(content(layer, "usr/big")).isEqualTo(big);
            TarEntry small = layer.entries().get(1);
            assertThat(small.meta().mode()).isEqualTo(0755);
            assertThat(small.meta().uid()).isEqualTo(7);
            assertThat(layer.entries().get(0).meta().modified()).isEqualTo(1577934245);
            assertThat(layer.entries().get(4).linkTarget()).isEqualTo("small");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void only_the_chunks_that_are_wanted_are_fetched_and_each_once(boolean zstd)
            throws IOException, BadArchiveException {
        TocBuilder.Layer made = layer(zstd);
        try (TocLayer layer = open(made.packed(), made.annotations()).orElseThrow()) {
            ByteSource content = layer.entries().get(3).open(layer);
            for (int again = 0; again < 2; again++) {
                ByteBuffer part = ByteBuffer.allocate(100);
                content.readFully(big.length / 2, part);
                assertThat(part.array()).isEqualTo(Arrays.copyOfRange(big, big.length / 2, big.length / 2 + 100));
            }
            assertThat(fetched).hasValueLessThan(3L * CHUNK);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_was_changed_is_refused(boolean zstd) throws IOException, BadArchiveException {
        TocBuilder.Layer made = layer(zstd);
        byte[] packed = made.packed().clone();
        int middle = packed.length / 2;
        packed[middle] ^= 1;
        try (TocLayer layer = open(packed, made.annotations()).orElseThrow()) {
            assertThat(content(layer, "usr/small")).containsExactly(1, 2, 3);
            assertThatThrownBy(() -> content(layer, "usr/big")).isInstanceOf(IOException.class);
        }
        Map<String, String> other = layer(zstd).annotations();
        String key = other.keySet().stream()
                .filter(value -> value.endsWith("digest") || value.endsWith("checksum"))
                .findFirst()
                .orElseThrow();
        Map<String, String> wrong = new TreeMap<>(other);
        wrong.put(key, "sha256:" + "0".repeat(64));
        assertThatThrownBy(() -> open(made.packed(), wrong))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining("digest of the table of contents");
    }

    @Test
    void without_a_digest_of_the_table_it_is_not_used() throws IOException, BadArchiveException {
        assertThat(open(layer(false).packed(), Map.of())).isEmpty();
        assertThat(fetched).hasValue(0);
    }

    @Test
    void a_table_that_contradicts_itself_is_refused() {
        for (String entries : new String[] {
            "{\"name\":\"a\",\"type\":\"reg\",\"size\":9,\"offset\":0}",
            "{\"name\":\"a\",\"type\":\"chunk\",\"chunkOffset\":0}",
            "{\"name\":\"a\",\"type\":\"what\"}",
            "{\"name\":\"a\",\"type\":\"reg\",\"size\":-1}",
            "{\"name\":\"a\",\"type\":\"dir\",\"modtime\":\"now\"}",
            "{\"name\":\"a\",\"type\":\"reg\",\"size\":9,\"chunkDigest\":\"sha256:0\",\"chunkOffset\":1}",
            "7"
        }) {
            byte[] json = ("{\"entries\":[" + entries + "]}").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> ContentsReader.read("the layer", json, 10))
                    .isInstanceOf(BadArchiveException.class)
                    .hasMessageContaining("its table of contents");
        }
    }
}
