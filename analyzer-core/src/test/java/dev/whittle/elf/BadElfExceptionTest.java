package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BadElfExceptionTest {
    /** For 500,000 files that are not ELF, each exception is cached. */
    @Test
    void it_takes_no_more_memory_than_what_it_says() throws IOException {
        BadElfException problem = ElfReader.inspect("/etc/caf\u00e9", ByteSource.of(new byte[] {1, 2, 3, 4}))
                .problem()
                .orElseThrow();
        assertThat(problem.getStackTrace()).isEmpty();
        assertThat(problem.isElf()).isFalse();
        assertThat(problem).hasMessageStartingWith("/etc/caf\\351: ").hasMessageEndingWith(problem.reason());
    }
}
