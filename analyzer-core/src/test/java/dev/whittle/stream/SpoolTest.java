package dev.whittle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @Test
    void a_directory_that_cannot_be_written_is_told_apart_from_a_bad_input(@TempDir Path directory) throws Exception {
        Path missing = directory.resolve("missing");
        try (Spool spool =
                new Spool(new Workspace(missing, Workspace.DEFAULT_MAX_BYTES, Workspace.DEFAULT_MAX_ENTRIES, 0))) {
            assertThatThrownBy(() -> spool.write(new byte[] {1}, 1)).isInstanceOfSatisfying(SpoolException.class, e -> {
                assertThat(e.directory()).isEqualTo(missing);
                assertThat(e.failure()).isInstanceOf(NoSuchFileException.class);
            });
        }
    }
}
