package dev.whittle.write;

import dev.whittle.image.Digest;
import java.util.List;

/**
 * An image of several platforms that was written.
 *
 * @param names it has in the destination: references in a docker archive, tags in a layout
 */
public record IndexSummary(Digest digest, List<String> names) {
    public IndexSummary {
        names = List.copyOf(names);
    }
}
