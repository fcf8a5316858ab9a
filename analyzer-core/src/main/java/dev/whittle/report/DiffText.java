package dev.whittle.report;

import dev.whittle.bytes.HumanSize;
import dev.whittle.bytes.RawText;
import dev.whittle.diff.Change;
import dev.whittle.diff.ClosureChange;
import dev.whittle.diff.LibraryChange;
import dev.whittle.diff.PackageChange;
import dev.whittle.diff.RootDiff;
import dev.whittle.image.ConfigDifference;
import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A difference for a person: raw lines; how much first, then each part, of files the ones that weigh most first. */
public final class DiffText {
    private static final int FEW_PROGRAMS = 3;

    private final int limit;

    /** @param limit of lines for each part; the others are counted */
    public DiffText(int limit) {
        this.limit = limit;
    }

    /**
     * How much there is on both sides.
     *
     * @param layers whether the bytes are those of an image's layers, as {@code docker images} counts; else those of the files
     */
    public record Totals(long bytesBefore, long bytesAfter, int filesBefore, int filesAfter, boolean layers) {}

    public String print(RootDiff diff, List<ConfigDifference> config, Totals totals) {
        StringBuilder out = new StringBuilder(String.join("\n", totals(diff, config, totals))).append('\n');
        if (diff.isEmpty() && config.isEmpty()) {
            return out.toString();
        }
        out.append('\n');
        part("configuration", config.stream().map(DiffText::line).toList(), out);
        part(
                "libraries of programs that both have",
                diff.closures().stream().map(DiffText::line).toList(),
                out);
        part("libraries", diff.libraries().stream().map(DiffText::line).toList(), out);
        part("packages", diff.packages().stream().map(DiffText::line).toList(), out);
        part(
                "files",
                diff.files().stream()
                        .sorted(Comparator.comparingLong(DiffText::weight).reversed())
                        .map(DiffText::line)
                        .toList(),
                out);
        return out.substring(0, out.length() - 1);
    }

    private static long weight(Change change) {
        return Math.max(change.before(), change.after());
    }

    /** One line, whatever there is. */
    public static String summary(RootDiff diff, List<ConfigDifference> config, Totals totals) {
        return String.join("; ", totals(diff, config, totals));
    }

    /** The same in lines that a terminal of 80 columns has room for. */
    private static List<String> totals(RootDiff diff, List<ConfigDifference> config, Totals totals) {
        if (diff.isEmpty() && config.isEmpty()) {
            return List.of("no difference");
        }
        String sizes = HumanSize.change(totals.bytesBefore(), totals.bytesAfter())
                + (totals.layers() ? " as Docker counts" : "") + "; " + totals.filesBefore() + " -> "
                + totals.filesAfter() + " files";
        String parts = "paths: " + count(diff, Change.Kind.COME) + " added, "
                + count(diff, Change.Kind.GONE) + " removed, "
                + count(diff, Change.Kind.CHANGED) + " changed; libraries: "
                + diff.libraries().size()
                + (diff.packages().isEmpty()
                        ? ""
                        : "; packages: " + diff.packages().size())
                + (config.isEmpty() ? "" : "; config: " + config.size());
        String programs = "libraries of programs: "
                + closures(diff, ClosureChange.Kind.NEWLY_MISSING) + " newly missing, "
                + closures(diff, ClosureChange.Kind.NEWLY_FOUND) + " newly found, "
                + closures(diff, ClosureChange.Kind.MOVED) + " found elsewhere";
        return List.of(sizes, parts, programs);
    }

    private void part(String name, List<String> lines, StringBuilder out) {
        if (lines.isEmpty() || limit == 0) {
            return;
        }
        out.append(name).append(" (").append(lines.size()).append("):\n");
        lines.stream()
                .limit(limit)
                .forEach(line -> out.append("  ").append(line).append('\n'));
        if (lines.size() > limit) {
            out.append("  and ").append(lines.size() - limit).append(" more (-v lists them)\n");
        }
        out.append('\n');
    }

    private static String line(Change change) {
        return switch (change.kind()) {
            case COME -> "+ " + change.path() + size(change.after());
            case GONE -> "- " + change.path() + size(change.before());
            case CHANGED ->
                "~ " + change.path() + ": " + String.join(", ", change.what())
                        + (change.before() == change.after()
                                ? ""
                                : " (" + HumanSize.of(change.before()) + " -> " + HumanSize.of(change.after()) + ")");
        };
    }

    private static String size(long bytes) {
        return bytes == 0 ? "" : " (" + HumanSize.of(bytes) + ")";
    }

    private static String line(LibraryChange change) {
        String soname = RawText.visible(change.soname()) + " (" + change.machine() + "): ";
        return switch (change.kind()) {
            case COME -> "+ " + soname + list(change.after());
            case GONE -> "- " + soname + list(change.before());
            case CHANGED ->
                "~ " + soname
                        + (change.before().equals(change.after())
                                ? "content differs in " + list(change.after())
                                : list(change.before()) + " -> " + list(change.after()));
        };
    }

    private static String line(PackageChange change) {
        String name = RawText.visible(change.name()) + " (" + change.type() + "): ";
        return switch (change.kind()) {
            case COME -> "+ " + name + versions(change.after());
            case GONE -> "- " + name + versions(change.before());
            case CHANGED -> "~ " + name + versions(change.before()) + " -> " + versions(change.after());
        };
    }

    private static String versions(List<String> versions) {
        return RawText.visible(String.join(", ", versions));
    }

    private static String line(ClosureChange change) {
        List<String> shown = new ArrayList<>(change.programs().stream()
                .limit(FEW_PROGRAMS)
                .map(RootPath::toString)
                .toList());
        int more = change.programs().size() - shown.size();
        return what(change) + ", for " + String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String what(ClosureChange change) {
        String name = RawText.visible(change.name());
        String before = RawText.visible(change.before());
        String after = RawText.visible(change.after());
        boolean isMove = change.kind() == ClosureChange.Kind.MOVED;
        if (isMove && change.before().equals(ClosureChange.NOT_ASKED)) {
            return "now needed: " + name + " => " + after;
        }
        if (isMove && change.after().equals(ClosureChange.NOT_ASKED)) {
            return "no longer needed: " + name;
        }
        String kind = change.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return kind + ": " + name + ": " + before + " -> " + after;
    }

    private static String line(ConfigDifference change) {
        return RawText.visible(RawText.ofText(change.key())) + ": " + shown(change.before()) + " -> "
                + shown(change.after());
    }

    private static String shown(String text) {
        return text.isEmpty() ? "none" : RawText.visible(RawText.ofText(text));
    }

    private static String list(List<RootPath> paths) {
        return String.join(", ", paths.stream().map(RootPath::toString).toList());
    }

    private static long count(RootDiff diff, Change.Kind kind) {
        return diff.files().stream().filter(change -> change.kind() == kind).count();
    }

    private static long closures(RootDiff diff, ClosureChange.Kind kind) {
        return diff.closures().stream().filter(change -> change.kind() == kind).count();
    }
}
