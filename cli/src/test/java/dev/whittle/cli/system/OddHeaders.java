package dev.whittle.cli.system;

import static dev.whittle.cli.system.OddTars.odd;
import static dev.whittle.cli.system.OddTars.tar;

import dev.whittle.testdata.TarBuilder.Header;
import java.util.List;

/** Numbers, types and formats in headers of old and new writers. */
final class OddHeaders {
    private OddHeaders() {}

    static List<OddTars.Odd> all() {
        return List.of(
                odd(
                        "a size of twelve digits, no end",
                        tar().add(new Header("f").field(124, 12, "000000000003").content("abc"))
                                .file("g", "x")),
                odd(
                        "a size with a blank behind it",
                        tar().add(new Header("f").field(124, 12, "3 ").content("abc"))
                                .file("g", "x")),
                odd(
                        "a size that is no number",
                        tar().add(new Header("f").field(124, 12, "3x").content("abc"))
                                .file("g", "x"),
                        "refused: a number is digits, with blanks around"),
                odd(
                        "a size with an 8 in it",
                        tar().add(new Header("f").field(124, 12, "00000000018").content("a"))
                                .file("g", "x"),
                        "refused: it is no octal number"),
                odd(
                        "a size of nothing but NULs",
                        tar().add(new Header("f").field(124, 12, "")).file("g", "x")),
                odd(
                        "a blank mode",
                        tar().add(new Header("f").field(100, 8, "        ").content("x"))
                                .file("g", "x"),
                        "0, as every blank number"),
                odd(
                        "a size in base 256 of more than 64 bits",
                        tar().add(new Header("f")
                                        .field(124, 12, "\u0080\1" + "\0".repeat(9) + "\3")
                                        .content("abc"))
                                .file("g", "x"),
                        "refused: nobody has so much"),
                odd(
                        "a time of more than 64 bits",
                        tar().add(new Header("f")
                                .field(136, 12, "\u0080\1" + "\0".repeat(9) + "\3")
                                .content("x")),
                        "refused: out of range"),
                odd(
                        "a negative uid in base 256",
                        tar().add(new Header("f").binary(108, 8, -2).content("x")),
                        "refused: out of range"),
                odd("a checksum of six digits and a blank", tar().add(checked("f", "%06o \0"))),
                odd("a checksum with blanks before it", tar().add(checked("f", "%6o\0 "))),
                odd("a checksum of seven digits", tar().add(checked("f", "%07o\0"))),
                odd(
                        "star's header, with times in the prefix",
                        tar().add(new Header("f")
                                .field(345, 155, "pre")
                                .field(476, 12, "00000000001 ")
                                .field(488, 12, "00000000001 ")
                                .field(508, 4, "tar\0")
                                .content("x")),
                        "star's mark is not looked at: it is a posix header, whose prefix ends at its NUL"),
                odd(
                        "GNU's directory of an incremental backup",
                        tar().add(new Header("d/").gnu().type('D').content("Yf\0\0"))
                                .file("f", "x"),
                        "a directory; its list is skipped"),
                odd(
                        "a file continued from another volume",
                        tar().add(new Header("f").gnu().type('M').content("x")).file("g", "y"),
                        "refused: the file is incomplete"),
                odd(
                        "a volume's label",
                        tar().add(new Header("label").gnu().type('V')).file("g", "y"),
                        "skipped: it belongs to the archive, not to a file"),
                odd(
                        "solaris' extended header",
                        tar().add(new Header("x").type('X').content("13 path=long\n"))
                                .file("short", "x"),
                        "as pax's own: it is its forerunner"),
                odd(
                        "a pax size larger than the header's",
                        tar().pax("size", "3")
                                .add(new Header("f").size(1))
                                .raw("abc")
                                .pad()
                                .file("g", "x")),
                odd(
                        "a pax size smaller than the header's",
                        tar().pax("size", "1")
                                .add(new Header("f").size(600))
                                .raw("a")
                                .pad()
                                .file("g", "x")),
                odd(
                        "a pax size for a directory",
                        tar().pax("size", "512")
                                .directory("d/")
                                .raw("x".repeat(512))
                                .file("g", "x"),
                        "skipped, like the size in the header"),
                odd(
                        "a pax size that is not a number",
                        tar().pax("size", "x").file("f", "abc").file("g", "x"),
                        "refused: the writer meant a size other than the header's"),
                odd(
                        "an empty pax size",
                        tar().pax("size", "").file("f", "abc").file("g", "x"),
                        "the header's: an empty record deletes a record (POSIX pax)"),
                odd(
                        "a global size",
                        tar().global("size", "3")
                                .add(new Header("f").size(0))
                                .raw("abc")
                                .pad()
                                .file("g", "xyz"),
                        "applied, like every record of a global header"),
                odd("a global path", tar().global("path", "all").file("f", "x").file("g", "y"), "applied (POSIX pax)"),
                odd(
                        "a record of a file against a global one",
                        tar().global("path", "all").pax("path", "own").file("f", "x")),
                odd(
                        "a pax charset",
                        tar().pax("hdrcharset", "BINARY", "path", "caf\u00e9").file("f", "x"),
                        "names are bytes whatever is said of them"),
                odd(
                        "a pax name that is not UTF-8",
                        tar().pax("path", "caf\u00e9").file("f", "x"),
                        "the bytes, as in GNU tar"),
                odd("a pax comment", tar().pax("comment", "none").file("f", "x")),
                odd(
                        "a pax header whose length is wrong",
                        tar().add(new Header("x").type('x').content("99 path=a\n"))
                                .file("f", "x"),
                        "refused"),
                odd(
                        "a pax header at the end, without a file",
                        new OddTars.Raw(tar().file("f", "x").pax("path", "a").build()),
                        "refused: the entry it describes is missing"),
                odd(
                        "a long name at the end, without a file",
                        new OddTars.Raw(tar().file("f", "x").longName("a").build()),
                        "refused: the entry it describes is missing"),
                odd(
                        "two long names in a row",
                        tar().longName("one").longName("two").file("f", "x"),
                        "the second replaces the first (GNU tar)"),
                odd("a hard link to a file behind it", tar().hardLink("h", "f").file("f", "abc")),
                odd("a hard link to itself", tar().hardLink("h", "h")),
                odd(
                        "a link without a target",
                        tar().add(new Header("l").type('2')),
                        "refused: no system can create one"),
                odd("a directory and a file of one name", tar().directory("d/").file("d", "x")),
                odd("a file as the directory of another", tar().file("f", "x").file("f/g", "y")),
                odd(
                        "garbage behind the end",
                        new OddTars.Raw(tar().file("f", "x")
                                .zeroBlock()
                                .zeroBlock()
                                .raw("garbage".repeat(200))
                                .buildWithoutEnd())),
                odd(
                        "garbage without end blocks",
                        new OddTars.Raw(
                                tar().file("f", "x").raw("garbage".repeat(300)).buildWithoutEnd()),
                        "refused: neither a header nor the end, so the archive is damaged"),
                odd(
                        "a block of zeros before all else",
                        new OddTars.Raw(tar().zeroBlock().file("f", "x").build())),
                odd(
                        "an archive of zeros",
                        new OddTars.Raw(tar().zeroBlock().zeroBlock().build())),
                odd("a name of a hundred bytes, no end", tar().file("n".repeat(100), "x")),
                odd(
                        "an empty name",
                        tar().file("", "x"),
                        "the root itself, which cannot be a file: refused when a tree is built from it"),
                odd("a header's bytes behind the name's NUL", tar().add(new Header("f\0hidden").content("x"))));
    }

    /** The checksum in another form, of the same sum. */
    private static Header checked(String name, String form) {
        // All numbers but the checksum are as usual, so that the sum is that of the usual header.
        return new Header(name).content("x").checksumAs(form);
    }
}
