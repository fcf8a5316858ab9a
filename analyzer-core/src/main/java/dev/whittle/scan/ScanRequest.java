package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.LoaderOptions;
import java.util.List;

/**
 * What to look at.
 *
 * @param below only files here: directories or files of the root, links followed; what they need is found anywhere
 * @param symbols whether to look for each symbol, as {@code ldd -r} and {@code ldd -u} do
 */
public record ScanRequest(List<RootPath> below, LoaderOptions options, boolean symbols) {
    public ScanRequest {
        below = List.copyOf(below);
    }

    /** Told how far the work has come; by several threads. */
    public interface Progress {
        /** Parts of the whole that finding the files is, and as many again that answering for them is. */
        long HALF = 1000;

        /** @param total never 0 */
        void update(long done, long total);
    }
}
