package dev.whittle.discover.rules;

/** A rule file whose content is not valid. */
public final class BadRulesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BadRulesException(String where, String reason) {
        super(where + ": " + reason);
        this.reason = where + ": " + reason;
    }

    /** The location in the document and the problem, raw. */
    public String reason() {
        return reason;
    }
}
