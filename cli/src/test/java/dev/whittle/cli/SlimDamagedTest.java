package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer that does not match its digest is detected while the image is read, and in time. */
class SlimDamagedTest {
    private final Path directory;

    SlimDamagedTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @BeforeEach
    void an_image_with_a_changed_letter() throws IOException {
        String image = RawText.of(Images.server());
        Files.write(directory.resolve("image.tar"), RawText.bytes(image.replace("port=80", "port=81")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci:out", "docker-archive:out", "oci-archive:out", "tar:out", "dir:out --no-owner", "-"})
    void nothing_is_written(String output) {
        Whittle.Result result =
                Whittle.in(directory).run(("slim image.tar --report report -o " + output).split(" ", -1));
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .matches("whittle: image.tar: [0-9a-f]{64}/layer.tar: [a-zA-Z]+ is sha256:[0-9a-f]{64}, should be"
                        + " sha256:[0-9a-f]{64}\n");
        assertThat(directory.toFile().list()).containsExactly("image.tar");
    }

    @Test
    void nothing_is_said_of_what_is_in_it() {
        for (List<String> rest : List.of(
                List.of("--dry-run"),
                List.of("-o", "oci:out", "--entrypoint", "/nowhere"),
                List.of("-o", "oci:out", "--include", "/nothing"))) {
            List<String> line = new ArrayList<>(List.of("slim", "image.tar"));
            line.addAll(rest);
            Whittle.Result result = Whittle.in(directory).run(line.toArray(String[]::new));
            assertThat(result.exit()).as(rest.toString()).isEqualTo(ExitCode.INPUT);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains(", should be sha256:").hasLineCount(1);
        }
    }
}
