package dev.whittle.cli.system;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.TarBuilder.Header;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Archives that readers interpret differently, or that look as if they did. */
final class OddTars {
    private OddTars() {}

    /**
     * One archive.
     *
     * @param archive raw
     * @param why Whittle does what it does, where the other readers disagree
     */
    record Odd(String name, String archive, String why) {
        /** Whether the content matters: its names are harmless to unpack. */
        boolean isSparse() {
            return name.startsWith("a sparse ");
        }
    }

    static List<Odd> all() {
        return Stream.of(usual(), OddSparseTars.all(), OddHeaders.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Odd> usual() {
        return List.of(
                odd(
                        "plain files, links, directories",
                        tar().directory("d/").file("d/f", "content").link("l", "d/f")),
                odd("a hard link", tar().file("f", "abc").hardLink("h", "f")),
                odd(
                        "a hard link whose header has a size, followed by content",
                        tar().file("f", "abc")
                                .add(new Header("h").type('1').linkName("f").content("abc"))
                                .file("g", "x"),
                        "a hard link has no content (GNU tar, list.c): what follows is not a header, so it is refused"),
                odd(
                        "a hard link whose header has a size, without content",
                        tar().file("f", "abc")
                                .add(new Header("h").type('1').linkName("f").size(3))
                                .file("g", "x"),
                        "as GNU tar: the next header follows immediately"),
                odd("a hard link to nothing", tar().hardLink("h", "none")),
                odd(
                        "a symbolic link with a size",
                        tar().add(new Header("l").type('2').linkName("t").size(0))
                                .file("g", "")),
                odd(
                        "GNU's long name and long link",
                        tar().longName("n".repeat(150))
                                .longLink("t".repeat(150))
                                .link("n", "t")),
                odd("a pax path", tar().pax("path", "p/" + "n".repeat(200)).file("short", "x")),
                odd(
                        "GNU's long name and a pax path",
                        tar().longName("gnu").pax("path", "pax").file("short", "x"),
                        "pax records win, in either order (GNU tar)"),
                odd(
                        "a pax path and GNU's long name",
                        tar().pax("path", "pax").longName("gnu").file("short", "x"),
                        "pax records win, in either order (GNU tar)"),
                odd(
                        "a pax size",
                        tar().pax("size", "3")
                                .add(new Header("f").size(0))
                                .raw("abc")
                                .pad()
                                .file("g", "x")),
                odd(
                        "two pax headers in a row",
                        tar().pax("path", "one").pax("mtime", "5").file("f", "x"),
                        "a second header replaces the first (GNU tar)"),
                odd("a global pax header", tar().global("mtime", "7").file("f", "x")),
                odd(
                        "a size in base 256",
                        tar().add(new Header("f").binary(124, 12, 3).content("abc"))
                                .file("g", "x")),
                odd(
                        "a negative size in base 256",
                        tar().add(new Header("f").binary(124, 12, -1)).file("g", "x"),
                        "refused: it has no meaning"),
                odd(
                        "a negative time in base 256",
                        tar().add(new Header("f").binary(136, 12, -5).content("x"))),
                odd(
                        "a uid in base 256",
                        tar().add(new Header("f").binary(108, 8, 3_000_000).content("x"))),
                odd(
                        "a size with blanks before it",
                        tar().add(new Header("f").field(124, 12, "          3 ").content("abc"))
                                .file("g", "x")),
                odd("no end blocks", new Raw(tar().file("f", "abc").buildWithoutEnd())),
                odd("one end block", new Raw(tar().file("f", "abc").zeroBlock().buildWithoutEnd())),
                odd(
                        "entries after the end",
                        new Raw(tar().file("f", "abc")
                                .zeroBlock()
                                .zeroBlock()
                                .file("g", "x")
                                .build())),
                odd(
                        "one block of zeros between entries",
                        new Raw(tar().file("f", "abc")
                                .zeroBlock()
                                .file("g", "x")
                                .build()),
                        "the end, and reported; Go's reader, which engines use, refuses it"),
                odd("an absolute name", tar().file("/etc/f", "x")),
                odd("a name with dots", tar().file("./a/./f", "x")),
                odd("a name with ..", tar().file("a/../../f", "x")),
                odd(
                        "a directory marked by a trailing slash only",
                        tar().add(new Header("d/").type('0')),
                        "a directory, as in old tars"),
                odd("a v7 header", tar().add(new Header("f").v7().content("x"))),
                odd(
                        "a ustar prefix",
                        tar().add(new Header("f").prefix("some/where").content("x"))),
                odd(
                        "a GNU header with bytes in the prefix's place",
                        tar().add(new Header("f").gnu().prefix("none").content("x")),
                        "GNU headers have times there, not a prefix"),
                odd(
                        "a device and a fifo",
                        tar().add(new Header("c").type('3').device(1, 3)).add(new Header("p").type('6'))),
                odd("a contiguous file", tar().add(new Header("f").type('7').content("x"))),
                odd(
                        "an unknown type with content",
                        tar().add(new Header("f").type('Z').content("x")).file("g", "y"),
                        "refused: it cannot be represented, and leaving it out silently would change the image"),
                odd(
                        "a checksum of signed bytes",
                        tar().add(new Header("f\u00e9").signedChecksum().content("x"))),
                odd(
                        "a wrong checksum",
                        tar().add(new Header("f").checksum("0000001\0").content("x")),
                        "refused, as by all readers but those that skip to the next valid header"),
                odd("two files of the same name", tar().file("f", "old").file("f", "new")),
                odd(
                        "cut within a file",
                        new Raw(cut(tar().file("f", "x".repeat(2000)).build(), 1000)),
                        "refused"),
                odd("a name that is not UTF-8", tar().file("caf\u00e9", "x")),
                odd(
                        "a pax name with a NUL in it",
                        tar().pax("path", "a\0b").file("f", "x"),
                        "refused: no file can have such a name"));
    }

    record Raw(String archive) {
        Raw(byte[] bytes) {
            this(RawText.of(bytes));
        }
    }

    static Odd odd(String name, TarBuilder tar) {
        return new Odd(name, RawText.of(tar.build()), "");
    }

    static Odd odd(String name, TarBuilder tar, String why) {
        return new Odd(name, RawText.of(tar.build()), why);
    }

    static Odd odd(String name, Raw raw) {
        return new Odd(name, raw.archive(), "");
    }

    static Odd odd(String name, Raw raw, String why) {
        return new Odd(name, raw.archive(), why);
    }

    static byte[] cut(byte[] whole, int length) {
        return Arrays.copyOf(whole, length);
    }

    static TarBuilder tar() {
        return new TarBuilder();
    }
}
