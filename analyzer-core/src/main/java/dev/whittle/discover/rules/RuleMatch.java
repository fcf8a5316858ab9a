package dev.whittle.discover.rules;

import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A match of a trigger.
 *
 * @param file real path of the matching file; empty if the trigger is about the image
 * @param name the path under which it is kept, for display; the condition if there is no file
 * @param text the condition, for display
 * @param captures the last component of the path, and what the stars of the pattern matched
 */
record RuleMatch(Optional<RootPath> file, String name, String text, List<String> captures) {
    static RuleMatch ofImage(String text) {
        return new RuleMatch(Optional.empty(), text, text, List.of());
    }

    static RuleMatch of(RootPath real, RootPath path, String text, List<String> stars) {
        List<String> captures = new ArrayList<>(List.of(path.name()));
        captures.addAll(stars);
        return new RuleMatch(Optional.of(real), path.raw(), text, List.copyOf(captures));
    }
}
