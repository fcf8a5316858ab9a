package dev.whittle.why;

import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;
import java.util.List;

/** One chain from a request down to a path: each step is kept because of the previous one. */
public record Chain(List<Step> steps) {
    public Chain {
        steps = List.copyOf(steps);
    }

    public record Step(RootPath path, Reason reason) {}
}
