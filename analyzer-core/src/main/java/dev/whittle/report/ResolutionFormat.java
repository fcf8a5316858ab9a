package dev.whittle.report;

import dev.whittle.resolve.load.Resolution;

/** A format for resolutions. The concatenated parts are the whole text; all are raw. */
public interface ResolutionFormat {
    /** @param count of files that will follow */
    default String begin(int count) {
        return "";
    }

    String print(Resolution resolution);

    /** Receives a part of the text. */
    interface Sink<E extends Exception> {
        void accept(String raw) throws E;
    }

    /** Like {@link #print(Resolution)}, in parts if the whole may be too large. */
    default <E extends Exception> void print(Resolution resolution, Sink<E> sink) throws E {
        sink.accept(print(resolution));
    }

    /** The parts of a format that prints in parts, as one text. */
    static String joined(ResolutionFormat format, Resolution resolution) {
        StringBuilder whole = new StringBuilder();
        format.print(resolution, whole::append);
        return whole.toString();
    }

    /** For a file that cannot be resolved; the reason is printed elsewhere. */
    default String failed(String name) {
        return "";
    }

    default String end() {
        return "";
    }
}
