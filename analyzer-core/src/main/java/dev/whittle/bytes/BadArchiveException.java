package dev.whittle.bytes;

/** An archive or a compressed file that is inconsistent, truncated, or exceeds a limit. */
public final class BadArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final long NOWHERE = -1;

    private final String what;
    private final long offset;
    private final String reason;

    /**
     * @param what the archive, for messages, raw
     * @param offset in it, in bytes
     * @param reason raw
     */
    public BadArchiveException(String what, long offset, String reason) {
        super(RawText.text(RawText.visible(what + ": " + reason))
                + (offset == NOWHERE ? "" : " (at offset " + offset + ")"));
        this.what = what;
        this.offset = offset;
        this.reason = reason;
    }

    /** For a fault without a position: a digest that does not match. */
    public BadArchiveException(String what, String reason) {
        this(what, NOWHERE, reason);
    }

    public String what() {
        return what;
    }

    /** In bytes; -1 for a fault without a position. */
    public long offset() {
        return offset;
    }

    public String reason() {
        return reason;
    }
}
