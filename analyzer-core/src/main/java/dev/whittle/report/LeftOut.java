package dev.whittle.report;

import dev.whittle.bytes.HumanSize;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is not kept because of its size, although something names it.
 *
 * @param paths files, and directories with their content
 * @param bytes what keeping them would add, with what they need, at most; empty if this is not known
 * @param evidence raw
 * @param partly whether some files below these directories are kept for another reason
 */
public record LeftOut(List<RootPath> paths, OptionalLong bytes, String evidence, boolean partly) {
    private static final int SHOWN = 3;

    /** The minimum for a summary, in bytes. */
    private static final long NOTABLE = 1L << 20;

    public LeftOut {
        paths = List.copyOf(paths);
    }

    /** One for each evidence, in the order in which it was found; a path that several name is listed once. */
    public static List<LeftOut> of(Closure closure) {
        Predicate<RootPath> holdsKept = directory -> closure.selection().all().stream()
                .anyMatch(kept ->
                        kept.node() instanceof Node.RegularFile && kept.path().startsWith(directory));
        return of(closure.hidden(), holdsKept);
    }

    /** @param holdsKept whether a file below a directory is kept */
    static List<LeftOut> of(List<Closure.Hidden> findings, Predicate<RootPath> holdsKept) {
        Map<String, LeftOut> all = new LinkedHashMap<>();
        Set<RootPath> seen = new LinkedHashSet<>();
        for (Closure.Hidden hidden : findings) {
            if (hidden.isLeftOut()) {
                Finding finding = hidden.finding();
                List<RootPath> paths = new ArrayList<>(finding.paths());
                paths.addAll(finding.trees());
                paths.removeIf(path -> !seen.add(path));
                if (!paths.isEmpty()) {
                    all.merge(
                            finding.evidence(),
                            new LeftOut(
                                    paths,
                                    hidden.bytes(),
                                    finding.evidence(),
                                    paths.stream().anyMatch(holdsKept)),
                            LeftOut::together);
                }
            }
        }
        return List.copyOf(all.values());
    }

    /** The sum is an upper limit: libraries that both need count twice. */
    private static LeftOut together(LeftOut first, LeftOut second) {
        List<RootPath> paths = new ArrayList<>(first.paths);
        paths.addAll(second.paths);
        boolean known = first.bytes.isPresent() && second.bytes.isPresent();
        return new LeftOut(
                paths,
                known ? OptionalLong.of(first.bytes.getAsLong() + second.bytes.getAsLong()) : OptionalLong.empty(),
                first.evidence,
                first.partly || second.partly);
    }

    /**
     * Whether it is worth a line in a summary: it is really large, and of a directory nothing is kept. Where some of it is,
     * a family knows what is used.
     */
    public boolean isNotable() {
        return !partly && bytes.orElse(NOTABLE) >= NOTABLE;
    }

    /** One line for a person: the paths, the size and the evidence. */
    public String line() {
        List<String> shown = paths.stream().limit(SHOWN).map(RootPath::toString).toList();
        int more = paths.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "")
                + (bytes.isPresent() ? " (" + HumanSize.of(bytes.getAsLong()) + ")" : "")
                + ": " + RawText.visible(evidence);
    }
}
