package dev.whittle.scan;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * One ELF file of a root.
 *
 * @param size in bytes
 * @param needs the real paths of what it needs itself, as the loader finds it for the file alone; not what those need
 */
public record ScannedElf(RootPath path, Kind kind, long size, List<RootPath> needs) {
    public enum Kind {
        PROGRAM,
        LIBRARY,
        /** What no loader has work with: static programs, objects, damaged files. */
        OTHER
    }

    public ScannedElf {
        needs = List.copyOf(needs);
    }
}
