package dev.whittle.elf;

import java.util.Optional;

/**
 * What came of looking at a file: its facts, or why there are none. A loader judges a candidate step by step, so the
 * steps that went well are kept.
 *
 * @param size of the file, in bytes
 * @param identification the first 16 bytes (fewer if the file is shorter), raw
 * @param header if the identification is one that this reader knows
 * @param facts if all of it could be read; else {@code problem} is present
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

    /** @throws BadElfException if there are none */
    public ElfFacts orThrow() throws BadElfException {
        if (facts.isEmpty()) {
            throw problem.orElseThrow();
        }
        return facts.get();
    }
}
