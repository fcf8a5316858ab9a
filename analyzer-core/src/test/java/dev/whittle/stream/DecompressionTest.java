package dev.whittle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressionTest {
    private static final byte[] TEXT = RawText.bytes("plain text, long enough to be packed ".repeat(20));
    private static final byte[] GZIP = Packed.gzip(TEXT);

    private final Path directory;

    DecompressionTest(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<Arguments> forms() {
        byte[] withAll = Packed.join(
                RawText.bytes("\u001f\u008b\b\u001e\0\0\0\0\0\3\2\0ex" + "name\0" + "comment\0" + "cc"),
                Arrays.copyOfRange(GZIP, 10, GZIP.length));
        byte[] skipped = RawText.bytes("S*M\30\3\0\0\0abc");
        return Stream.of(
                Arguments.of("plain", TEXT),
                Arguments.of("gzip", GZIP),
                Arguments.of("gzip with every field in its header", withAll),
                Arguments.of("gzip with zeros behind", Packed.join(GZIP, new byte[1000])),
                Arguments.of(
                        "gzip in two members",
                        Packed.join(
                                Packed.gzip(Arrays.copyOf(TEXT, 100)),
                                Packed.gzip(new byte[0]),
                                Packed.gzip(Arrays.copyOfRange(TEXT, 100, TEXT.length)))),
                Arguments.of("zstd", Packed.zstd(TEXT)),
                Arguments.of("zstd after a frame to be skipped", Packed.join(skipped, Packed.zstd(TEXT), skipped)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void every_form_is_told_by_its_content(String form, byte[] packed) throws Exception {
        assertThat(read(Decompression.plain("a", ByteSource.of(packed), workspace(1 << 20))))
                .isEqualTo(TEXT);
        assertThat(read(Decompression.plain("a", new ByteArrayInputStream(packed), workspace(1 << 20))))
                .isEqualTo(TEXT);
    }

    @Test
    void a_plain_content_is_given_back_as_it_is() throws Exception {
        ByteSource content = ByteSource.of(TEXT);
        assertThat(Decompression.plain("a", content, workspace(0))).isSameAs(content);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20, 32 << 20})
    void the_content_is_the_same_from_memory_and_from_a_file(long memory) throws Exception {
        byte[] large = new byte[(int) Workspace.MEMORY_OF_ONE + Spool.CHUNK + 1];
        new Random(4).nextBytes(large);
        for (int size : new int[] {0, 1, Spool.CHUNK, Spool.CHUNK + 1, large.length - 1, large.length}) {
            byte[] plain = Arrays.copyOf(large, size);
            Workspace workspace = new Workspace(directory, Long.MAX_VALUE, Workspace.DEFAULT_MAX_ENTRIES, memory);
            try (ByteSource content = Decompression.plain("a", ByteSource.of(Packed.gzip(plain)), workspace)) {
                assertThat(Arrays.equals(read(content), plain))
                        .as("%s bytes", size)
                        .isTrue();
            }
            assertThat(workspace.takeMemory(memory)).as("memory given back").isTrue();
        }
    }

    @ParameterizedTest(name = "cut at {0}")
    @ValueSource(ints = {2, 5, 9, 10, 11, 30, -9, -8, -1})
    void gzip_that_is_cut_short_is_an_error(int length) {
        byte[] cut = Arrays.copyOf(GZIP, length < 0 ? GZIP.length + length : length);
        fails(cut, "cut short: gzip data without an end");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(changed(GZIP, GZIP.length - 5), "its checksum does not match"),
                Arguments.of(changed(GZIP, GZIP.length - 1), "its checksum does not match"),
                Arguments.of(changed(GZIP, 10), "damaged gzip data"),
                Arguments.of(changed(GZIP, 2), "gzip data of an unknown method"),
                Arguments.of(Packed.join(GZIP, TEXT), "other data after the gzip data"),
                Arguments.of(Packed.join(GZIP, new byte[] {0, 0, 1}), "other data after the gzip data"),
                Arguments.of(RawText.bytes("\u001f\u008b\b\u00ff"), "gzip header with unknown flags"),
                Arguments.of(Arrays.copyOf(Packed.zstd(TEXT), 20), "damaged zstd data"),
                Arguments.of(changed(Packed.zstd(TEXT), 8), "damaged zstd data"),
                Arguments.of(RawText.bytes("\u00fd7zXZ\0 and so on"), "damaged xz data"),
                Arguments.of(RawText.bytes("BZh91AY&SY and so on"), "packed with bzip2"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faults")
    void what_is_damaged_is_an_error(byte[] packed, String reason) {
        fails(packed, reason);
    }

    private void fails(byte[] packed, String reason) {
        assertThatThrownBy(() -> Decompression.plain("a.gz", ByteSource.of(packed), workspace(1 << 20)))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageStartingWith("a.gz: ")
                .hasMessageContaining(reason);
    }

    @Test
    void a_bomb_stops_where_the_allowance_ends() {
        byte[] bomb = Packed.gzip(new byte[64 << 20]);
        // Not all of it fits: the content goes to a file after 8 MiB.
        Workspace workspace = new Workspace(Path.of("/nonexistent"), 1 << 20);
        assertThatThrownBy(() -> Decompression.plain("a.gz", ByteSource.of(bomb), workspace))
                .hasMessage("a.gz: more than 1048576 bytes when decompressed, all contents together (--max-size)");
    }

    @Test
    void the_allowance_is_for_all_contents_together() throws Exception {
        Workspace workspace = workspace(2L * TEXT.length);
        read(Decompression.plain("a", ByteSource.of(GZIP), workspace));
        read(Decompression.plain("b", ByteSource.of(Packed.zstd(TEXT)), workspace));
        assertThatThrownBy(() -> Decompression.plain("c", ByteSource.of(GZIP), workspace))
                .hasMessageStartingWith("c: more than ");
    }

    @Test
    void a_file_that_cannot_be_made_is_no_fault_of_the_archive() {
        byte[] packed = Packed.gzip(new byte[(int) Workspace.MEMORY_OF_ONE + 1]);
        Workspace workspace = new Workspace(directory.resolve("missing"), Long.MAX_VALUE);
        assertThatThrownBy(() -> Decompression.plain("a", ByteSource.of(packed), workspace))
                .isInstanceOf(IOException.class);
    }

    private Workspace workspace(long maxBytes) {
        return new Workspace(directory, maxBytes);
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) 0xFF;
        return copy;
    }

    private static byte[] read(ByteSource content) throws IOException {
        byte[] bytes = new byte[(int) content.size()];
        content.readFully(0, ByteBuffer.wrap(bytes));
        assertThat(content.read(bytes.length, ByteBuffer.allocate(1))).isEqualTo(-1);
        return bytes;
    }
}
