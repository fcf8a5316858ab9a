package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header bytes as specified in POSIX ustar and GNU tar's manual ("Basic Tar Format"). */
class TarHeaderTest {
    private static final TarMeta META = new TarMeta(0755, 0, 0, 1_000_000_000, Map.of());

    private interface Content {
        void write(TarWriter tar) throws IOException;
    }

    @Test
    void a_plain_file_is_one_ustar_header_and_its_content() throws IOException {
        TarBytes.Header header = only(tar -> {
            try (OutputStream out = tar.file("usr/bin/x", new TarMeta(04751, 12, 34, 1_000_000_000, Map.of()), 5)) {
                out.write(RawText.bytes("12345"));
            }
        });
        assertThat(header.name()).isEqualTo("usr/bin/x");
        assertThat(header.type()).isEqualTo('0');
        assertThat(header.octal(100, 8)).as("mode").isEqualTo(04751);
        assertThat(header.octal(108, 8)).as("uid").isEqualTo(12);
        assertThat(header.octal(116, 8)).as("gid").isEqualTo(34);
        assertThat(header.octal(124, 12)).as("size").isEqualTo(5);
        assertThat(header.octal(136, 12)).as("mtime").isEqualTo(1_000_000_000);
        assertThat(header.magic()).isEqualTo("ustar\u000000");
        assertThat(header.field(265, 64)).as("owner names").matches("\0{64}");
        assertThat(header.prefix()).isEmpty();
        assertThat(header.body()).isEqualTo("12345");
    }

    @Test
    void the_checksum_is_right() throws IOException {
        TarBytes.Header header = only(tar -> tar.directory("usr\u00ff", META));
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header.block().charAt(i);
        }
        assertThat(header.octal(148, 8)).isEqualTo(sum);
    }

    @Test
    void each_kind_has_its_letter() throws IOException {
        List<TarBytes.Header> headers = headers(tar -> {
            tar.directory("d", META);
            tar.file("f", META, 0).close();
            tar.hardLink("h", META, "f");
            tar.symbolicLink("l", META, "f");
            tar.device("c", META, false, 1, 3);
            tar.device("b", META, true, 8, 0);
            tar.fifo("p", META);
        });
        assertThat(headers).extracting(TarBytes.Header::type).containsExactly('5', '0', '1', '2', '3', '4', '6');
        assertThat(headers).extracting(TarBytes.Header::name).containsExactly("d/", "f", "h", "l", "c", "b", "p");
        assertThat(headers.get(2).linkName()).isEqualTo("f");
        assertThat(headers.get(3).linkName()).isEqualTo("f");
        assertThat(headers.get(4).octal(329, 8)).isEqualTo(1);
        assertThat(headers.get(4).octal(337, 8)).isEqualTo(3);
    }

    /** An incomplete file is not written: nothing may follow it. */
    @Test
    void each_kind_may_be_the_last() throws IOException {
        assertThat(only(tar -> tar.directory("d", META)).type()).isEqualTo('5');
        assertThat(only(tar -> tar.hardLink("h", META, "f")).type()).isEqualTo('1');
        assertThat(only(tar -> tar.symbolicLink("l", META, "f")).type()).isEqualTo('2');
        assertThat(only(tar -> tar.device("c", META, false, 1, 3)).type()).isEqualTo('3');
        assertThat(only(tar -> tar.fifo("p", META)).type()).isEqualTo('6');
    }

    @Test
    void a_device_has_attributes_as_any_other_kind() throws IOException {
        TarMeta meta = new TarMeta(0600, 0, 0, 0, Map.of("user.a", new byte[] {'1'}));
        List<TarBytes.Header> headers = headers(tar -> tar.device("dev/" + "n".repeat(100), meta, true, 8, 0));
        assertThat(headers).extracting(TarBytes.Header::type).containsExactly('x', '4');
        assertThat(headers.get(0).body()).isEqualTo("114 path=dev/" + "n".repeat(100) + "\n25 SCHILY.xattr.user.a=1\n");
    }

    @Test
    void a_header_made_alone_is_that_of_the_file() throws IOException {
        List<TarBytes.Header> headers = headers(tar -> {
            OutputStream out = tar.file("blobs/x", META, 3);
            for (byte b : RawText.bytes("abc")) {
                out.write(b);
            }
            out.close();
        });
        assertThat(headers.get(0).body()).isEqualTo("abc");
        assertThat(RawText.of(TarWriter.header("blobs/x", META, 3)))
                .isEqualTo(headers.get(0).block());
    }

    @Test
    void names_are_bytes() throws IOException {
        List<TarBytes.Header> headers = headers(tar -> {
            tar.file("caf\u00e9\u00ff", META, 0).close();
            tar.symbolicLink("\u00c3\u00a9", META, "/\u00fe");
        });
        assertThat(headers).extracting(TarBytes.Header::name).containsExactly("caf\u00e9\u00ff", "\u00c3\u00a9");
        assertThat(headers.get(1).linkName()).isEqualTo("/\u00fe");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 98, 99, 100})
    void a_name_that_fits_needs_no_pax_header(int length) throws IOException {
        String name = "n".repeat(length);
        assertThat(only(tar -> tar.file(name, META, 0).close()).name()).isEqualTo(name);
        assertThat(only(tar -> tar.symbolicLink("l", META, name)).linkName()).isEqualTo(name);
        assertThat(only(tar -> tar.hardLink("l", META, name)).linkName()).isEqualTo(name);
        if (length < 100) {
            assertThat(only(tar -> tar.directory(name, META)).name()).isEqualTo(name + "/");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 155, 156, 255, 256, 1000, 4000})
    void a_longer_one_stands_in_a_pax_header(int length) throws IOException {
        String name = "\u00ff".repeat(length);
        List<TarBytes.Header> headers = headers(tar -> tar.symbolicLink(name, META, name + "x"));
        assertThat(headers).extracting(TarBytes.Header::type).containsExactly('x', '2');
        assertThat(headers.get(0).body()).contains(" path=" + name + "\n").contains(" linkpath=" + name + "x\n");
        assertThat(headers.get(1).prefix()).isEmpty();
    }

    @Test
    void a_directory_of_a_hundred_bytes_has_its_slash_in_the_pax_header() throws IOException {
        String name = "d".repeat(100);
        List<TarBytes.Header> headers = headers(tar -> tar.directory(name, META));
        assertThat(headers).extracting(TarBytes.Header::type).containsExactly('x', '5');
        assertThat(headers.get(0).body()).isEqualTo("111 path=" + name + "/\n");
    }

    @Test
    void extended_attributes_are_bytes_and_in_order() throws IOException {
        byte[] capability = {1, 0, 0, 2, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, (byte) 0xff, '\n', 0, 0, 0, 0, 0, 0};
        TarMeta meta = new TarMeta(
                0755,
                0,
                0,
                0,
                Map.of("user.b", new byte[] {'='}, "security.capability", capability, "user.a", new byte[0]));
        List<TarBytes.Header> headers =
                headers(tar -> tar.file("bin/ping", meta, 0).close());
        assertThat(headers.get(0).body())
                .isEqualTo("57 SCHILY.xattr.security.capability=" + RawText.of(capability)
                        + "\n24 SCHILY.xattr.user.a=\n25 SCHILY.xattr.user.b==\n");
        assertThat(headers.get(0).name()).isEqualTo("PaxHeaders/ping");
    }

    @ParameterizedTest
    @CsvSource({
        "7, 250000000, 7.25",
        "0, 1, 0.000000001",
        "1600000000, 999999999, 1600000000.999999999",
        "-2, 500000000, -1.5",
        "-1, 900000000, -0.1",
        "-1, 1, -0.999999999"
    })
    void a_fraction_of_a_second_is_a_pax_record(long seconds, int nanos, String text) throws IOException {
        TarMeta meta = new TarMeta(0755, 0, 0, seconds, nanos, Map.of());
        List<TarBytes.Header> headers = headers(tar -> tar.directory("d", meta));
        String body = headers.get(0).body();
        assertThat(body).isEqualTo(body.length() + " mtime=" + text + "\n");
    }

    @Test
    void a_large_owner_is_in_base_256() throws IOException {
        TarBytes.Header fits = only(tar -> tar.directory("d", new TarMeta(0755, 2_097_151, 2_097_151, 0, Map.of())));
        assertThat(fits.octal(108, 8)).isEqualTo(2_097_151);
        TarBytes.Header large =
                only(tar -> tar.directory("d", new TarMeta(0755, 2_097_152, 4_294_967_294L, 0, Map.of())));
        assertThat(large.base256(108, 8)).isEqualTo(2_097_152);
        assertThat(large.base256(116, 8)).isEqualTo(4_294_967_294L);
    }

    @Test
    void a_time_before_1970_and_one_after_2242_are_kept() throws IOException {
        for (long time : new long[] {-1, -86_400, 1L << 33, 1L << 36}) {
            TarBytes.Header header = only(tar -> tar.directory("d", new TarMeta(0755, 0, 0, time, Map.of())));
            long written = header.block().charAt(136) >= 0x80 ? header.base256(136, 12) : header.octal(136, 12);
            assertThat(written).isEqualTo(time);
        }
    }

    @Test
    void a_file_of_nine_gigabytes_has_its_size() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        long size = 9L << 30;
        tar.file("big", META, size).write(new byte[10_240]);
        String block = RawText.of(Arrays.copyOf(out.toByteArray(), 512));
        assertThat(new TarBytes.Header(block, "", '0', "", "", "", "").base256(124, 12))
                .isEqualTo(size);
        assertThatThrownBy(tar::close).isInstanceOf(IOException.class);
    }

    @Test
    void a_file_must_have_the_bytes_it_announced() throws IOException {
        TarWriter tar = new TarWriter(new ByteArrayOutputStream());
        OutputStream few = tar.file("few", META, 3);
        few.write(1);
        assertThatThrownBy(few::close).isInstanceOf(IOException.class);
        TarWriter other = new TarWriter(new ByteArrayOutputStream());
        OutputStream many = other.file("many", META, 1);
        assertThatThrownBy(() -> many.write(new byte[2])).isInstanceOf(IOException.class);
    }

    @Test
    void the_archive_ends_with_two_empty_blocks() throws IOException {
        byte[] empty = bytes(tar -> {});
        assertThat(empty).hasSizeGreaterThanOrEqualTo(1024).containsOnly(0);
        assertThat(empty.length % 512).isZero();
    }

    private static TarBytes.Header only(Content content) throws IOException {
        List<TarBytes.Header> headers = headers(content);
        assertThat(headers).hasSize(1);
        return headers.get(0);
    }

    private static List<TarBytes.Header> headers(Content content) throws IOException {
        return TarBytes.headers(bytes(content));
    }

    private static byte[] bytes(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            content.write(tar);
        }
        return out.toByteArray();
    }
}
