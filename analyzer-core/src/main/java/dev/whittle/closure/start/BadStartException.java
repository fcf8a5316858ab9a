package dev.whittle.closure.start;

/** The image cannot be started: the first file in its configuration does not exist or is not a program. */
public final class BadStartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line of text, raw */
    BadStartException(String message) {
        super(message);
    }

    public String raw() {
        return String.valueOf(getMessage());
    }
}
