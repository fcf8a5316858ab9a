package dev.whittle.trial;

/**
 * One thing that two images do, side by side.
 *
 * @param name what is compared; of a question, the question, raw
 * @param original what the original does, one line, raw
 * @param slim what the slim image does, likewise
 */
public record Check(Kind kind, String name, String original, String slim, Verdict verdict) {
    /** What is compared. */
    public enum Kind {
        START,
        RUN,
        HEALTH,
        PORTS,
        OUTPUT,
        QUESTION,
        STOP
    }

    /** What came of it. */
    public enum Verdict {
        EQUAL,
        DIFFERENT,
        /** One of the two cannot be known. */
        UNKNOWN
    }
}
