package dev.whittle.closure.hidden;

/** A file of families that says something else than families. */
public final class BadFamiliesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BadFamiliesException(String where, String reason) {
        super(where + ": " + reason);
        this.reason = where + ": " + reason;
    }

    /** The place in the document and what is wrong there, raw. */
    public String reason() {
        return reason;
    }
}
