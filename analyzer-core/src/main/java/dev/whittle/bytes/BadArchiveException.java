package dev.whittle.bytes;

/** An archive, or a compressed file, that contradicts itself, is cut short, or asks for more than is allowed. */
public final class BadArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final long NOWHERE = -1;

    private final String what;
    private final long offset;
    private final String reason;

    /**
     * @param what the archive, as a person knows it, raw
     * @param offset where in it, in bytes
     * @param reason raw
     */
    public BadArchiveException(String what, long offset, String reason) {
        super(RawText.text(RawText.visible(what + ": " + reason))
                + (offset == NOWHERE ? "" : " (at offset " + offset + ")"));
        this.what = what;
        this.offset = offset;
        this.reason = reason;
    }

    /** Of a fault that has no place: a digest that does not match. */
    public BadArchiveException(String what, String reason) {
        this(what, NOWHERE, reason);
    }

    public String what() {
        return what;
    }

    /** In bytes; -1 for a fault that has no place. */
    public long offset() {
        return offset;
    }

    public String reason() {
        return reason;
    }
}
