package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.TarBuilder.Header;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** GNU tar's manual, "Storing Sparse Files": the old format and three of pax, each with the same file. */
class SparseTest {
    /** Data at 3 and at 10, a hole at either end. */
    private static final String DENSE = "file 644 0:0 @0 f = \\000\\000\\000abc\\000\\000\\000\\000de\\000";

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("old", new TarBuilder().add(old("abcde", 13, 3, 3, 10, 2, 13, 0))),
                Arguments.of(
                        "0.0",
                        new TarBuilder()
                                .pax("GNU.sparse.size", "13", "GNU.sparse.numblocks", "2")
                                .pax(
                                        "GNU.sparse.size",
                                        "13",
                                        "GNU.sparse.offset",
                                        "3",
                                        "GNU.sparse.numbytes",
                                        "3",
                                        "GNU.sparse.offset",
                                        "10",
                                        "GNU.sparse.numbytes",
                                        "2")
                                .file("f", "abcde")),
                Arguments.of("0.1", map("3,3,10,2,13,0").file("cut", "abcde")),
                Arguments.of("1.0", one("3\n3\n3\n10\n2\n13\n0\n", "abcde")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void holes_are_shown_as_zeros(String form, TarBuilder tar) throws Exception {
        assertThat(TarListing.of(tar.file("next", "1").build())).containsExactly(DENSE, "file 644 0:0 @0 next = 1");
    }

    @Test
    void a_map_may_go_on_in_further_blocks() throws Exception {
        StringBuilder blocks = new StringBuilder();
        StringBuilder dense = new StringBuilder("abcd");
        for (int i = 0; i < 30; i++) {
            blocks.append(String.format("%011o\0%011o\0", 10 + 2 * i, 1));
            if (i == 20) {
                blocks.append("\1").append("\0".repeat(7));
            }
            dense.append(i == 0 ? "\\000".repeat(6) : "\\000").append('x');
        }
        byte[] tar = new TarBuilder()
                .add(old("", 69, 0, 1, 1, 1, 2, 1, 3, 1).size(34).field(482, 1, "\1"))
                .raw(blocks.toString())
                .pad()
                .raw("abcd" + "x".repeat(30))
                .pad()
                .file("next", "1")
                .build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 f = " + dense, "file 644 0:0 @0 next = 1");
    }

    @Test
    void a_map_of_a_whole_block_has_its_data_right_behind_it() throws Exception {
        StringBuilder map = new StringBuilder(String.format("%017d\n", 13));
        map.append(String.format("%018d\n%018d\n%018d\n%018d\n", 3, 3, 10, 2));
        map.append(String.format("%018d\n%018d\n", 13, 0).repeat(11));
        assertThat(map).hasSize(512);
        assertThat(TarListing.of(one(map.toString(), "abcde").build())).containsExactly(DENSE);
    }

    @Test
    void segments_of_nothing_hide_nothing() throws Exception {
        byte[] tar = map("3,0,3,0,3,3,10,0,10,2").file("cut", "abcde").build();
        assertThat(TarListing.of(tar)).containsExactly(DENSE);
    }

    @Test
    void the_data_are_what_is_no_hole() throws Exception {
        ByteSource archive =
                ByteSource.of(map("3,3,10,2,13,0").file("cut", "abcde").build());
        TarEntry entry = TarListing.entries(archive, TarLimits.DEFAULT).get(0);
        assertThat(entry.sparse().orElseThrow().dataSize()).isEqualTo(5);
    }

    @Test
    void any_part_can_be_read_alone() throws Exception {
        ByteSource archive =
                ByteSource.of(map("3,3,10,2,13,0").file("cut", "abcde").build());
        TarEntry entry = TarListing.entries(archive, TarLimits.DEFAULT).get(0);
        String whole = TarListing.content(entry, archive);
        try (ByteSource content = entry.open(archive)) {
            for (int from = 0; from <= 13; from++) {
                for (int to = from; to <= 13; to++) {
                    byte[] part = new byte[to - from];
                    content.readFully(from, ByteBuffer.wrap(part));
                    assertThat(RawText.of(part)).isEqualTo(whole.substring(from, to));
                }
            }
            assertThat(content.read(13, ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(map("3,3,5,2").file("f", "abcde"), "segments that overlap or lie outside the file"),
                Arguments.of(map("3,3,10,4").file("f", "abcdefg"), "segments that overlap or lie outside the file"),
                Arguments.of(map("14,0").file("f", ""), "segments that overlap or lie outside the file"),
                Arguments.of(map("3,3").file("f", "abcde"), "sparse map of 3 bytes for 5 bytes of data"),
                Arguments.of(map("3,3,4").file("f", "abc"), "sparse map with half a segment"),
                Arguments.of(map("3,x").file("f", "abc"), "malformed pax record GNU.sparse.map"),
                Arguments.of(one("x\n", "abc"), "malformed sparse map before the data"),
                Arguments.of(one("9".repeat(30), ""), "malformed sparse map before the data"),
                Arguments.of(one("200\n1\n", ""), "malformed sparse map before the data"),
                Arguments.of(one("1\n3\n0\n", "", 5), "malformed sparse map before the data"),
                Arguments.of(one("4\n0\n0\n0\n0\n0\n0\n0\n0\n", ""), "sparse file of more than 3 segments"),
                Arguments.of(new TarBuilder().add(old("", 13, 3, 3)), "sparse map of 3 bytes for 0 bytes of data"),
                Arguments.of(
                        new TarBuilder().add(old("", 13, 3, 0).field(482, 1, "\1")),
                        "sparse map continues after its end"),
                Arguments.of(
                        new TarBuilder().add(old("", 13).field(386, 24, "x".repeat(24))),
                        "malformed number in sparse map"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faults")
    void a_map_that_cannot_be_is_an_error(TarBuilder tar, String reason) {
        assertThatThrownBy(() -> TarListing.of(tar.raw("~".repeat(512)).build(), new TarLimits(9, 1000, 9, 100, 3)))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_map_whose_further_blocks_are_missing_is_an_error() {
        TarBuilder tar =
                new TarBuilder().add(old("", 13, 0, 0, 1, 0, 2, 0, 3, 0).size(0).field(482, 1, "\1"));
        assertThatThrownBy(() -> TarListing.of(tar.buildWithoutEnd()))
                .isInstanceOf(BadArchiveException.class)
                .hasMessage("a.tar: sparse map is cut short (at offset 0)");
        assertThatThrownBy(() -> TarListing.of(tar.raw("\0".repeat(511)).buildWithoutEnd()))
                .isInstanceOf(BadArchiveException.class)
                .hasMessage("a.tar: sparse map is cut short (at offset 0)");
    }

    @Test
    void a_map_that_is_the_last_of_the_archive_is_taken() throws Exception {
        byte[] tar = new TarBuilder()
                .add(old("", 3, 0, 0, 1, 0, 2, 0, 3, 0).size(0).field(482, 1, "\1"))
                .zeroBlock()
                .buildWithoutEnd();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 f = \\000\\000\\000");
    }

    @Test
    void a_map_before_data_that_are_cut_is_an_error() {
        byte[] tar = one("1\n0\n13\n", "abc").build();
        byte[] cut = Arrays.copyOf(tar, tar.length - 3 * 512);
        assertThatThrownBy(() -> TarListing.of(cut))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining("cut short: 515 bytes announced, 512 left");
        assertThatThrownBy(() -> TarListing.of(Arrays.copyOf(tar, tar.length - 4 * 512)))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining("cut short: 515 bytes announced, 0 left");
    }

    private static Header old(String content, int realSize, int... segments) {
        Header header = new Header("f").gnu().type('S').content(content).octal(483, 12, realSize);
        for (int i = 0; i < segments.length; i++) {
            header.octal(386 + 12 * i, 12, segments[i]);
        }
        return header;
    }

    private static TarBuilder map(String map) {
        return new TarBuilder().pax("GNU.sparse.size", "13", "GNU.sparse.name", "f", "GNU.sparse.map", map);
    }

    private static TarBuilder one(String map, String data) {
        return one(map, data, (map.length() + 511) / 512 * 512 + data.length());
    }

    private static TarBuilder one(String map, String data, int size) {
        String filled = map + "\0".repeat((512 - map.length() % 512) % 512);
        return new TarBuilder()
                .pax(
                        "path",
                        "GNUSparseFile.1/f",
                        "GNU.sparse.major",
                        "1",
                        "GNU.sparse.minor",
                        "0",
                        "GNU.sparse.name",
                        "f",
                        "GNU.sparse.realsize",
                        "13")
                .add(new Header("GNUSparseFile.1/f").size(size).content(filled + data));
    }
}
