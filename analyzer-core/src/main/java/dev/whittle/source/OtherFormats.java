package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.util.Map;

/** Formats of files that are recognised, but not read as roots. */
final class OtherFormats {
    /** The first four bytes of a file, and what to do with it. */
    private static final Map<String, String> KNOWN = Map.of(
            "hsqs", "a squashfs, which is not read; unsquashfs -d DIR FILE, and take dir:DIR",
            "\177ELF", "an ELF file, no root; an AppImage unpacks itself with --appimage-extract");

    private OtherFormats() {}

    /** @throws BadArchiveException if it is something that is known not to be an archive of a root */
    static void refuse(String shown, ByteSource content) throws IOException, BadArchiveException {
        String other = KNOWN.get(RawText.of(content.head(4)));
        if (other != null) {
            throw new BadArchiveException(shown, 0, other);
        }
    }
}
