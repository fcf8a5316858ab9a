package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderOptions;
import java.util.List;

/**
 * What to scan.
 *
 * @param below only files here: directories or files of the root, links followed; their dependencies may be anywhere
 * @param symbols whether to look up each symbol, as {@code ldd -r} and {@code ldd -u} do
 */
public record ScanRequest(List<RootPath> below, LoaderOptions options, boolean symbols) {
    public ScanRequest {
        below = List.copyOf(below);
    }

    /** Receives the progress; called by several threads. */
    public interface Progress {
        /** Share of finding the files in the total work, and the same share for resolving them. */
        long HALF = 1000;

        /** @param total never 0 */
        void update(long done, long total);
    }
}
