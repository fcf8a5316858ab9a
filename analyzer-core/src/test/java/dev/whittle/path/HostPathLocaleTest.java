package dev.whittle.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoding of file names is fixed when a JVM starts, so each locale needs its own JVM. */
class HostPathLocaleTest {
    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "de_DE.ISO-8859-1"})
    void names_survive_in_every_locale(String locale, @TempDir Path directory) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                HostPathProbe.class.getName(),
                directory.toString());
        builder.environment().put("LC_ALL", locale);
        builder.redirectErrorStream(true);
        Path output = Files.createTempFile("probe", ".txt");
        Process process = builder.redirectOutput(output.toFile()).start();
        int code = process.waitFor();
        String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        Files.delete(output);
        assertThat(said).contains("all names came back");
        assertThat(code).isZero();
    }
}
