package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default charset is fixed when a JVM starts, so each test needs its own JVM. */
class TarWriterCharsetTest {
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-8", "ISO-8859-1", "US-ASCII", "IBM1047", "UTF-32", "Shift_JIS"})
    void the_bytes_do_not_depend_on_the_default_charset(String charset) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=" + charset,
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TarWriterProbe.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] written = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        assertThat(written).isEqualTo(TarWriterProbe.archive());
        assertThat(new String(written, 257, 5, StandardCharsets.US_ASCII)).isEqualTo("ustar");
    }

    /** Checks that the probe itself works. */
    @Test
    void the_probe_has_every_kind_of_entry() throws IOException {
        assertThat(TarBytes.headers(TarWriterProbe.archive()))
                .extracting(TarBytes.Header::type)
                .containsExactly('5', 'x', '0', '1', '2', '3', '4', '6', '0');
    }
}
