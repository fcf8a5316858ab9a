package dev.whittle.pipeline;

import dev.whittle.report.SlimResult;

/**
 * Follows a run, in the order of its methods. A failure here ends the run, and nothing is written.
 *
 * @param <X> type of the failure
 */
public interface Reporter<X extends Exception> {
    /** A phase begins; closed at its end. */
    interface Phase extends AutoCloseable {
        @Override
        void close();
    }

    /** The source is looked through for what to keep. */
    default Phase analysing() {
        return () -> {};
    }

    /** It is known what is kept. */
    default void planned(SlimPipeline pipeline, SlimPlan plan) throws X {}

    /** The output is complete and checked; what is left is to wait until all of the source is. */
    default void confirming() throws X {}

    /** The output appears after this. What must exist with it is written here. */
    default void written(SlimPipeline pipeline, SlimPlan plan, SlimResult result) throws X {}

    /** Follows nothing. */
    static Reporter<RuntimeException> none() {
        return new Reporter<>() {};
    }
}
