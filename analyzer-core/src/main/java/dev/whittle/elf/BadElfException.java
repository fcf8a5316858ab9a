package dev.whittle.elf;

import dev.whittle.bytes.RawText;

/**
 * A file that is not an ELF file, or one that is inconsistent. Most files of a root are not ELF files, and the result
 * is cached, so there is no stack trace: it would take more memory than everything else stored about a file.
 */
public final class BadElfException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final long offset;
    private final String reason;
    private final boolean elf;

    /**
     * @param path as the caller names the file, raw
     * @param offset in the file, in bytes
     * @param elf whether the file begins like an ELF file
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

    /** False for a text file, an empty file, a picture: something that was never an ELF file. */
    public boolean isElf() {
        return elf;
    }
}
