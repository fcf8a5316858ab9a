package dev.whittle.trial;

import java.io.IOException;

/** Time that passes: the core reads no clock. */
public interface Ticker {
    /** Milliseconds since some moment; never goes back. */
    long millis();

    /** Waits so many milliseconds; shows who waits how far the work is. */
    void pause(long millis) throws IOException;
}
