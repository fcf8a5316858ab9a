package dev.whittle.verify;

/** The output differs from what was intended: a bug, or a medium that does not store what it is given. */
public final class DifferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String raw;

    /** @param raw what differs, one line */
    DifferenceException(String raw) {
        super(raw);
        this.raw = raw;
    }

    DifferenceException(String raw, Throwable cause) {
        super(raw, cause);
        this.raw = raw;
    }

    /** What differs, raw. */
    public String raw() {
        return raw;
    }
}
