package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The string table of an ELF file under construction; the empty string is first (gabi 4, "String Table"). */
final class ElfStrings {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ElfStrings() {
        bytes.write(0);
    }

    /** Adds the text and returns its offset. */
    int add(String text) {
        int at = bytes.size();
        bytes.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return at;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
