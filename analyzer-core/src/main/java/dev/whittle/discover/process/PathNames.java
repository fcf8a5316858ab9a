package dev.whittle.discover.process;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names of the files in the directories of PATH. */
final class PathNames {
    private final Set<String> names = new TreeSet<>();

    /** Read once. */
    Set<String> of(Context context) throws IOException {
        if (names.isEmpty()) {
            for (String directory : context.commands().directories()) {
                Optional<RootPath> place = context.directory(directory);
                if (place.isPresent()) {
                    context.list(place.get()).forEach(path -> names.add(path.name()));
                }
            }
        }
        return names;
    }
}
