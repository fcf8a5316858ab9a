package dev.whittle.cli.console;

/** An end that a person is told of in one line. */
public final class FailureException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param message raw, without a final newline */
    public FailureException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public FailureException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** Empty if there is nothing to tell. */
    public String raw() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
