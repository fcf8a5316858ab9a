package dev.whittle.closure.start;

import dev.whittle.process.Environment;
import dev.whittle.process.Invocation;
import dev.whittle.process.Marked;
import dev.whittle.resolve.load.LoaderVariables;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Variables of a started process that its loader reads, if they differ from the image's. */
public final class LoaderEnvironment {
    private static final String LIBRARY_PATH = "LD_LIBRARY_PATH";
    private static final String PRELOAD = "LD_PRELOAD";

    private LoaderEnvironment() {}

    /**
     * Empty if it is the same as in the image's environment. If a variable may have several values, all directories
     * count; unknown parts are left out.
     */
    public static Optional<LoaderVariables> of(Invocation invocation, Environment image) {
        Set<String> path = invocation.environment().get(LIBRARY_PATH);
        Set<String> preload = invocation.environment().get(PRELOAD);
        if (path.equals(image.get(LIBRARY_PATH)) && preload.equals(image.get(PRELOAD))) {
            return Optional.empty();
        }
        List<String> directories = elements(path, "[:;]", invocation.directory());
        return Optional.of(new LoaderVariables(
                directories.isEmpty() ? Optional.empty() : Optional.of(String.join(":", directories)),
                elements(preload, "[: ]", "")));
    }

    /** @param directory base of relative ones; empty for names that are searched for */
    private static List<String> elements(Set<String> values, String separators, String directory) {
        Set<String> all = new LinkedHashSet<>();
        for (String value : values) {
            for (String element : value.split(separators, -1)) {
                if (Marked.isKnown(element) && !element.isEmpty() && element.indexOf('\0') < 0) {
                    String plain = Marked.plain(element);
                    boolean relative = !directory.isEmpty() && !plain.startsWith("/") && !plain.startsWith("$");
                    all.add(relative && Marked.isKnown(directory) ? directory + "/" + plain : plain);
                }
            }
        }
        return new ArrayList<>(all);
    }
}
