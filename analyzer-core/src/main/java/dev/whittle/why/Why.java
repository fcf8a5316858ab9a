package dev.whittle.why;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers for one path at a time. */
public final class Why {
    /** Chains of one path that are shown without being asked for. */
    public static final int FEW = 10;

    private final Kept kept;
    private final ChainSearch search;
    private final int limit;

    /** @param limit how many chains are shown of one path */
    public Why(Kept kept, int limit) {
        this.kept = kept;
        this.search = new ChainSearch(kept);
        this.limit = limit;
    }

    /**
     * The answer for a path, and after it, if it is a link, the one for what it leads to.
     *
     * @param raw seen from {@code /}
     */
    public List<Answer> of(String raw) throws IOException {
        RootPath path = real(raw);
        Answer answer = answer(path);
        List<Answer> answers = new ArrayList<>(List.of(answer));
        if (answer.leadsTo().isPresent()) {
            answers.add(answer(answer.leadsTo().get()));
        }
        return answers;
    }

    /** Every component resolved but the last, as far as they are there. */
    private RootPath real(String raw) throws IOException {
        RootPath path = Walk.normalise(kept.root(), raw);
        Optional<Walk.Result.Found> found =
                Walk.followParents(kept.root(), path).found();
        if (found.isPresent()) {
            return found.get().path();
        }
        String rest = "";
        for (RootPath at = path; !at.isRoot(); at = at.parent()) {
            rest = "/" + at.name() + rest;
            Optional<RootPath> above =
                    Walk.follow(kept.root(), at.parent()).found().map(Walk.Result.Found::path);
            if (above.isPresent()) {
                return RootPath.of(above.get().raw() + rest);
            }
        }
        return path;
    }

    private Answer answer(RootPath path) throws IOException {
        Optional<Kept.Entry> entry = kept.get(path);
        Optional<Node> node = entry.isPresent()
                ? entry.map(Kept.Entry::node)
                : Walk.followParents(kept.root(), path).found().map(Walk.Result.Found::node);
        Optional<RootPath> leadsTo = node.isPresent() && node.get() instanceof Node.SymbolicLink
                ? Walk.follow(kept.root(), path).found().map(Walk.Result.Found::path)
                : Optional.empty();
        if (entry.isPresent()) {
            return new Answer(
                    path,
                    Answer.State.KEPT,
                    node,
                    leadsTo,
                    wayFor(entry.get()),
                    search.to(path, limit),
                    List.of(),
                    Optional.empty());
        }
        Answer.State state = node.isPresent()
                ? Answer.State.NOT_KEPT
                : kept.isWholeRoot() ? Answer.State.ABSENT : Answer.State.UNKNOWN;
        return new Answer(path, state, node, leadsTo, 0, Chains.NONE, seen(path), left(path));
    }

    private static int wayFor(Kept.Entry entry) {
        boolean only = entry.node() instanceof Node.Directory
                && entry.reasons().stream().allMatch(reason -> reason.kind() == Reason.Kind.PARENT);
        return only ? entry.reasons().size() : 0;
    }

    private List<Closure.Hidden> seen(RootPath path) throws IOException {
        List<Closure.Hidden> seen = new ArrayList<>();
        for (Closure.Hidden hidden : kept.hidden()) {
            Finding finding = hidden.finding();
            boolean names = false;
            for (RootPath named : finding.paths()) {
                names |= named.equals(path) || isAt(named, path);
            }
            for (RootPath tree : finding.trees()) {
                names |= path.startsWith(tree) || path.startsWith(end(tree));
            }
            if (names) {
                seen.add(hidden);
            }
        }
        return seen;
    }

    /** Whether a path that was named is this one, or a link that leads to it. */
    private boolean isAt(RootPath named, RootPath path) throws IOException {
        return end(named).equals(path)
                || Walk.followParents(kept.root(), named)
                        .found()
                        .filter(found -> found.path().equals(path))
                        .isPresent();
    }

    private RootPath end(RootPath path) throws IOException {
        return Walk.follow(kept.root(), path)
                .found()
                .map(Walk.Result.Found::path)
                .orElse(path);
    }

    private Optional<String> left(RootPath path) {
        for (Closure.Excluded excluded : kept.excluded()) {
            if (excluded.path().equals(path)) {
                return Optional.of("excluded, but " + excluded.reason().detail());
            }
        }
        for (PathPattern pattern : kept.excludes()) {
            if (pattern.covers(path)) {
                return Optional.of("left out by --exclude " + pattern.raw());
            }
        }
        return Optional.empty();
    }
}
