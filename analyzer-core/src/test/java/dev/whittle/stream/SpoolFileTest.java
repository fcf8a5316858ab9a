package dev.whittle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFileTest {
    private final Path directory;

    SpoolFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void gives_back_what_was_written_as_often_as_asked() throws IOException {
        byte[] content = new byte[500_000];
        new Random(1).nextBytes(content);
        try (SpoolFile spool = SpoolFile.create(directory)) {
            OutputStream out = spool.stream();
            out.write(content, 0, 1000);
            out.write(content, 1000, content.length - 1000);
            assertThat(copy(spool)).isEqualTo(content);
            assertThat(copy(spool)).isEqualTo(content);
            out.write(7);
            assertThat(copy(spool)).hasSize(content.length + 1);
        }
    }

    @Test
    void is_empty_at_first_and_gone_when_closed() throws IOException {
        SpoolFile spool = SpoolFile.create(directory);
        assertThat(copy(spool)).isEmpty();
        spool.close();
        assertThatThrownBy(() -> copy(spool)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void has_no_name_while_it_is_written() throws IOException {
        try (SpoolFile spool = SpoolFile.create(directory)) {
            spool.stream().write(1);
            assertThat(directory).isEmptyDirectory();
        }
    }

    private static byte[] copy(SpoolFile spool) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        spool.copyTo(out);
        return out.toByteArray();
    }
}
