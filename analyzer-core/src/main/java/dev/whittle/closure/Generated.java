package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Optional;

/**
 * A file whose content is not from the root, or a file of the root that is left out.
 *
 * @param path links unresolved: it is written at their target
 * @param content in memory, so that nothing must be closed; empty if the file is left out
 * @param reasons at least one
 * @param keepsTime whether it has the time of the file that it replaces, and not that of the newest kept file
 */
public record Generated(RootPath path, Optional<ByteSource> content, List<Reason> reasons, boolean keepsTime) {
    /** With the time of the newest kept file. */
    public Generated(RootPath path, Optional<ByteSource> content, List<Reason> reasons) {
        this(path, content, reasons, false);
    }

    public Generated {
        reasons = List.copyOf(reasons);
    }
}
