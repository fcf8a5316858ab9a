package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelGzipTest {
    private static final int BLOCK = ParallelGzip.BLOCK;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 7 * BLOCK + 123})
    void any_number_of_threads_gives_the_same_bytes_and_they_unpack(int length) throws IOException {
        for (byte[] content : new byte[][] {text(length), noise(length), new byte[length]}) {
            byte[] packed = packed(content, 6, 1, content.length + 1);
            for (int threads = 2; threads <= 4; threads++) {
                assertThat(packed(content, 6, threads, 1000 * threads + 1)).isEqualTo(packed);
            }
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                    .isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9})
    void gnu_gzip_unpacks_it(int level, @TempDir Path temp) throws Exception {
        byte[] content = text(5 * BLOCK + 7);
        Path file = Files.write(temp.resolve("x.gz"), packed(content, level, 2, 5000));
        Process gunzip =
                new ProcessBuilder("gzip", "-d", file.toString()).inheritIO().start();
        assertThat(gunzip.waitFor()).isZero();
        assertThat(temp.resolve("x")).hasBinaryContent(content);
    }

    @Test
    void a_block_refers_to_the_one_before() throws IOException {
        byte[] half = noise(BLOCK / 8);
        byte[] repeated = new byte[4 * BLOCK];
        for (int at = 0; at < repeated.length; at += half.length) {
            System.arraycopy(half, 0, repeated, at, half.length);
        }
        assertThat(packed(repeated, 6, 2, 4096).length).isLessThan(BLOCK / 4);
    }

    @Test
    void the_header_tells_neither_time_nor_name() throws IOException {
        assertThat(packed(text(10), 9, 2, 10)).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
    }

    @Test
    void a_failure_of_the_output_is_told_and_closing_twice_is_no_failure() throws IOException {
        OutputStream full = new OutputStream() {
            private int room = 100_000;

            @Override
            public void write(int b) throws IOException {
                if (room-- == 0) {
                    throw new IOException("no space left");
                }
            }
        };
        ParallelGzip gzip = new ParallelGzip(full, 1, 2);
        assertThatThrownBy(() -> {
                    gzip.write(noise(20 * BLOCK));
                    gzip.close();
                })
                .hasMessage("no space left");
        ParallelGzip closed = new ParallelGzip(new ByteArrayOutputStream(), 1, 2);
        closed.close();
        closed.close();
    }

    private static byte[] packed(byte[] content, int level, int threads, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ParallelGzip gzip = new ParallelGzip(out, level, threads)) {
            for (int at = 0; at < content.length; at += piece) {
                gzip.write(content, at, Math.min(piece, content.length - at));
            }
        }
        return out.toByteArray();
    }

    private static byte[] text(int length) {
        byte[] content = new byte[length];
        Random random = new Random(1);
        for (int i = 0; i < length; i++) {
            content[i] = (byte) ('a' + random.nextInt(5));
        }
        return content;
    }

    private static byte[] noise(int length) {
        byte[] content = new byte[length];
        new Random(2).nextBytes(content);
        return content;
    }
}
