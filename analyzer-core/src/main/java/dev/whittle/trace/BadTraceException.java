package dev.whittle.trace;

/** None of its lines is one of a trace. */
public final class BadTraceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BadTraceException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** For the user, raw. */
    public String reason() {
        return reason;
    }
}
