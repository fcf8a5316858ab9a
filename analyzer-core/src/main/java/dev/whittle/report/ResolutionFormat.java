package dev.whittle.report;

import dev.whittle.resolve.Resolution;

/** One way of printing resolutions. The parts, one after the other, are the whole text; all are raw. */
public interface ResolutionFormat {
    /** @param count of files that will follow */
    default String begin(int count) {
        return "";
    }

    String print(Resolution resolution);

    /** For a file that cannot be resolved: why stands elsewhere. */
    default String failed(String name) {
        return "";
    }

    default String end() {
        return "";
    }
}
