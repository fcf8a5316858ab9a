package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Optional;

/**
 * A file whose bytes do not come from the root, or one of the root's that is left out.
 *
 * @param path links unresolved: it is written where they lead
 * @param content in memory, so that nothing must be closed; empty if the file is left out
 * @param reasons why, at least one
 * @param keepsTime whether it has the time of the file that it stands for, and not that of the newest file kept
 */
public record Generated(RootPath path, Optional<ByteSource> content, List<Reason> reasons, boolean keepsTime) {
    /** With the time of the newest file kept. */
    public Generated(RootPath path, Optional<ByteSource> content, List<Reason> reasons) {
        this(path, content, reasons, false);
    }

    public Generated {
        reasons = List.copyOf(reasons);
    }
}
