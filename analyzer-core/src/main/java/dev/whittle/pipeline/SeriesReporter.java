package dev.whittle.pipeline;

/**
 * Follows a run that makes several images. A failure here ends the run, and nothing is written.
 *
 * @param <X> type of the failure
 */
public interface SeriesReporter<X extends Exception> {
    /**
     * Follows one image.
     *
     * @param name what tells it from the others: its platform, or its source as the user names it; raw
     */
    Reporter<X> image(String name);

    /** The source is read outside of an image's own phases; closed at its end. */
    default Reporter.Phase reading() {
        return () -> {};
    }

    /** All images are written and checked, and appear after this. */
    default void appearing() throws X {}

    /** Follows nothing. */
    static SeriesReporter<RuntimeException> none() {
        return name -> Reporter.none();
    }
}
