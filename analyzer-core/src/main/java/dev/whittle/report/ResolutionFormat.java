package dev.whittle.report;

import dev.whittle.resolve.Resolution;

/** One way of printing resolutions. The parts, one after the other, are the whole text; all are raw. */
public interface ResolutionFormat {
    /** @param count of files that will follow */
    default String begin(int count) {
        return "";
    }

    String print(Resolution resolution);

    /** Takes a part of the text. */
    interface Sink<E extends Exception> {
        void accept(String raw) throws E;
    }

    /** As {@link #print(Resolution)}, in pieces where the whole may be too much to hold. */
    default <E extends Exception> void print(Resolution resolution, Sink<E> sink) throws E {
        sink.accept(print(resolution));
    }

    /** For a file that cannot be resolved: why stands elsewhere. */
    default String failed(String name) {
        return "";
    }

    default String end() {
        return "";
    }
}
