package dev.whittle.discover.evidence;

import java.io.IOException;

/**
 * Finds one family of hidden dependencies. It is called again whenever more files are kept, and must return at least
 * the same findings as before, so that the order of detectors does not matter. Several detectors use one context
 * concurrently; a detector's own state is not shared.
 */
public interface Detector {
    Family family();

    void look(Context context, Findings findings) throws IOException;

    /**
     * Finds what is to be kept although nothing shows that it is needed. Called when no detector finds anything new, so
     * this may depend on what is not kept.
     */
    default void lookAtUnexplained(Context context, Findings findings) throws IOException {}
}
