package dev.whittle.trial;

/** An engine failed to start a container. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason the engine's message, one line, raw */
    public RefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** The engine's message, raw. */
    public String reason() {
        return reason;
    }
}
