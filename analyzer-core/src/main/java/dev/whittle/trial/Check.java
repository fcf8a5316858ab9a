package dev.whittle.trial;

/**
 * One aspect of two images, compared.
 *
 * @param name of the aspect; for a question, the question, raw
 * @param original what the original does, one line, raw
 * @param slim what the slim image does, likewise
 */
public record Check(Kind kind, String name, String original, String slim, Verdict verdict) {
    /** Aspects that are compared. */
    public enum Kind {
        START,
        RUN,
        HEALTH,
        PORTS,
        OUTPUT,
        QUESTION,
        STOP
    }

    /** The result of a comparison. */
    public enum Verdict {
        EQUAL,
        DIFFERENT,
        /** One of the two is not known. */
        UNKNOWN
    }
}
