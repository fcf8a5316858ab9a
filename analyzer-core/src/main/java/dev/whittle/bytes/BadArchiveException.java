package dev.whittle.bytes;

/** An archive or a compressed file that is inconsistent, truncated, or exceeds a limit. */
public final class BadArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final long NOWHERE = -1;

    private final String subject;
    private final long offset;
    private final String reason;

    /**
     * @param subject the archive, for messages, raw
     * @param offset in it, in bytes
     * @param reason raw
     */
    public BadArchiveException(String subject, long offset, String reason) {
        super(RawText.text(RawText.visible(subject + ": " + reason))
                + (offset == NOWHERE ? "" : " (at offset " + offset + ")"));
        this.subject = subject;
        this.offset = offset;
        this.reason = reason;
    }

    /** For a fault without a position: a digest that does not match. */
    public BadArchiveException(String subject, String reason) {
        this(subject, NOWHERE, reason);
    }

    public String subject() {
        return subject;
    }

    /** In bytes; -1 for a fault without a position. */
    public long offset() {
        return offset;
    }

    public String reason() {
        return reason;
    }
}
