package dev.whittle.closure;

import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A path or a glob from the user. An existing path with exactly that name is meant literally, so that a file called
 * {@code a[1]} can be named. Excludes are matched against every path, so a pattern is parsed once. A path that ends in
 * {@code /.} means a directory without its content.
 */
public final class PathPattern {
    private static final String TRIED = "tried";
    private static final String SETTING = "settings";

    private final String raw;
    private final RootPath literal;
    private final Optional<Glob> glob;
    private final String family;
    private final String evidence;

    /** The same, following links that lead to it. */
    private final Optional<PathPattern> real;

    /** @param raw relative to {@code /} if it has no leading slash */
    public PathPattern(String raw) {
        this(raw, raw, "", "", Optional.empty());
    }

    private PathPattern(String raw, String path, String family, String evidence, Optional<PathPattern> real) {
        this.raw = raw;
        this.literal = RootPath.of(path);
        this.glob = Glob.isPattern(path) ? Optional.of(Glob.of(path)) : Optional.empty();
        this.family = family;
        this.evidence = evidence;
        this.real = real;
    }

    /**
     * This pattern, which also {@linkplain #covers covers} what it names in this root through links to directories:
     * {@code /lib/x} where {@code /lib} is a link to {@code usr/lib}. A link in the last component, or after the first
     * glob, is not followed.
     */
    public PathPattern in(RootFs root) throws IOException {
        List<String> parts = RootPath.split(raw);
        int literals = 0;
        while (literals < parts.size() - 1 && !Glob.isPattern(parts.get(literals))) {
            literals++;
        }
        RootPath named = RootPath.of(String.join("/", parts.subList(0, literals)));
        Optional<RootPath> there = Walk.follow(root, named).found().map(Walk.Result.Found::path);
        if (there.isEmpty() || there.get().equals(named)) {
            return this;
        }
        String rest = String.join("/", parts.subList(literals, parts.size()));
        String path = Glob.literal(there.get().raw()) + "/" + rest;
        PathPattern followed = new PathPattern(raw, path, family, evidence, Optional.empty());
        return new PathPattern(raw, raw, family, evidence, Optional.of(followed));
    }

    /**
     * The same, proved to be needed by a run.
     *
     * @param evidence one line, raw; may be empty
     */
    public PathPattern tried(String evidence) {
        return of(evidence.isEmpty() ? "" : TRIED, evidence);
    }

    /**
     * The same, which a file of settings or a variable names.
     *
     * @param from where, and why, one line, raw
     */
    public PathPattern setting(String from) {
        return of(SETTING, from);
    }

    /**
     * The same, kept for a reason of this family.
     *
     * @param why one line, raw
     */
    PathPattern of(String name, String why) {
        return new PathPattern(raw, raw, name, why, real);
    }

    /** Whether it means a directory without its content. */
    public boolean isAlone() {
        return raw.endsWith("/.");
    }

    /** Whether a run proved that it is needed. */
    boolean isTried() {
        return family.equals(TRIED);
    }

    /** Why its paths are kept. */
    Reason reason() {
        return family.isEmpty()
                ? new Reason(Reason.Kind.INCLUDED, "included by " + raw)
                : Reason.ofFamily(Reason.Kind.INCLUDED, family, evidence, Optional.empty());
    }

    /** As written. */
    public String raw() {
        return raw;
    }

    /**
     * The matching paths of the root, in order, without following a link in the last component. Empty if there are
     * none.
     */
    public List<RootPath> expand(RootFs root) throws IOException {
        if (Walk.followParents(root, literal) instanceof Walk.Result.Found) {
            return List.of(literal);
        }
        return glob.isPresent() ? matches(glob.get(), root) : List.of();
    }

    /** A directory as named, and its real path, so that its entries need no further walk. */
    private record Entered(RootPath path, RootPath real) {}

    private List<RootPath> matches(Glob wanted, RootFs root) throws IOException {
        List<RootPath> matches = new ArrayList<>();
        Deque<Entered> pending = new ArrayDeque<>();
        pending.push(new Entered(RootPath.ROOT, RootPath.ROOT));
        while (!pending.isEmpty()) {
            Entered directory = pending.pop();
            for (String name : list(root, directory.real())) {
                RootPath path = directory.path().child(name);
                if (wanted.matches(path)) {
                    matches.add(path);
                }
                if (wanted.canMatchBelow(path)) {
                    entered(root, directory, name).ifPresent(real -> pending.push(new Entered(path, real)));
                }
            }
        }
        Collections.sort(matches);
        return matches;
    }

    /** Whether a path matches: itself or something below it. */
    public boolean covers(RootPath path) {
        if (path.startsWith(literal)) {
            return true;
        }
        for (RootPath p = path; glob.isPresent() && !p.isRoot(); p = p.parent()) {
            if (glob.get().matches(p)) {
                return true;
            }
        }
        return real.isPresent() && real.get().covers(path);
    }

    /** {@code /lib/*} matches even if /lib is a link; below {@code **} links would lead in circles. */
    private Optional<RootPath> entered(RootFs root, Entered directory, String name) throws IOException {
        RootPath path = directory.real().child(name);
        Optional<Node> node;
        try {
            node = root.node(path);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
        if (node.isPresent() && node.get() instanceof Node.Directory) {
            return Optional.of(path);
        }
        boolean isFollowed = node.isPresent() && node.get() instanceof Node.SymbolicLink && !raw.contains("**");
        Optional<Walk.Result.Found> found = isFollowed ? Walk.follow(root, path).found() : Optional.empty();
        return found.filter(end -> end.node() instanceof Node.Directory).map(Walk.Result.Found::path);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern pattern && raw.equals(pattern.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    @Override
    public String toString() {
        return raw;
    }

    private static List<String> list(RootFs root, RootPath directory) throws IOException {
        try {
            return root.list(directory);
        } catch (AccessDeniedException e) {
            return List.of(); // a shell's glob also skips what it may not read
        }
    }
}
