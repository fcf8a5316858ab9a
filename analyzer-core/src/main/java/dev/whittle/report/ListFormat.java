package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Resolution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One path per line, as the loader opens it, each once for all requested files. For pipes, so a path that contains a
 * line break is left out.
 */
public final class ListFormat implements ResolutionFormat {
    private final Set<String> printed = new HashSet<>();

    @Override
    public String print(Resolution resolution) {
        StringBuilder out = new StringBuilder();
        resolution.interpreter().filter(i -> !i.isMissing()).ifPresent(i -> line(out, i.path()));
        for (LoadedObject object : resolution.objects()) {
            line(out, object.path());
        }
        return out.toString();
    }

    /** What is left out of the list, one line of text each. */
    public static List<String> unsayable(Resolution resolution) {
        List<String> lines = new ArrayList<>();
        for (LoadedObject object : resolution.objects()) {
            if (isUnsayable(object.path())) {
                lines.add(unsayable(object.path()));
            }
        }
        resolution
                .interpreter()
                .filter(interpreter -> !interpreter.isMissing() && isUnsayable(interpreter.path()))
                .ifPresent(interpreter -> lines.add(unsayable(interpreter.path())));
        return lines;
    }

    /** Whether no line can represent this path. */
    public static boolean isUnsayable(String path) {
        return path.indexOf('\n') >= 0;
    }

    /** @return for display */
    public static String unsayable(String path) {
        return RawText.visible(path) + ": not in the list: a line cannot hold its name; --format json does";
    }

    private void line(StringBuilder out, String path) {
        if (!isUnsayable(path) && printed.add(path)) {
            out.append(path).append('\n');
        }
    }
}
