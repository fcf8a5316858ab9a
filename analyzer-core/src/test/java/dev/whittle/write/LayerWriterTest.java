package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selections;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.OtherContent;
import dev.whittle.rootfs.RootFs;
import dev.whittle.tar.TarBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LayerWriterTest {
    private static final Attributes DEFAULT = MemoryRoot.DEFAULT;

    @Test
    void entries_come_in_byte_order_with_their_parents_first() throws IOException {
        MemoryRoot root = new MemoryRoot()
                .file("/usr/lib/z", "z")
                .file("/usr/lib-x/a", "a")
                .file("/usr/lib.b", "b")
                .link("/lib", "usr/lib")
                .put("/usr", new Node.Directory(new Attributes(0711, 5, 6, Instant.ofEpochSecond(7))));
        assertThat(Layers.listing(Layers.of(root)))
                .containsExactly(
                        "l755 0:0 1000000000 lib -> usr/lib",
                        "d711 5:6 7 usr/",
                        "d755 0:0 1000000000 usr/lib/",
                        "-755 0:0 1000000000 usr/lib/z = z",
                        "d755 0:0 1000000000 usr/lib-x/",
                        "-755 0:0 1000000000 usr/lib-x/a = a",
                        "-755 0:0 1000000000 usr/lib.b = b");
    }

    @Test
    void the_second_name_of_a_file_is_a_hard_link_to_the_first() throws IOException {
        MemoryRoot root = new MemoryRoot()
                .file("/b", "same", DEFAULT, "inode")
                .file("/a", "same", DEFAULT, "inode")
                .file("/sub/c", "same", DEFAULT, "inode")
                .file("/other", "same");
        assertThat(Layers.listing(Layers.of(root)))
                .containsExactly(
                        "-755 0:0 1000000000 a = same",
                        "h755 0:0 1000000000 b -> a",
                        "-755 0:0 1000000000 other = same",
                        "d755 0:0 1000000000 sub/",
                        "h755 0:0 1000000000 sub/c -> a");
    }

    @Test
    void odd_names_and_owners_come_back_as_they_were() throws IOException {
        String deep = "/" + "d".repeat(90) + "/" + "caf\u00e9".repeat(30);
        Attributes owned = new Attributes(04711, 2_000_000_000, 3_000_000, Instant.ofEpochSecond(1));
        MemoryRoot root = new MemoryRoot()
                .file("/\u00ff\n", "x", owned, "x")
                .file(deep, "y")
                .link("/l", "/" + "t\u00fe".repeat(150));
        List<String> listing = Layers.listing(Layers.of(root));
        assertThat(listing).contains("-4711 2000000000:3000000 1 \u00ff\n = x");
        // The library reads the values of pax headers as UTF-8; the written bytes are compared instead.
        List<TarBytes.Header> headers = TarBytes.headers(Layers.of(root));
        assertThat(headers)
                .extracting(TarBytes.Header::body)
                .anyMatch(body -> body.contains(" path=" + deep.substring(1) + "\n"))
                .anyMatch(body -> body.contains(" linkpath=/" + "t\u00fe".repeat(150) + "\n"));
    }

    @Test
    void a_long_ascii_name_is_read_back() throws IOException {
        for (int length = 95; length < 110; length++) {
            String name = "n".repeat(length);
            MemoryRoot root = new MemoryRoot()
                    .file("/" + name, "x")
                    .directory("/d" + name)
                    .link("/l" + name, name);
            assertThat(Layers.listing(Layers.of(root)))
                    .containsExactly(
                            "d755 0:0 1000000000 d" + name + "/",
                            "l755 0:0 1000000000 l" + name + " -> " + name,
                            "-755 0:0 1000000000 " + name + " = x");
        }
    }

    @Test
    void capabilities_and_user_attributes_are_kept_and_the_hosts_labels_are_not() throws IOException {
        byte[] capability = {1, 0, 0, 2, 0, (byte) 0xa0, 0, (byte) 0xff};
        MemoryRoot root = new MemoryRoot().file("/ping", "p");
        root.extendedAttribute("/ping", "security.capability", capability)
                .extendedAttribute("/ping", "user.note", new byte[] {(byte) 0x80})
                .extendedAttribute("/ping", "security.selinux", new byte[] {'x'})
                .extendedAttribute("/ping", "trusted.overlay.opaque", new byte[] {'y'});
        TarBytes.Header pax = TarBytes.headers(Layers.of(root)).get(0);
        assertThat(pax.type()).isEqualTo('x');
        assertThat(pax.body())
                .isEqualTo("45 SCHILY.xattr.security.capability=" + RawText.of(capability)
                        + "\n28 SCHILY.xattr.user.note=\u0080\n");
    }

    @Test
    void no_entry_is_dated_after_the_epoch_given() throws IOException {
        MemoryRoot root = new MemoryRoot()
                .file("/new", "", new Attributes(0644, 0, 0, Instant.ofEpochSecond(2000, 999_999_999)), 1)
                .file("/old", "", new Attributes(0644, 0, 0, Instant.ofEpochSecond(1000)), 2)
                .file("/older", "", new Attributes(0644, 0, 0, Instant.ofEpochSecond(-5)), 3);
        assertThat(times(Layers.of(root))).containsExactly(2000L, 1000L, -5L);
        assertThat(times(Layers.of(root, OptionalLong.of(1500), Compression.NONE)))
                .containsExactly(1500L, 1000L, -5L);
        assertThat(times(Layers.of(root, OptionalLong.of(0), Compression.NONE))).containsExactly(0L, 0L, -5L);
    }

    @Test
    void directories_keep_fractions_of_a_second_and_files_do_not() throws IOException {
        Instant time = Instant.ofEpochSecond(2000, 999_999_999);
        MemoryRoot root = new MemoryRoot()
                .put("/d", new Node.Directory(new Attributes(0755, 0, 0, time)))
                .file("/d/f", "", new Attributes(0644, 0, 0, time), 1);
        assertThat(TarBytes.headers(Layers.of(root)))
                .extracting(header -> header.type() + " " + header.body())
                .containsExactly("x 24 mtime=2000.999999999\n", "5 ", "0 ");
        byte[] clamped = Layers.of(root, OptionalLong.of(2000), Compression.NONE);
        assertThat(TarBytes.headers(clamped)).extracting(TarBytes.Header::type).containsExactly('5', '0');
    }

    @Test
    void the_summary_counts_what_was_written() throws Exception {
        MemoryRoot root = new MemoryRoot()
                .file("/d/a", "12345", DEFAULT, "inode")
                .file("/d/b", "12345", DEFAULT, "inode")
                .file("/d/c", "1")
                .link("/l", "d")
                .put("/null", new Node.Device(DEFAULT, false, 1, 3))
                .put("/pipe", new Node.Fifo(DEFAULT))
                .put("/socket", new Node.Socket(DEFAULT));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LayerSummary summary = LayerWriter.write(
                Selections.all(root), root, OptionalLong.empty(), Compression.NONE, out, Progress.NONE);
        assertThat(summary.files()).isEqualTo(2);
        assertThat(summary.links()).isEqualTo(2);
        assertThat(summary.directories()).isEqualTo(1);
        assertThat(summary.others()).isEqualTo(2);
        assertThat(summary.leftOut()).isEqualTo(1);
        assertThat(summary.contentBytes()).isEqualTo(6);
        assertThat(LayerWriter.contentBytes(Selections.all(root))).isEqualTo(6);
        assertThat(summary.size()).isEqualTo(out.size());
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(out.toByteArray()));
        assertThat(summary.digest()).isEqualTo("sha256:" + digest).isEqualTo(summary.diffId());
    }

    @Test
    void progress_ends_at_the_total() throws IOException {
        MemoryRoot root = new MemoryRoot().file("/a", "x".repeat(300_000)).file("/b", "y");
        List<Long> seen = new ArrayList<>();
        LayerWriter.write(
                Selections.all(root),
                root,
                OptionalLong.empty(),
                Compression.NONE,
                OutputStream.nullOutputStream(),
                (done, total) -> {
                    assertThat(total).isEqualTo(300_001);
                    seen.add(done);
                });
        assertThat(seen).isSorted().endsWith(300_001L).hasSizeGreaterThan(2);
    }

    @Test
    void the_output_is_left_open() throws IOException {
        for (Compression compression : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream() {
                @Override
                public void close() {
                    throw new AssertionError("closed");
                }
            };
            MemoryRoot root = new MemoryRoot().file("/a", "x");
            LayerWriter.write(Selections.all(root), root, OptionalLong.empty(), compression, out, Progress.NONE);
            assertThat(out.size()).isPositive();
        }
    }

    @Test
    void what_cannot_be_read_is_the_inputs_fault() throws IOException {
        MemoryRoot good = new MemoryRoot().file("/bin/x", "12345");
        assertThatThrownBy(() -> write(good, locked(good)))
                .isInstanceOfSatisfying(
                        SourceReadException.class, e -> assertThat(e.path()).isEqualTo("/bin/x"))
                .hasMessage("permission denied");
        assertThatThrownBy(() -> write(good, changed(good, "1234")))
                .isInstanceOf(SourceReadException.class)
                .hasMessage("changed while it was read");
        assertThatThrownBy(() -> write(good, changed(good, "123456"))).isInstanceOf(SourceReadException.class);
    }

    private static void write(RootFs selected, RootFs read) throws IOException {
        LayerWriter.write(
                Selections.all(selected),
                read,
                OptionalLong.empty(),
                Compression.NONE,
                OutputStream.nullOutputStream(),
                Progress.NONE);
    }

    private static List<Long> times(byte[] tar) throws IOException {
        return Layers.entries(tar).stream()
                .map(entry -> entry.getLastModifiedTime().toInstant().getEpochSecond())
                .toList();
    }

    /** A root whose files have other content than when they were examined. */
    private static RootFs changed(RootFs root, String content) {
        return new OtherContent(root, file -> ByteSource.of(RawText.bytes(content)));
    }

    private static RootFs locked(RootFs root) {
        return new OtherContent(root, file -> {
            throw new AccessDeniedException(file.toString());
        });
    }
}
