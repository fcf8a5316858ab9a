package dev.whittle.elf;

import dev.whittle.bytes.RawText;

/**
 * A file that is no ELF file, or one that contradicts itself. Most files of a root are none, and what came of looking at
 * them is remembered: so it has no stack trace, which would take more memory than all else that is known of a file.
 */
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
        super("", null, false, false);
        this.path = path;
        this.offset = offset;
        this.reason = reason;
        this.elf = elf;
    }

    @Override
    public String getMessage() {
        return RawText.text(RawText.visible(path)) + ": " + reason + (elf ? " (at offset " + offset + ")" : "");
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
