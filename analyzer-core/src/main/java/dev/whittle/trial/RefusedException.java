package dev.whittle.trial;

/** An engine does not start a container. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason the engine's own words, one line, raw */
    public RefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** In the engine's own words, raw. */
    public String reason() {
        return reason;
    }
}
