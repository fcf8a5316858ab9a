package dev.whittle.cli.console;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import java.io.IOException;

/** A failure that is reported in one line. */
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

    /**
     * A temporary file could not be written.
     *
     * @param directory raw
     */
    public static FailureException ofSpool(String directory, IOException failure) {
        return new FailureException(
                ExitCode.OUTPUT,
                "cannot write the spool file in " + RawText.visible(directory) + ": " + Messages.reason(failure)
                        + "; TMPDIR chooses another directory",
                failure);
    }

    public int exitCode() {
        return exitCode;
    }

    /** Empty if there is nothing to report. */
    public String raw() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
