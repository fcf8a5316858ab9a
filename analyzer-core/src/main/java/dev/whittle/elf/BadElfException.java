package dev.whittle.elf;

import dev.whittle.bytes.RawText;

/** A file that is no ELF file, or one that contradicts itself. */
public final class BadElfException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final long offset;
    private final String reason;
    private final boolean elf;

    /**
     * @param path as the caller names the file, raw
     * @param offset where in the file, in bytes
     * @param elf whether the file begins as an ELF file does
     */
    BadElfException(String path, long offset, String reason, boolean elf) {
        super(RawText.text(RawText.visible(path)) + ": " + reason + (elf ? " (at offset " + offset + ")" : ""));
        this.path = path;
        this.offset = offset;
        this.reason = reason;
        this.elf = elf;
    }

    public String path() {
        return path;
    }

    public long offset() {
        return offset;
    }

    public String reason() {
        return reason;
    }

    /** False for a text file, an empty one, an image: something that was never an ELF file. */
    public boolean isElf() {
        return elf;
    }
}
