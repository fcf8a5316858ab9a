package dev.whittle.closure.start;

/** The image cannot be started: what its configuration names first is not there or is no program. */
public final class BadStartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line for a person, raw */
    BadStartException(String message) {
        super(message);
    }

    public String raw() {
        return String.valueOf(getMessage());
    }
}
