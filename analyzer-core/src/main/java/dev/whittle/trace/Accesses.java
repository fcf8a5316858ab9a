package dev.whittle.trace;

import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects accesses, one per path. What the traced processes created is ignored from then on. */
final class Accesses {
    private static final int MAX_PATHS = 1_000_000;

    private final Map<Key, Access> all = new LinkedHashMap<>();
    private final Set<Key> made = new HashSet<>();
    private int leftOut;

    private record Key(String within, String path) {}

    /** @param path absolute, raw */
    void add(String within, String path, Access.Kind kind, boolean follows, boolean mayBeNew, int line) {
        if (isMade(within, path)) {
            return;
        }
        Key key = new Key(within, path);
        Access before = all.get(key);
        if (before == null) {
            if (all.size() >= MAX_PATHS) {
                leftOut++;
            } else {
                all.put(key, new Access(within, path, kind, follows, mayBeNew, line, 1));
            }
            return;
        }
        boolean stronger = kind.compareTo(before.kind()) < 0;
        all.put(
                key,
                new Access(
                        within,
                        path,
                        stronger ? kind : before.kind(),
                        follows || before.follows(),
                        before.made(),
                        stronger ? line : before.line(),
                        before.count() + 1));
    }

    /** A file that did not exist before, in a directory that did. */
    void make(String within, String path, int line) {
        int slash = path.lastIndexOf('/', path.length() - (path.endsWith("/") ? 2 : 1));
        if (slash >= 0) {
            add(within, slash == 0 ? "/" : path.substring(0, slash), Access.Kind.WRITTEN_INTO, true, false, line);
        }
        takeAway(within, path);
    }

    /** What is at this path from now on did not exist before. */
    void takeAway(String within, String path) {
        if (made.size() < MAX_PATHS) {
            made.add(new Key(within, RootPath.of(path).raw()));
        }
    }

    /** Whether the traced processes created, moved or removed this path or a parent. */
    boolean isMade(String within, String path) {
        if (made.isEmpty()) {
            return false;
        }
        for (RootPath at = RootPath.of(path); !at.isRoot(); at = at.parent()) {
            if (made.contains(new Key(within, at.raw()))) {
                return true;
            }
        }
        return false;
    }

    List<Access> list() {
        return new ArrayList<>(all.values());
    }

    /** Number of uses beyond the limit. */
    int leftOut() {
        return leftOut;
    }
}
