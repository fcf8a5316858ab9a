package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard input can be named only once. */
class StandardInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "copy --from - --trace - | can be one thing only",
                "copy --from x --check - --trace - | can be one thing only",
                "copy /bin/x --from x --trace - --include-from - | can be one thing only",
                "layer /bin/x --from - --include-from - -o out | can be one thing only",
                "slim - --trace - -o tar:out | can be one thing only",
                "trace-diff - /bin/x --trace - | can be one thing only",
                "trace-diff - --from - | can be one thing only",
                "copy --from - --format add | is gone when the layer is made",
                "copy /bin/x --trace - --format add | is gone when the layer is made"
            })
    void is_one_thing_only(String line, String message, @TempDir Path directory) {
        Whittle.Result result = Whittle.in(directory).run(line.split(" "));
        assertThat(result.err()).contains("standard input", message);
        assertThat(result.exit()).isEqualTo(2);
    }
}
