package dev.whittle.resolve.load;

import dev.whittle.path.RootPath;
import java.util.Optional;

/**
 * The loader of a program.
 *
 * @param path PT_INTERP, raw; for a library on its own, the root's loader for its architecture
 * @param realPath the file; empty if the root has none
 * @param problem why it is missing; empty if it is not
 * @param requested whether the file itself names it
 * @param libc whose rules it follows: according to the file, or to its name if there is no file
 */
public record Interpreter(String path, Optional<RootPath> realPath, String problem, boolean requested, Libc libc) {
    public boolean isMissing() {
        return realPath.isEmpty();
    }
}
