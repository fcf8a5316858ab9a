package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks to paths, each often next to or below the previous one. Walking from the root each time would be quadratic in
 * the depth, so a walk continues from a directory that was visited before.
 */
final class NearbyWalk {
    /** Length of a directory's path from which on this is worthwhile. */
    private static final int DEEP = 256;

    private final RootFs root;

    /** The parent directory of the last path. */
    private Walk.Result.@Nullable Found around;

    /** The last directory that was found. */
    private Walk.Result.@Nullable Found entered;

    NearbyWalk(RootFs root) {
        this.root = root;
    }

    /** What {@link Walk#follow} finds from the root. */
    Optional<Walk.Result.Found> follow(String rawPath) throws IOException {
        int slash = rawPath.lastIndexOf('/');
        Walk.Result.Found start =
                slash < DEEP || rawPath.length() >= Walk.MAX_PATH ? null : start(rawPath.substring(0, slash));
        if (start == null) {
            return Walk.follow(root, RootPath.ROOT, rawPath).found();
        }
        Optional<Walk.Result.Found> rest =
                Walk.follow(root, start.path(), rawPath.substring(slash + 1)).found();
        if (rest.isEmpty()) {
            return rest;
        }
        List<RootPath> via =
                new ArrayList<>(start.via().size() + 1 + rest.get().via().size());
        via.addAll(start.via());
        via.add(start.path());
        via.addAll(rest.get().via());
        Walk.Result.Found found =
                new Walk.Result.Found(rest.get().path(), rest.get().node(), via);
        entered = isDirectory(found, rawPath) ? found : entered;
        return Optional.of(found);
    }

    private Walk.Result.@Nullable Found start(String above) throws IOException {
        if (entered != null && entered.path().raw().equals(above)) {
            around = entered;
        } else if (around == null || !around.path().raw().equals(above)) {
            around = Walk.follow(root, RootPath.ROOT, above)
                    .found()
                    .filter(found -> isDirectory(found, above))
                    .orElse(null);
        }
        return around;
    }

    /** Whether a path names a directory itself: no link was followed, so none counts. */
    private static boolean isDirectory(Walk.Result.Found found, String rawPath) {
        return found.node() instanceof Node.Directory && found.path().raw().equals(rawPath);
    }
}
