package dev.whittle.hostile;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Former findings, in {@code testdata/hostile/TARGET}, stay fixed. */
class RegressionTest {
    @ParameterizedTest
    @MethodSource
    void it_stays_fixed(Path file) throws IOException {
        Target target =
                Target.valueOf(file.getName(file.getNameCount() - 2).toString().toUpperCase(Locale.ROOT));
        byte[] input = Files.readAllBytes(file);
        assertThatCode(() -> target.takes(input)).doesNotThrowAnyException();
    }

    static List<Path> it_stays_fixed() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(System.getProperty("whittle.checkout"), "testdata/hostile"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
