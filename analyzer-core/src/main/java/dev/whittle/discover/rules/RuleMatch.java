package dev.whittle.discover.rules;

import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That a trigger matches.
 *
 * @param file real path of what it is true of; empty if it is of the image
 * @param name the path under which it is kept, for a person; what is true of the image if there is none
 * @param text what is true, for a person
 * @param captures the last name of the path, and what the stars of the pattern stand for
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
