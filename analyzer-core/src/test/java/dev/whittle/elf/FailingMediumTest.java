package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.ByteSource;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A page that the medium fails to return means neither a damaged file nor one without notes. */
class FailingMediumTest {
    private static final int PAGE = 4096;
    private static final int PROGRAM_HEADER_OFFSET_AT = 32;

    @Test
    void a_note_that_cannot_be_read_is_told() throws IOException {
        byte[] content = ElfBuilder.x86_64()
                .needed("liba.so.1")
                .note("GNU", 3, new byte[4 * PAGE])
                .build();
        assertThat(failuresOf(content)).isGreaterThanOrEqualTo(4);
    }

    @Test
    void program_headers_that_cannot_be_read_are_told() {
        byte[] near = ElfBuilder.x86_64().needed("liba.so.1").build();
        int far = (near.length / PAGE + 1) * PAGE;
        byte[] content = Arrays.copyOf(near, far + PAGE);
        ByteBuffer header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) header.getLong(PROGRAM_HEADER_OFFSET_AT);
        System.arraycopy(near, table, content, far, Math.min(PAGE, near.length - table));
        header.putLong(PROGRAM_HEADER_OFFSET_AT, far);
        assertThatThrownBy(() -> ElfReader.inspect("file", new Failing(ByteSource.of(content), far / PAGE)))
                .isInstanceOf(IOException.class)
                .hasMessage("input/output error");
    }

    /**
     * The pages that are needed: without any of them the result is that exception, without the others it does not
     * change.
     */
    private static int failuresOf(byte[] content) throws IOException {
        ElfInspection whole = Elf.inspect(content);
        int failures = 0;
        for (int page = 0; page * PAGE < content.length; page++) {
            try {
                assertThat(ElfReader.inspect("file", new Failing(ByteSource.of(content), page)))
                        .as("without page %d", page)
                        .isEqualTo(whole);
            } catch (IOException e) {
                assertThat(e).hasMessage("input/output error");
                failures++;
            }
        }
        return failures;
    }

    private record Failing(ByteSource source, int page) implements ByteSource {
        @Override
        public long size() {
            return source.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            if (position / PAGE == page) {
                throw new IOException("input/output error");
            }
            return source.read(position, target);
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
