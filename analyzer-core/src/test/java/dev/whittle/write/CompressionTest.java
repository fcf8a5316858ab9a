package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    @ParameterizedTest
    @CsvSource({
        "none, NONE, 0",
        "gzip, GZIP, 6",
        "gz, GZIP, 6",
        "GZIP, GZIP, 6",
        "gzip:1, GZIP, 1",
        "gzip:9, GZIP, 9",
        "zstd, ZSTD, 3",
        "zst:19, ZSTD, 19",
    })
    void a_person_names_a_method_and_a_level(String text, Compression.Method method, int level) {
        assertThat(Compression.parse(text)).isEqualTo(new Compression(method, level));
    }

    @ParameterizedTest
    @CsvSource({
        "xz, 'xz: not one of none, gzip, zstd'",
        "'', ': not one of none, gzip, zstd'",
        "gzip:0, 'gzip:0: the level must be 1 to 9'",
        "gzip:10, 'gzip:10: the level must be 1 to 9'",
        "gzip:, 'gzip:: the level must be 1 to 9'",
        "gzip:-1, 'gzip:-1: the level must be 1 to 9'",
        "gzip:best, 'gzip:best: the level must be 1 to 9'",
        "zstd:20, 'zstd:20: the level must be 1 to 19'",
        "none:1, 'none:1: none has no level'",
    })
    void anything_else_is_told_with_what_would_do(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.parse(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "a.tar, NONE",
        "a.tar.gz, GZIP",
        "A.TAR.GZ, GZIP",
        "a.tgz, GZIP",
        "a.tar.zst, ZSTD",
        "a.tzst, ZSTD",
        "/dir.gz/a.tar, NONE",
    })
    void a_file_name_asks_for_a_method(String name, Compression.Method method) {
        assertThat(Compression.byName(name).map(Compression::method)).contains(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "-", "a.zip", "tar", "a.tar.xz", "tgz"})
    void another_name_asks_for_none(String name) {
        assertThat(Compression.byName(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "gzip:1", "gzip:9", "zstd", "zstd:1", "zstd:19"})
    void what_is_packed_comes_back(String text) throws IOException {
        Compression compression = Compression.parse(text);
        byte[] content = content();
        byte[] packed = packed(compression, content);
        assertThat(packed).isEqualTo(packed(compression, content));
        InputStream in = new ByteArrayInputStream(packed);
        in = switch (compression.method()) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> new ZstdInputStream(in);
        };
        assertThat(in.readAllBytes()).isEqualTo(content);
    }

    @Test
    void a_higher_level_packs_closer() throws IOException {
        assertThat(packed(Compression.parse("gzip:9"), content()).length)
                .isLessThan(packed(Compression.parse("gzip:1"), content()).length);
        assertThat(packed(Compression.parse("zstd:19"), content()).length)
                .isLessThan(packed(Compression.parse("zstd:1"), content()).length);
    }

    /** RFC 1952: no name, no time; the operating system unknown. */
    @Test
    void a_gzip_header_says_nothing_of_its_making() throws IOException {
        assertThat(packed(Compression.GZIP, content())).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
    }

    private static byte[] packed(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = compression.wrap(out, 2)) {
            packing.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] content() {
        Random random = new Random(1);
        byte[] content = new byte[300_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(8) : i >> 5);
        }
        return content;
    }
}
