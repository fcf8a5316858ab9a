package dev.whittle.why;

import dev.whittle.closure.Closure;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.List;
import java.util.Optional;

/**
 * Why a path is kept, or what is known of one that is not.
 *
 * @param path every component resolved but the last
 * @param node empty if nobody knows
 * @param leadsTo of a link: what it leads to in the end, if to anything
 * @param wayFor of a directory that is kept only for what lies below it or behind it: how many paths that are
 * @param seen by families of hidden dependencies that did not keep it
 * @param left why it was left out though something needs it, or a person wanted it so; one line, raw
 */
public record Answer(
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
        /** Not kept; whether the root has it the report does not say. */
        UNKNOWN
    }

    public Answer {
        seen = List.copyOf(seen);
    }
}
