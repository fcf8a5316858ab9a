package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The string table of an ELF file in the making; the empty string stands first (gabi 4, "String Table"). */
final class ElfStrings {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ElfStrings() {
        bytes.write(0);
    }

    /** Where the text stands from now on. */
    int add(String text) {
        int at = bytes.size();
        bytes.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return at;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
