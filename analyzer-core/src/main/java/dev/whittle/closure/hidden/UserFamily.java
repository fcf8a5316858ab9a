package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import java.util.List;
import java.util.Optional;

/**
 * A family that a person describes: docs/families.md. All strings are raw.
 *
 * @param file that describes it, for the evidence
 * @param all whether every trigger must match, not any
 * @param paths globs of what to keep as it is
 * @param trees globs of what to keep with all below it
 */
public record UserFamily(
        Family family,
        String file,
        Finding.Level level,
        boolean all,
        List<Trigger> triggers,
        List<String> paths,
        List<String> trees) {
    public UserFamily {
        triggers = List.copyOf(triggers);
        paths = List.copyOf(paths);
        trees = List.copyOf(trees);
    }

    /**
     * What one kept file must be like, in all that is given.
     *
     * @param path glob of its path
     * @param soname glob of a library that it needs
     * @param symbol that it imports
     * @param string that stands in its content
     */
    public record Trigger(
            Optional<String> path, Optional<String> soname, Optional<String> symbol, Optional<String> string) {}
}
