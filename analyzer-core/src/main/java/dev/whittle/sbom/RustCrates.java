package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** The crates in a Rust program that was built with cargo-auditable (PARSING.md): a section with JSON, packed with zlib. */
final class RustCrates {
    private static final String SECTION = ".dep-v0";

    /** Bytes as they lie. Those of a program of a thousand crates are 20 kB. */
    private static final int MAX_PACKED = 2 << 20;

    /** What the format's description calls more than enough. */
    private static final int MAX_PLAIN = 8 << 20;

    private RustCrates() {}

    /** Those that can be read; none if there is no such section, or it is damaged, or larger than is read. */
    static List<Module> of(String path, ByteSource content) throws IOException {
        Optional<byte[]> section;
        try {
            section = ElfReader.section(path, content, SECTION, MAX_PACKED);
        } catch (BadElfException e) {
            return List.of(); // its sections are damaged, and no loader minds
        }
        return section.isPresent() ? unpack(section.get()) : List.of();
    }

    static List<Module> unpack(byte[] packed) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            byte[] plain = in.readNBytes(MAX_PLAIN + 1);
            return plain.length > MAX_PLAIN ? List.of() : JsonMetadata.ofRust(RawText.of(plain));
        } catch (IOException e) {
            return List.of();
        }
    }
}
