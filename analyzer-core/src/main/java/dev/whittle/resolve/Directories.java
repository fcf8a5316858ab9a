package dev.whittle.resolve;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The directories that loaders search in one root, each walked to once, whichever programs are asked about. */
final class Directories {
    private final RootFs root;
    private final Map<String, State> known = new ConcurrentHashMap<>();

    /** What a directory's name leads to. */
    sealed interface State {
        record Usable(RootPath realPath) implements State {}

        /** @param cause what {@code open} would say of any file in it */
        record Unusable(Walk.Cause cause) implements State {}
    }

    Directories(RootFs root) {
        this.root = root;
    }

    /** @param directory raw, as a search path has it; a relative one is seen from the root */
    State state(String directory) throws IOException {
        State state = known.get(directory);
        if (state == null) {
            Walk.Result result = Walk.follow(root, RootPath.ROOT, directory);
            if (result instanceof Walk.Result.Lost lost) {
                state = new State.Unusable(lost.cause());
            } else {
                Walk.Result.Found found = (Walk.Result.Found) result;
                state = found.node() instanceof Node.Directory
                        ? new State.Usable(found.path())
                        : new State.Unusable(Walk.Cause.NOT_A_DIRECTORY);
            }
            known.put(directory, state);
        }
        return state;
    }

    /** Whether there is such a directory. */
    Optional<RootPath> find(String directory) throws IOException {
        return state(directory) instanceof State.Usable usable ? Optional.of(usable.realPath()) : Optional.empty();
    }
}
