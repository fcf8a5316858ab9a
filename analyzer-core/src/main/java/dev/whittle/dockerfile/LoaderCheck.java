package dev.whittle.dockerfile;

import dev.whittle.closure.Reason;
import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Attempt;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks with the loader's rules whether programs find in the new root what they find in the old one. A program that is
 * copied under the name of a link has a different directory, and so a different {@code $ORIGIN}.
 */
final class LoaderCheck {
    private final RootFs root;
    private final List<Resolution> before;
    private final LoaderOptions options;

    LoaderCheck(RootFs root, List<Resolution> before, LoaderOptions options) {
        this.root = root;
        this.before = before;
        this.options = options;
    }

    /**
     * @param tree the new root
     * @return additional names, each with its real path in the old root
     */
    Map<RootPath, Further> further(CopiedTree tree) throws IOException {
        Map<RootPath, Further> all = new HashMap<>();
        Resolver resolver = new Resolver(tree);
        for (Resolution resolution : before) {
            Optional<Resolution> after = after(resolver, resolution);
            for (Edge edge : after.map(Resolution::missing).orElse(List.of())) {
                Optional<RootPath> real = found(resolution, edge.name());
                if (real.isPresent() && edge.outcome() instanceof Outcome.Missing missing) {
                    place(missing, resolution).ifPresent(path -> all.put(path, further(edge, real.get())));
                }
            }
        }
        return all;
    }

    record Further(RootPath real, Reason reason) {}

    private static Further further(Edge edge, RootPath real) {
        String detail = "needed by " + edge.requester().path() + " as " + edge.name();
        return new Further(
                real, new Reason(Reason.Kind.LIBRARY, detail, edge.requester().realPath()));
    }

    /** Whether every program that was complete is complete in the new root; the names of those that are not. */
    List<RootPath> broken(CopiedTree tree) throws IOException {
        Resolver resolver = new Resolver(tree);
        List<RootPath> broken = new ArrayList<>();
        for (Resolution resolution : before) {
            Optional<Resolution> after = after(resolver, resolution);
            if (resolution.isComplete() && after.isPresent() && !after.get().isComplete()) {
                broken.add(RootPath.of(after.get().program().path()));
            }
        }
        return broken;
    }

    private Optional<Resolution> after(Resolver resolver, Resolution resolution) throws IOException {
        RootPath path = Walk.normalise(root, resolution.program().path());
        boolean there = Walk.follow(resolver.root(), path)
                .found()
                .filter(found -> found.node() instanceof Node.RegularFile)
                .isPresent();
        if (!there) {
            return Optional.empty(); // excluded, or reported by its name as not copied
        }
        try {
            Program program = resolver.open(path);
            return Optional.of(resolver.resolve(program, options));
        } catch (BadElfException e) {
            return Optional.empty();
        }
    }

    private static Optional<RootPath> found(Resolution resolution, String name) {
        return resolution.edges().stream()
                .filter(edge -> edge.name().equals(name))
                .map(Edge::outcome)
                .filter(Outcome.Found.class::isInstance)
                .map(outcome -> ((Outcome.Found) outcome).object().realPath())
                .findFirst();
    }

    /** Where the loader looks first next to the program, otherwise where it looks first. */
    private static Optional<RootPath> place(Outcome.Missing missing, Resolution resolution) {
        List<Attempt> attempts = missing.attempts().stream()
                .filter(attempt -> attempt.path().startsWith("/"))
                .toList();
        return attempts.stream()
                .filter(attempt -> attempt.place().detail().contains("ORIGIN"))
                .min(Comparator.comparingInt(attempt -> attempt.path().length()))
                .or(() -> attempts.stream().findFirst())
                .map(attempt -> RootPath.of(attempt.path()))
                .filter(path ->
                        !path.equals(RootPath.of(resolution.program().realPath().raw())));
    }
}
