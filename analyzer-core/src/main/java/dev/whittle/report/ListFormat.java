package dev.whittle.report;

import dev.whittle.resolve.LoadedObject;
import dev.whittle.resolve.Resolution;
import java.util.HashSet;
import java.util.Set;

/** One path a line, as the loader opens it, each once however many files were asked for. Fit for a pipe. */
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

    private void line(StringBuilder out, String path) {
        if (printed.add(path)) {
            out.append(path).append('\n');
        }
    }
}
