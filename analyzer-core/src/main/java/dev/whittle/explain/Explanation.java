package dev.whittle.explain;

import dev.whittle.closure.Closure;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.List;
import java.util.Optional;

/**
 * Why a path is kept, or what is known about a path that is not.
 *
 * @param path every component resolved but the last
 * @param node empty if unknown
 * @param leadsTo for a link: its final target, if there is one
 * @param wayFor for a directory that is kept only because it leads to other paths: their number
 * @param seen by families of hidden dependencies that did not keep it
 * @param left why it was left out although something needs it, or that the user excluded it; one line, raw
 */
public record Explanation(
        RootPath path,
        State state,
        Optional<Node> node,
        Optional<RootPath> leadsTo,
        int wayFor,
        Chains chains,
        List<Closure.Hidden> seen,
        Optional<String> left) {
    public enum State {
        KEPT,
        /** The root has it. */
        NOT_KEPT,
        /** The root does not have it. */
        ABSENT,
        /** Not kept; the report does not say whether the root has it. */
        UNKNOWN
    }

    public Explanation {
        seen = List.copyOf(seen);
    }
}
