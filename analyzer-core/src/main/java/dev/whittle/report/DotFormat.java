package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import java.util.LinkedHashSet;
import java.util.Set;

/** A graph for Graphviz: files as nodes, requests as edges; missing ones are red. */
public final class DotFormat implements ResolutionFormat {
    private final Set<String> printed = new LinkedHashSet<>();

    @Override
    public String begin(int count) {
        return "digraph whittle {\n  rankdir=LR;\n  node [shape=box];\n";
    }

    @Override
    public String print(Resolution resolution) {
        StringBuilder out = new StringBuilder();
        line(out, quoted(resolution.program().path()) + " [style=bold];");
        for (Edge edge : resolution.edges()) {
            String from = quoted(edge.requester().path());
            if (edge.outcome() instanceof Outcome.Found found) {
                String style = edge.kind() == Edge.Kind.NEEDED ? "" : " [style=dashed]";
                line(out, from + " -> " + quoted(found.object().path()) + style + ";");
            } else {
                String colour = edge.isRequired() ? "red" : "grey";
                line(out, quoted(edge.name()) + " [color=" + colour + "];");
                line(out, from + " -> " + quoted(edge.name()) + " [color=" + colour + "];");
            }
        }
        return out.toString();
    }

    @Override
    public String end() {
        return "}\n";
    }

    private void line(StringBuilder out, String text) {
        if (printed.add(text)) {
            out.append("  ").append(text).append('\n');
        }
    }

    private static String quoted(String raw) {
        return "\"" + RawText.visible(raw).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
