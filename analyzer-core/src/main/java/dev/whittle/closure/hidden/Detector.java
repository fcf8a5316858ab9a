package dev.whittle.closure.hidden;

import java.io.IOException;

/**
 * Sees one family of hidden dependencies. It is asked again whenever more is kept, says the same again, and must never
 * take back what it said: so that the order of detectors does not matter. Several look at one scene at a time; what one of them
 * remembers is its own.
 */
interface Detector {
    Family family();

    void look(Scene scene, Findings findings) throws IOException;
}
