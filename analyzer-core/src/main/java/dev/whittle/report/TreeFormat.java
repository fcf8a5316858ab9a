package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.elf.Linkage;
import dev.whittle.resolve.load.Attempt;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Place;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.Variant;
import dev.whittle.resolve.load.VersionProblem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What needs what, and where it was found. The dependencies of an object are printed once, below the request that
 * loaded it; other requests for it are dim.
 */
public final class TreeFormat implements ResolutionFormat {
    /** Number of characters that are printed at once. */
    private static final int PIECE = 1 << 16;

    private final Style style;
    private final boolean attempts;
    private final PlaceText places = new PlaceText(RawText::visible);
    private boolean first = true;

    /** @param attempts whether to show each place that was tried for a missing library */
    public TreeFormat(Style style, boolean attempts) {
        this.style = style;
        this.attempts = attempts;
    }

    /** A line to be printed: an edge at a depth. The prefix contains the lines of the levels above. */
    private record Pending(Edge edge, String prefix, boolean last) {}

    @Override
    public String print(Resolution resolution) {
        return ResolutionFormat.joined(this, resolution);
    }

    @Override
    public <E extends Exception> void print(Resolution resolution, Sink<E> sink) throws E {
        StringBuilder out = new StringBuilder(first ? "" : "\n");
        first = false;
        LoadedObject program = resolution.program();
        out.append(style.strong(show(program.path()))).append("  ").append(style.faint(summary(resolution)));
        out.append('\n');
        Map<LoadedObject, List<Edge>> edges = new HashMap<>();
        for (Edge edge : resolution.edges()) {
            edges.computeIfAbsent(edge.requester(), o -> new ArrayList<>()).add(edge);
        }
        Deque<Pending> pending = new ArrayDeque<>();
        Set<LoadedObject> described = new HashSet<>(Set.of(program));
        push(pending, edges.getOrDefault(program, List.of()), "");
        while (!pending.isEmpty()) {
            if (out.length() > PIECE) {
                sink.accept(out.toString());
                out.setLength(0);
            }
            Pending line = pending.pop();
            String below = line.prefix + (line.last ? "    " : bar());
            out.append(style.faint(line.prefix + (line.last ? corner() : branch())));
            boolean loads = line.edge.outcome() instanceof Outcome.Found found
                    && (found.first() || found.object().place().kind() == Place.Kind.LOADER)
                    && described.add(found.object());
            describe(out, line.edge, below, loads);
            if (loads && line.edge.outcome() instanceof Outcome.Found found) {
                push(pending, edges.getOrDefault(found.object(), List.of()), below);
            }
        }
        for (VersionProblem problem : resolution.versionErrors()) {
            out.append(style.bad(ResolutionFindings.version(problem))).append('\n');
        }
        sink.accept(out.toString());
    }

    private static void push(Deque<Pending> pending, List<Edge> edges, String prefix) {
        for (int i = edges.size() - 1; i >= 0; i--) {
            pending.push(new Pending(edges.get(i), prefix, i == edges.size() - 1));
        }
    }

    private void describe(StringBuilder out, Edge edge, String below, boolean loads) {
        String name = show(edge.name());
        String kind = edge.kind() == Edge.Kind.NEEDED
                ? ""
                : " " + style.faint("(" + edge.kind().name().toLowerCase(Locale.ROOT) + ")");
        if (edge.outcome() instanceof Outcome.Found found) {
            LoadedObject object = found.object();
            if (!loads) {
                out.append(style.faint(name)).append(kind).append('\n');
                return;
            }
            String path = object.path().equals(edge.name()) ? "" : " => " + style.good(show(object.path()));
            out.append(name).append(kind).append(path).append(' ');
            out.append(style.faint("[" + show(object.place().describe()) + "]" + variants(object)));
            out.append('\n');
            return;
        }
        List<Attempt> tried;
        if (edge.outcome() instanceof Outcome.Fatal fatal) {
            out.append(style.bad(name + " => " + show(fatal.path()) + ": " + show(fatal.reason())));
            tried = fatal.attempts();
        } else {
            out.append(edge.isRequired() ? style.bad(name + " => not found") : name + " => not found");
            tried = ((Outcome.Missing) edge.outcome()).attempts();
        }
        out.append(kind).append('\n');
        if (attempts) {
            for (Attempt attempt : tried) {
                out.append(style.faint(below + "    " + show(attempt.path()) + ": " + attempt.outcome() + " ["
                                + places.of(attempt.place()) + "]"))
                        .append('\n');
            }
        }
    }

    private String variants(LoadedObject object) {
        StringBuilder text = new StringBuilder();
        for (Variant variant : object.variants()) {
            text.append(" (on ")
                    .append(variant.level())
                    .append(": ")
                    .append(show(variant.path()))
                    .append(')');
        }
        return text.toString();
    }

    private String summary(Resolution resolution) {
        String machine = resolution.program().facts().machine().name();
        Linkage linkage = resolution.linkage();
        if (linkage == Linkage.STATIC || linkage == Linkage.STATIC_PIE) {
            return machine + ", static: no loader, no libraries";
        }
        if (linkage == Linkage.NOT_LOADABLE) {
            return machine + ", " + resolution.program().facts().header().typeName() + ": nothing that is loaded";
        }
        String libc =
                resolution.libc().map(l -> l.name().toLowerCase(Locale.ROOT)).orElse("");
        String suffix = linkage == Linkage.LIBRARY ? ", library" : "";
        return machine + ", " + libc + suffix
                + resolution.interpreter().map(this::interpreter).orElse("");
    }

    private String interpreter(Interpreter interpreter) {
        if (!interpreter.isMissing()) {
            return ", loader " + show(interpreter.path());
        }
        String missing = "loader " + show(interpreter.path()) + ": " + interpreter.problem();
        return ", " + (interpreter.requested() ? style.bad(missing) : missing);
    }

    private static String show(String raw) {
        return RawText.visible(raw);
    }

    private String bar() {
        return style.unicode() ? RawText.ofText("│   ") : "|   ";
    }

    private String branch() {
        return style.unicode() ? RawText.ofText("├── ") : "|-- ";
    }

    private String corner() {
        return style.unicode() ? RawText.ofText("└── ") : "`-- ";
    }
}
