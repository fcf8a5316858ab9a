package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.TarBuilder.Header;
import org.junit.jupiter.api.Test;

/** Headers as specified in POSIX pax and GNU tar's manual ("Basic Tar Format"). */
class TarReaderTest {
    @Test
    void each_letter_has_its_kind() throws Exception {
        byte[] tar = new TarBuilder()
                .directory("d/")
                .add(new Header("d/f")
                        .mode(0104751)
                        .owner(12, 34)
                        .modified(1_000_000_000)
                        .content("12345"))
                .hardLink("h", "d/f")
                .link("l", "../x")
                .add(new Header("c").type('3').device(1, 3))
                .add(new Header("b").type('4').device(259, 70000))
                .add(new Header("first").type('4').device(0, 0))
                .add(new Header("last")
                        .type('3')
                        .binary(329, 8, Integer.MAX_VALUE)
                        .binary(337, 8, Integer.MAX_VALUE))
                .add(new Header("p").type('6'))
                .add(new Header("contiguous").type('7').content("7"))
                .build();
        assertThat(TarListing.of(tar))
                .containsExactly(
                        "directory 755 0:0 @0 d/",
                        "file 4751 12:34 @1000000000 d/f = 12345",
                        "hard link 644 0:0 @0 h -> d/f",
                        "symbolic link 777 0:0 @0 l -> ../x",
                        "character device 644 0:0 @0 c 1,3",
                        "block device 644 0:0 @0 b 259,70000",
                        "block device 644 0:0 @0 first 0,0",
                        "character device 644 0:0 @0 last 2147483647,2147483647",
                        "fifo 644 0:0 @0 p",
                        "file 644 0:0 @0 contiguous = 7");
    }

    @Test
    void a_header_of_version_7_has_no_prefix_and_marks_directories_by_a_slash() throws Exception {
        byte[] tar = new TarBuilder()
                .add(new Header("d/").v7().type('\0').mode(0755))
                .add(new Header("d/f").v7().type('\0').prefix("no").content("7"))
                .build();
        assertThat(TarListing.of(tar)).containsExactly("directory 755 0:0 @0 d/", "file 644 0:0 @0 d/f = 7");
    }

    @Test
    void the_prefix_comes_before_the_name_in_posix_headers_alone() throws Exception {
        byte[] tar = new TarBuilder()
                .add(new Header("n".repeat(100)).prefix("p".repeat(155)))
                .add(new Header("n").gnu().prefix("times of GNU tar"))
                .build();
        assertThat(TarListing.of(tar))
                .containsExactly(
                        "file 644 0:0 @0 " + "p".repeat(155) + "/" + "n".repeat(100) + " = ", "file 644 0:0 @0 n = ");
    }

    @Test
    void long_names_of_gnu_are_for_the_next_entry() throws Exception {
        String name = "d/" + "n".repeat(300);
        String target = "t".repeat(200);
        byte[] tar = new TarBuilder()
                .longName(name)
                .longLink(target)
                .add(new Header("cut").gnu().type('2').linkName("cut"))
                .add(new Header("next").gnu().type('2').linkName("short"))
                .build();
        assertThat(TarListing.of(tar))
                .containsExactly(
                        "symbolic link 644 0:0 @0 " + name + " -> " + target, "symbolic link 644 0:0 @0 next -> short");
    }

    @Test
    void a_long_name_of_nothing_leaves_the_header_its_own() throws Exception {
        byte[] tar = new TarBuilder().longName("").file("own", "").build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 own = ");
    }

    @Test
    void names_are_bytes() throws Exception {
        byte[] tar = new TarBuilder()
                .file("caf\u00e9\u00ff", "")
                .pax("path", "\u00fe\u00ff", "linkpath", "a=b\nc")
                .link("x", "y")
                .build();
        assertThat(TarListing.entries(ByteSource.of(tar), TarLimits.DEFAULT))
                .extracting(entry -> entry.name() + ">" + entry.linkTarget())
                .containsExactly("caf\u00e9\u00ff>", "\u00fe\u00ff>a=b\nc");
    }

    @Test
    void a_hard_link_has_no_content_whatever_its_size_says() throws Exception {
        byte[] tar = new TarBuilder()
                .file("a", "content")
                .add(new Header("b").type('1').linkName("a").size(7))
                .file("c", "after")
                .build();
        assertThat(TarListing.of(tar))
                .containsExactly(
                        "file 644 0:0 @0 a = content", "hard link 644 0:0 @0 b -> a", "file 644 0:0 @0 c = after");
    }

    @Test
    void content_of_other_kinds_is_stepped_over() throws Exception {
        byte[] tar = new TarBuilder()
                .add(new Header("d").type('5').content("x".repeat(600)))
                .add(new Header("dump/").gnu().type('D').content("Yfile\0\0"))
                .add(new Header("label").gnu().type('V').content("volume"))
                .file("f", "")
                .build();
        assertThat(TarListing.of(tar))
                .containsExactly("directory 644 0:0 @0 d", "directory 644 0:0 @0 dump/", "file 644 0:0 @0 f = ");
    }

    @Test
    void an_archive_of_nothing_is_zeros() throws Exception {
        assertThat(TarListing.of(new TarBuilder().build())).isEmpty();
        assertThat(TarListing.of(new byte[10240])).isEmpty();
    }

    /** All tested readers do this (TarReadersIT); GNU tar prints a warning, and so does this reader. */
    @Test
    void a_lone_block_of_zeros_is_the_end_and_told() throws Exception {
        byte[] tar = new TarBuilder().file("f", "1").zeroBlock().file("g", "2").build();
        TarReader reader = new TarReader("a.tar", ByteSource.of(tar), TarLimits.DEFAULT);
        assertThat(reader.next()).isPresent();
        assertThat(reader.remark()).isEmpty();
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
        assertThat(reader.remark()).contains("a lone block of zeros at offset 1024 ends it: the rest is not read");
        assertThat(TarListing.of(new TarBuilder().zeroBlock().file("g", "2").build()))
                .isEmpty();
    }

    @Test
    void a_usual_end_is_nothing_to_tell() throws Exception {
        for (byte[] tar : new byte[][] {
            new TarBuilder().file("f", "1").build(),
            new TarBuilder().file("f", "1").zeroBlock().buildWithoutEnd(),
            new TarBuilder().file("f", "1").zeroBlock().raw("x").buildWithoutEnd(),
            new TarBuilder()
                    .file("f", "1")
                    .zeroBlock()
                    .zeroBlock()
                    .file("g", "2")
                    .build()
        }) {
            TarReader reader = new TarReader("a.tar", ByteSource.of(tar), TarLimits.DEFAULT);
            assertThat(reader.next()).isPresent();
            assertThat(reader.next()).isEmpty();
            assertThat(reader.remark()).isEmpty();
        }
    }

    @Test
    void the_end_may_be_missing_or_half_and_what_follows_it_is_not_read() throws Exception {
        TarBuilder tar = new TarBuilder().file("f", "1");
        assertThat(TarListing.of(tar.buildWithoutEnd())).hasSize(1);
        assertThat(TarListing.of(new TarBuilder().file("f", "x".repeat(512)).buildWithoutEnd()))
                .hasSize(1);
        assertThat(TarListing.of(tar.zeroBlock().buildWithoutEnd())).hasSize(1);
        assertThat(TarListing.of(tar.zeroBlock().raw("anything").buildWithoutEnd()))
                .hasSize(1);
    }
}
