package dev.whittle.pipeline;

import dev.whittle.closure.PathPattern;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Paths and globs as a user types them, in a root. */
public final class PathArguments {
    private final UnaryOperator<String> inRoot;
    private final RootFs root;

    /** @param inRoot where a typed path is in the root, raw */
    public PathArguments(UnaryOperator<String> inRoot, RootFs root) {
        this.inRoot = inRoot;
        this.root = root;
    }

    /** Where a typed path is in the root, raw. */
    public String inRoot(String argument) {
        return inRoot.apply(argument);
    }

    /** A path or pattern of an option such as {@code --include}. */
    public PathPattern place(String argument) throws PipelineException {
        String raw = inRoot.apply(argument);
        try {
            RootPath path = Walk.normalise(root, raw);
            boolean literal = !Glob.isPattern(argument) || Walk.followParents(root, path) instanceof Walk.Result.Found;
            String alone = raw.endsWith("/.") && !path.isRoot() ? "/." : "";
            return literal ? new PathPattern(path.raw() + alone) : pattern(argument);
        } catch (IOException e) {
            throw PipelineException.unreadable(RootPath.of(raw).toString(), e);
        }
    }

    /** The argument is a pattern from its first component with a wildcard; the components before are literal. */
    public PathPattern pattern(String argument) throws IOException {
        List<String> parts = RootPath.split(argument);
        int literal = 0;
        while (!Glob.isPattern(parts.get(literal))) {
            literal++;
        }
        String way = (argument.startsWith("/") ? "/" : "") + String.join("/", parts.subList(0, literal));
        RootPath base = Walk.normalise(root, inRoot.apply(way));
        String escaped = base.isRoot() ? "" : base.raw().replaceAll("[\\\\*?\\[]", "\\\\$0");
        return new PathPattern(escaped + "/" + String.join("/", parts.subList(literal, parts.size())));
    }
}
