package dev.whittle.explain;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.closure.PackageShare;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers for one path at a time. */
public final class Why {
    /** Chains of one path that are shown without being asked for. */
    public static final int FEW = 3;

    private final KeptPaths kept;
    private final ChainSearch search;
    private final int limit;

    /** @param limit how many chains are shown of one path */
    public Why(KeptPaths kept, int limit) {
        this.kept = kept;
        this.search = new ChainSearch(kept);
        this.limit = limit;
    }

    /**
     * The answer for a path, and after it, if it is a link, the one for what it leads to.
     *
     * @param raw seen from {@code /}
     */
    public List<Explanation> of(String raw) throws IOException {
        RootPath path = real(raw);
        Explanation answer = answer(path);
        List<Explanation> answers = new ArrayList<>(List.of(answer));
        if (answer.leadsTo().isPresent()) {
            answers.add(answer(answer.leadsTo().get()));
        }
        return answers;
    }

    /**
     * Answers for every path that is kept under this name, wherever it lies: {@code libz.so.1}. If none is, for those that the
     * root has; it is walked through for that.
     *
     * @param name raw, without a slash
     * @param search whether the root may be walked through
     */
    public List<Explanation> named(String name, boolean search) throws IOException {
        List<RootPath> paths = new ArrayList<>();
        for (RootPath path : kept.entries().keySet()) {
            if (path.name().equals(name)) {
                paths.add(path);
            }
        }
        if (paths.isEmpty() && search) {
            paths.addAll(inRoot(name));
        }
        Set<RootPath> asked = new LinkedHashSet<>();
        for (RootPath path : paths) {
            asked.add(path);
            of(path.raw()).forEach(answer -> asked.add(answer.path()));
        }
        List<Explanation> answers = new ArrayList<>();
        for (RootPath path : asked) {
            answers.add(answer(path));
        }
        return answers;
    }

    private List<RootPath> inRoot(String name) throws IOException {
        List<RootPath> found = new ArrayList<>();
        Deque<RootPath> pending = new ArrayDeque<>(List.of(RootPath.ROOT));
        while (!pending.isEmpty()) {
            for (RootFs.Entry entry : kept.root().entries(pending.pop())) {
                if (entry.path().name().equals(name)) {
                    found.add(entry.path());
                }
                if (entry.node() instanceof Node.Directory && !SystemPaths.isMounted(entry.path())) {
                    pending.push(entry.path());
                }
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /**
     * What is kept only because of a path.
     *
     * @param raw seen from {@code /}
     * @return empty if the path itself is not kept
     */
    public Optional<OnlyBecause> onlyBecauseOf(String raw) throws IOException {
        RootPath path = real(raw);
        Optional<RootPath> end =
                kept.get(path).isPresent() && kept.get(path).get().node() instanceof Node.SymbolicLink
                        ? Walk.follow(kept.root(), path).found().map(Walk.Result.Found::path)
                        : Optional.of(path);
        return end.filter(rootPath -> kept.get(rootPath).isPresent()).map(rootPath -> OnlyBecause.of(kept, rootPath));
    }

    /** The one file that is kept under a name without a slash; empty if there is none, or more than one. */
    public Optional<RootPath> onlyPathNamed(String name) throws IOException {
        List<RootPath> files = named(name, false).stream()
                .filter(answer -> answer.node().orElse(null) instanceof Node.RegularFile)
                .map(Explanation::path)
                .toList();
        return files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
    }

    /** Whether a person asks about a package and not about a path. */
    public static boolean isPackage(String raw) {
        return raw.startsWith("pkg:");
    }

    /**
     * Answers for the files of a package that are kept, no more of them than chains of one path.
     *
     * @param url {@code pkg:TYPE/NAME}, with a namespace before the name and a version behind it if need be; what else a package URL may
     *     have does not count
     * @return empty if the root has no such package; an empty list if nothing of it is kept
     */
    public Optional<List<Explanation>> ofPackage(String url) throws IOException {
        String plain = url.split("[?#]", 2)[0];
        String type = plain.substring("pkg:".length()).split("/", 2)[0];
        String name = plain.substring(plain.lastIndexOf('/') + 1);
        String version = name.contains("@") ? name.substring(name.indexOf('@') + 1) : "";
        name = decoded(name.split("@", 2)[0]);
        boolean isThere = false;
        List<Explanation> answers = new ArrayList<>();
        for (PackageShare each : kept.packages()) {
            boolean isMeant = each.type().equals(type)
                    && each.name().equals(name)
                    && (version.isEmpty() || each.version().endsWith(decoded(version)));
            if (isMeant) {
                isThere = true;
                for (RootPath path : each.kept()) {
                    if (answers.size() < limit) {
                        answers.add(answer(path));
                    }
                }
            }
        }
        return isThere ? Optional.of(answers) : Optional.empty();
    }

    private static String decoded(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean isCode = text.charAt(i) == '%'
                    && i + 2 < text.length()
                    && Character.digit(text.charAt(i + 1), 16) >= 0
                    && Character.digit(text.charAt(i + 2), 16) >= 0;
            if (isCode) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
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

    private Explanation answer(RootPath path) throws IOException {
        Optional<KeptPaths.Entry> entry = kept.get(path);
        Optional<Node> node = entry.isPresent()
                ? entry.map(KeptPaths.Entry::node)
                : Walk.followParents(kept.root(), path).found().map(Walk.Result.Found::node);
        Optional<RootPath> leadsTo = node.isPresent() && node.get() instanceof Node.SymbolicLink
                ? Walk.follow(kept.root(), path).found().map(Walk.Result.Found::path)
                : Optional.empty();
        if (entry.isPresent()) {
            return new Explanation(
                    path,
                    Explanation.State.KEPT,
                    node,
                    leadsTo,
                    wayFor(entry.get()),
                    search.to(path, limit),
                    List.of(),
                    Optional.empty());
        }
        Explanation.State state = node.isPresent()
                ? Explanation.State.NOT_KEPT
                : kept.isWholeRoot() ? Explanation.State.ABSENT : Explanation.State.UNKNOWN;
        return new Explanation(path, state, node, leadsTo, 0, Chains.NONE, seen(path), left(path));
    }

    private static int wayFor(KeptPaths.Entry entry) {
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
                return Optional.of(excluded.says());
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
