package dev.whittle.explain;

/** A file that is not a report, or an inconsistent one. The message is raw. */
public final class BadReportException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadReportException(String reason) {
        super(reason);
    }

    /** Raw. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
