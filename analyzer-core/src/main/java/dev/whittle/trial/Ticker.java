package dev.whittle.trial;

import java.io.IOException;

/** A source of time: the core reads no clock. */
public interface Ticker {
    /** Milliseconds since a fixed moment; never decreases. */
    long millis();

    /** Waits this many milliseconds, and shows the progress to the user. */
    void pause(long millis) throws IOException;
}
