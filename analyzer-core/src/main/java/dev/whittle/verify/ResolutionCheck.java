package dev.whittle.verify;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.LoaderVariables;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Computes what a loader would do in a tree that was read back, and compares it with the source. */
final class ResolutionCheck {
    private final Closure closure;
    private final LoaderOptions options;
    private final Resolver resolver;

    ResolutionCheck(Closure closure, LoaderOptions options, RootFs written) {
        this.closure = closure;
        this.options = options.withHwcaps(List.of()); // as Programs.keep gives them to Closure.resolutions
        this.resolver = new Resolver(written);
    }

    /** If --exclude removed something required, a different answer is intended. */
    void run() throws IOException, DifferenceException {
        if (!closure.excluded().isEmpty()) {
            return;
        }
        for (Resolution before : closure.resolutions()) {
            if (before.fatal().isEmpty() && before.linkage().isLoaded()) {
                compare(before);
            }
        }
    }

    private void compare(Resolution before) throws IOException, DifferenceException {
        String program = before.program().path();
        LoaderVariables own = closure.environments().get(before.program().realPath());
        Resolution after = resolve(program, own == null ? options : options.with(own));
        Optional<RootPath> loader = before.interpreter().flatMap(Interpreter::realPath);
        Optional<RootPath> other = after.interpreter().flatMap(Interpreter::realPath);
        if (!loader.equals(other)) {
            throw differs(program, "its loader", told(loader), told(other));
        }
        Set<List<String>> meant = found(before);
        Set<List<String>> actual = found(after);
        for (List<String> edge : meant) {
            if (!actual.contains(edge)) {
                throw new DifferenceException(shown(program) + ": " + shown(edge.get(1)) + ", which "
                        + shown(edge.get(0)) + " needs, is not found as " + shown(edge.get(2)));
            }
        }
        for (List<String> edge : actual) {
            if (!meant.contains(edge)) {
                throw new DifferenceException(shown(program) + ": " + shown(edge.get(1)) + ", which "
                        + shown(edge.get(0)) + " needs, is found as " + shown(edge.get(2)) + ", and was not");
            }
        }
    }

    private Resolution resolve(String program, LoaderOptions environment) throws IOException, DifferenceException {
        try {
            return resolver.resolve(resolver.open(RootPath.of(program)), environment);
        } catch (FileSystemException e) {
            throw new DifferenceException(shown(program) + ": " + e.getReason(), e);
        } catch (BadElfException e) {
            throw new DifferenceException(shown(program) + ": " + e.reason(), e);
        }
    }

    /** Requester, name and real path of everything that was found. */
    private static Set<List<String>> found(Resolution resolution) {
        Set<List<String>> found = new LinkedHashSet<>();
        for (Edge edge : resolution.edges()) {
            if (edge.outcome() instanceof Outcome.Found outcome) {
                found.add(List.of(
                        edge.requester().realPath().raw(),
                        edge.name(),
                        outcome.object().realPath().raw()));
            }
        }
        return found;
    }

    private static DifferenceException differs(String program, String subject, String meant, String actual) {
        return new DifferenceException(shown(program) + ": " + subject + " is " + actual + ", should be " + meant);
    }

    private static String told(Optional<RootPath> path) {
        return path.map(RootPath::toString).orElse("none");
    }

    private static String shown(String raw) {
        return RawText.visible(raw);
    }
}
