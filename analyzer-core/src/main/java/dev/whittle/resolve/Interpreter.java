package dev.whittle.resolve;

import dev.whittle.path.RootPath;
import java.util.Optional;

/**
 * The loader of a program.
 *
 * @param path PT_INTERP, raw; for a library alone, the root's loader for its architecture
 * @param realPath the file; empty if the root has none
 * @param problem why it is not there; empty if it is
 * @param requested whether the file itself names it
 * @param libc whose rules it follows: told by the file, or by the name if there is none
 */
public record Interpreter(String path, Optional<RootPath> realPath, String problem, boolean requested, Libc libc) {
    public boolean isMissing() {
        return realPath.isEmpty();
    }
}
