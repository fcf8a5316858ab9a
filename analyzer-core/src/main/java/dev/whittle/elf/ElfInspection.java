package dev.whittle.elf;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The result of inspecting a file: its facts, or why there are none. A loader checks a candidate step by step, so the
 * results of successful steps are available.
 *
 * @param size of the file, in bytes
 * @param identification the first 16 bytes (fewer if the file is shorter), raw
 * @param header if this reader knows the identification
 * @param facts if all of it could be read; otherwise {@code problem} is present
 */
public record ElfInspection(
        long size,
        String identification,
        Optional<ElfHeader> header,
        Optional<ElfFacts> facts,
        Optional<BadElfException> problem) {
    static final String MAGIC = "\177ELF";

    public boolean hasMagic() {
        return identification.startsWith(MAGIC);
    }

    /** Whether a content begins like an ELF file: reads four bytes. */
    public static boolean hasMagic(ByteSource content) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(MAGIC.length());
        while (head.hasRemaining()) {
            if (content.read(head.position(), head) < 0) {
                return false;
            }
        }
        return RawText.of(head.array()).equals(MAGIC);
    }

    /** @throws BadElfException if there are none */
    public ElfFacts orThrow() throws BadElfException {
        if (facts.isEmpty()) {
            throw problem.orElseThrow();
        }
        return facts.get();
    }
}
