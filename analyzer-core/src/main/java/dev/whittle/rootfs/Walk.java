package dev.whittle.rootfs;

import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Resolves a path inside a root, as for a process whose {@code /} is that root: an absolute link restarts at the root,
 * and {@code ..} stops there. Nothing outside is ever accessed.
 */
public final class Walk {
    /** Limit of Linux: fs/namei.c, MAXSYMLINKS. */
    private static final int MAX_LINKS = 40;

    /** NAME_MAX of Linux: bytes of a name. */
    public static final int MAX_NAME = 255;

    /** PATH_MAX of Linux: bytes of a path, with the terminating NUL. */
    public static final int MAX_PATH = 4096;

    private Walk() {}

    /** The result of a walk. */
    public sealed interface Result {
        /**
         * @param path real: every component resolved
         * @param via every link followed and every directory passed, in order, by real path
         */
        record Found(RootPath path, Node node, List<RootPath> via) implements Result {}

        /** @param at the component that stopped the walk */
        record Lost(Cause cause, RootPath at, List<RootPath> via) implements Result {}

        default Optional<Found> found() {
            return this instanceof Found f ? Optional.of(f) : Optional.empty();
        }
    }

    /** Why a walk ended early; in brackets the error of {@code open}. */
    public enum Cause {
        /** ENOENT. */
        MISSING("no such file"),
        /** ENOTDIR. */
        NOT_A_DIRECTORY("not a directory on the way"),
        /** ELOOP. */
        LINK_LOOP("too many links"),
        /** EACCES. */
        DENIED("permission denied"),
        /** ENAMETOOLONG. */
        NAME_TOO_LONG("name too long");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Follows every link, including the last component. */
    public static Result follow(RootFs root, RootPath start, String rawPath) throws IOException {
        return new Walker(root, true).run(start, rawPath);
    }

    public static Result follow(RootFs root, RootPath path) throws IOException {
        return follow(root, RootPath.ROOT, path.raw());
    }

    /** Follows links, except in the last component. */
    public static Result followParents(RootFs root, RootPath path) throws IOException {
        return new Walker(root, false).run(RootPath.ROOT, path.raw());
    }

    /**
     * The path that a raw path with {@code ..} means: each {@code ..} leaves the directory that the part before it
     * leads to, links followed, as in the kernel. Other links stay unresolved, so that they can be reported and kept.
     */
    public static RootPath normalise(RootFs root, String rawPath) throws IOException {
        if (!rawPath.contains("..")) {
            return RootPath.of(rawPath);
        }
        RootPath at = RootPath.ROOT;
        for (String part : RootPath.split(rawPath)) {
            if (part.equals("..")) {
                RootPath before = at;
                at = follow(root, before)
                        .found()
                        .map(Result.Found::path)
                        .orElse(before)
                        .parent();
            } else {
                at = at.resolve(part);
            }
        }
        return at;
    }

    private static final class Walker {
        private final RootFs root;
        private final boolean followLast;
        private final List<RootPath> via = new ArrayList<>();

        /** What is left to walk, from {@code next} on. */
        private String pending = "";

        private int next;
        private int links;

        Walker(RootFs root, boolean followLast) {
            this.root = root;
            this.followLast = followLast;
        }

        Result run(RootPath start, String rawText) throws IOException {
            String rawPath = RootPath.cString(rawText);
            if (rawPath.length() >= MAX_PATH) {
                return lost(Cause.NAME_TOO_LONG, start);
            }
            RootPath at = rawPath.startsWith("/") ? RootPath.ROOT : start;
            pending = rawPath;
            while (hasMore()) {
                String name = pop();
                if (name.isEmpty() || name.equals(".")) {
                    continue;
                }
                if (name.equals("..")) {
                    at = at.parent();
                    continue;
                }
                if (name.length() > MAX_NAME) {
                    return lost(Cause.NAME_TOO_LONG, at);
                }
                RootPath path = at.child(name);
                Optional<Node> node;
                try {
                    node = root.node(path);
                } catch (AccessDeniedException e) {
                    return lost(Cause.DENIED, path);
                }
                if (node.isEmpty()) {
                    return lost(Cause.MISSING, path);
                }
                if (node.get() instanceof Node.SymbolicLink link && (followLast || hasMore())) {
                    via.add(path);
                    if (++links > MAX_LINKS) {
                        return lost(Cause.LINK_LOOP, path);
                    }
                    if (RootPath.cString(link.target()).isEmpty()) {
                        return lost(Cause.MISSING, path);
                    }
                    push(link.target());
                    at = link.target().startsWith("/") ? RootPath.ROOT : at;
                } else if (!hasMore()) {
                    return new Result.Found(path, node.get(), Collections.unmodifiableList(via));
                } else if (node.get() instanceof Node.Directory) {
                    via.add(path);
                    at = path;
                } else {
                    return lost(Cause.NOT_A_DIRECTORY, path);
                }
            }
            // Only dots were left: the current directory of the walk.
            Optional<Node> here = root.node(at);
            return here.isPresent()
                    ? new Result.Found(at, here.get(), Collections.unmodifiableList(via))
                    : lost(Cause.MISSING, at);
        }

        /** A trailing slash requires a directory, like {@code /.}. */
        private boolean hasMore() {
            return next < pending.length();
        }

        /** The next component; empty if a slash follows a slash, or ends the path. */
        private String pop() {
            int start = pending.charAt(next) == '/' ? next + 1 : next;
            int slash = pending.indexOf('/', start);
            next = slash < 0 ? pending.length() : slash;
            return pending.substring(start, next);
        }

        private void push(String rawTarget) {
            String target = RootPath.cString(rawTarget);
            pending = hasMore() ? target + pending.substring(next) : target;
            next = 0;
        }

        private Result lost(Cause cause, RootPath where) {
            return new Result.Lost(cause, where, Collections.unmodifiableList(via));
        }
    }
}
