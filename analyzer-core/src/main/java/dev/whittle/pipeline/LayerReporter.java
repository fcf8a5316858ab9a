package dev.whittle.pipeline;

import dev.whittle.write.LayerSummary;

/**
 * Follows the writing of a layer.
 *
 * @param <X> type of the failure, which leaves no output
 */
@FunctionalInterface
public interface LayerReporter<X extends Exception> {
    /** The layer is written and checked, and appears after this. */
    void written(LayerSummary summary) throws X;

    /** Follows nothing. */
    static LayerReporter<RuntimeException> none() {
        return summary -> {};
    }
}
