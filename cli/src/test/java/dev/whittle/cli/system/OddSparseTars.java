package dev.whittle.cli.system;

import static dev.whittle.cli.system.OddTars.odd;
import static dev.whittle.cli.system.OddTars.tar;

import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.TarBuilder.Header;
import java.util.List;

/** Sparse files in their four forms, and invalid maps. Contents are compared, not only the list. */
final class OddSparseTars {
    private static final String BLOCKS = "A".repeat(512) + "B".repeat(512) + "C".repeat(512) + "D".repeat(512);
    private static final String OVERLAPS =
            "refused, as by Go's reader, which engines use: the listing and the unpacked file (the later segment"
                    + " wins) are the same, but as a stream each of the three returns different bytes";
    private static final String OUTSIDE =
            "refused: the listing is the same, but some readers write past that size and some truncate";

    private OddSparseTars() {}

    static List<OddTars.Odd> all() {
        return List.of(
                odd("a sparse file, pax 0.1", oldPax("8", "2,2,8,0", "ab")),
                odd(
                        "a sparse file, pax 0.0",
                        tar().pax(
                                        "GNU.sparse.size",
                                        "8",
                                        "GNU.sparse.numblocks",
                                        "2",
                                        "GNU.sparse.offset",
                                        "2",
                                        "GNU.sparse.numbytes",
                                        "2",
                                        "GNU.sparse.offset",
                                        "8",
                                        "GNU.sparse.numbytes",
                                        "0")
                                .file("s", "ab")),
                odd("a sparse file, pax 1.0", newPax("4096", "2\n1024\n3\n4096\n0\n", "abc")),
                odd("a sparse file, GNU's old form", gnu(8, "ab", 2, 2, 8, 0)),
                odd("a sparse file, GNU's old form in two blocks", longGnu()),
                odd("a sparse file that ends in a hole, pax 0.1", oldPax("4096", "0,2,4096,0", "ab")),
                odd("a sparse file that is a hole alone, pax 1.0", newPax("100", "1\n100\n0\n", "")),
                odd(
                        "a sparse map that ends before the file",
                        oldPax("8", "2,2", "ab"),
                        "the size in the header counts; maps written by GNU tar end with the file"),
                odd(
                        "a sparse map whose segments are not whole blocks",
                        oldPax("8", "0,2,4,2,8,0", "abcd"),
                        "segments are contiguous, as in bsdtar and python; GNU tar starts each one in a new block"),
                odd("a sparse map that overlaps", oldPax("2048", "0,1024,512,1024,2048,0", BLOCKS), OVERLAPS),
                odd(
                        "a sparse map that overlaps, pax 1.0",
                        newPax("2048", "3\n0\n1024\n512\n1024\n2048\n0\n", BLOCKS),
                        OVERLAPS),
                odd(
                        "a sparse map that overlaps, GNU's old form",
                        gnu(2048, BLOCKS, 0, 1024, 512, 1024, 2048, 0),
                        OVERLAPS),
                odd("a sparse map that is out of order", oldPax("2048", "1024,1024,0,1024,2048,0", BLOCKS), OVERLAPS),
                odd("a sparse map past the end of the file", oldPax("4", "6,2", "ab"), OUTSIDE),
                odd("a sparse map across the end of the file", oldPax("4", "3,2", "ab"), OUTSIDE),
                odd("a sparse map past the end of the file, GNU's old form", gnu(4, "ab", 6, 2), OUTSIDE),
                odd(
                        "a sparse map for more data than there is",
                        oldPax("8", "2,4", "ab"),
                        "refused: the map needs more bytes than there are"),
                odd(
                        "a sparse map for less data than there is",
                        oldPax("8", "2,2", "abcd"),
                        "refused: nothing says where the rest belongs"),
                odd(
                        "a sparse map that says another count than it has",
                        tar().pax(
                                        "GNU.sparse.size",
                                        "8",
                                        "GNU.sparse.numblocks",
                                        "5",
                                        "GNU.sparse.map",
                                        "2,2,8,0",
                                        "GNU.sparse.name",
                                        "s")
                                .file("s", "ab"),
                        "the map is what counts, and not what is said of it"));
    }

    private static TarBuilder oldPax(String size, String map, String data) {
        int numbers = map.split(",", -1).length;
        return tar().pax(
                        "GNU.sparse.size",
                        size,
                        "GNU.sparse.numblocks",
                        String.valueOf(numbers / 2),
                        "GNU.sparse.map",
                        map,
                        "GNU.sparse.name",
                        "s")
                .file("GNUSparseFile.1/s", data);
    }

    private static TarBuilder newPax(String size, String map, String data) {
        return tar().pax(
                        "GNU.sparse.major",
                        "1",
                        "GNU.sparse.minor",
                        "0",
                        "GNU.sparse.realsize",
                        size,
                        "GNU.sparse.name",
                        "s")
                .file("GNUSparseFile.1/s", map + "\0".repeat(512 - map.length()) + data);
    }

    private static Header header(int size, String data, int... segments) {
        Header header = new Header("s").gnu().type('S').octal(483, 12, size).content(data);
        for (int i = 0; i < segments.length; i++) {
            header.octal(386 + 12 * i, 12, segments[i]);
        }
        return header;
    }

    private static TarBuilder gnu(int size, String data, int... segments) {
        return tar().add(header(size, data, segments));
    }

    /** Four segments in the header, a fifth in a separate block. */
    private static TarBuilder longGnu() {
        return tar().add(header(5120, "", 0, 512, 1024, 512, 2048, 512, 3072, 512)
                        .size(2560)
                        .field(482, 1, "\1"))
                .raw("00000010000\0" + "00000001000\0" + "00000012000\0" + "00000000000\0")
                .pad()
                .raw(BLOCKS + "E".repeat(512))
                .pad();
    }
}
