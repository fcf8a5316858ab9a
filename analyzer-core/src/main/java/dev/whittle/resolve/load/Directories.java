package dev.whittle.resolve.load;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The directories that loaders search in one root. Each is resolved once for all programs. */
public final class Directories {
    /** After this many failed look-ups in a directory, its names are listed instead. */
    private static final int MANY = 256;

    private final RootFs root;
    private final BoundedMemo<State> known = new BoundedMemo<>();
    private final Map<RootPath, Misses> misses = new ConcurrentHashMap<>();
    private volatile Way lastWay = Way.NONE;

    /**
     * The parent directory of a path.
     *
     * @param prefix a real path with a trailing slash
     */
    private record Way(String prefix, RootPath realPath) {
        static final Way NONE = new Way("", RootPath.ROOT);
    }

    /** Number of failed look-ups in a directory; after some of them, its listing. */
    private static final class Misses {
        private final AtomicInteger count = new AtomicInteger();
        private volatile @Nullable Set<String> names;
    }

    /** Result of resolving a directory. */
    public sealed interface State {
        record Usable(RootPath realPath) implements State {}

        /** @param cause the error of {@code open} for any file in it */
        record Unusable(Walk.Cause cause) implements State {}
    }

    public Directories(RootFs root) {
        this.root = root;
    }

    public RootFs root() {
        return root;
    }

    /** @param directory raw, as in a search path; a relative one is relative to the root */
    public State state(String directory) throws IOException {
        State state = known.get(directory);
        if (state == null) {
            state = walk(directory);
            known.put(directory, state);
        }
        return state;
    }

    /** Whether the directory exists. */
    public Optional<RootPath> find(String directory) throws IOException {
        return state(directory) instanceof State.Usable usable ? Optional.of(usable.realPath()) : Optional.empty();
    }

    private State walk(String directory) throws IOException {
        int slash = directory.lastIndexOf('/', directory.length() - 2);
        if (slash < 0 || slash == directory.length() - 2 || directory.length() >= Walk.MAX_PATH) {
            return walk(RootPath.ROOT, directory);
        }
        return walk(way(directory, slash + 1), directory);
    }

    /**
     * A search path often has several directories with the same parent, which is resolved once. If a link is involved,
     * it is resolved each time, since the kernel counts the links of a whole path.
     */
    private Way way(String directory, int length) throws IOException {
        Way last = lastWay;
        if (last.prefix.length() == length && directory.startsWith(last.prefix)) {
            return last;
        }
        String prefix = directory.substring(0, length);
        Way way = Way.NONE;
        if (prefix.equals("/")) {
            way = new Way(prefix, RootPath.ROOT);
        } else if (state(prefix) instanceof State.Usable usable
                && prefix.equals(usable.realPath().raw() + "/")) {
            way = new Way(prefix, usable.realPath());
        }
        lastWay = way;
        return way;
    }

    private State walk(Way way, String directory) throws IOException {
        return walk(way.realPath, directory.substring(way.prefix.length()));
    }

    private State walk(RootPath start, String path) throws IOException {
        boolean name = path.endsWith("/") && path.indexOf('/') == path.length() - 1 && !path.startsWith(".");
        if (name && isAbsent(start, path.substring(0, path.length() - 1))) {
            return new State.Unusable(Walk.Cause.MISSING);
        }
        Walk.Result result = Walk.follow(root, start, path);
        if (name && result instanceof Walk.Result.Lost) {
            misses.computeIfAbsent(start, s -> new Misses()).count.incrementAndGet();
        }
        if (result instanceof Walk.Result.Lost lost) {
            return new State.Unusable(lost.cause());
        }
        Walk.Result.Found found = (Walk.Result.Found) result;
        return found.node() instanceof Node.Directory
                ? new State.Usable(found.path())
                : new State.Unusable(Walk.Cause.NOT_A_DIRECTORY);
    }

    private boolean isAbsent(RootPath directory, String name) {
        Misses known = misses.get(directory);
        if (known == null || known.count.get() < MANY || name.length() > Walk.MAX_NAME) {
            return false;
        }
        Set<String> names = known.names;
        if (names == null) {
            try {
                names = Set.copyOf(root.list(directory));
                known.names = names;
            } catch (IOException e) {
                return false; // can be searched but not listed
            }
        }
        return !names.contains(name);
    }
}
