package dev.whittle.closure;

import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Scene;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A closure request in a test's root. */
final class ClosureScene {
    private final Scene scene;
    private final List<RootPath> programs = new ArrayList<>();
    private final List<PathPattern> includes = new ArrayList<>();
    private final List<PathPattern> excludes = new ArrayList<>();
    private final List<ClosureRequest.Started> started = new ArrayList<>();
    private HiddenDependencies hidden = HiddenDependencies.NONE;
    private Hwcaps hwcaps = Hwcaps.ALL;

    private ClosureScene(Scene scene) {
        this.scene = scene;
    }

    static ClosureScene of(Scene scene, String... programs) {
        ClosureScene question = new ClosureScene(scene);
        List.of(programs).forEach(path -> question.programs.add(RootPath.of(path)));
        return question;
    }

    ClosureScene include(String... patterns) {
        List.of(patterns).forEach(pattern -> includes.add(new PathPattern(pattern)));
        return this;
    }

    ClosureScene exclude(String... patterns) {
        List.of(patterns).forEach(pattern -> excludes.add(new PathPattern(pattern)));
        return this;
    }

    ClosureScene hwcaps(Hwcaps value) {
        hwcaps = value;
        return this;
    }

    ClosureScene started(String... paths) {
        List.of(paths)
                .forEach(path -> started.add(new ClosureRequest.Started(RootPath.of(path), "Entrypoint of the image")));
        return this;
    }

    ClosureScene hidden(HiddenDependencies dependencies) {
        hidden = dependencies;
        return this;
    }

    Closure closure() throws IOException, BadElfException {
        return ClosureCalculator.calculate(
                scene.resolver(),
                new ClosureRequest(programs, includes, excludes, scene.options(), hwcaps)
                        .withStarted(started)
                        .withHidden(hidden));
    }

    /** What is kept, as printed by {@code ls -F}: directories with a slash, links with {@code -> TARGET}. */
    List<String> kept() throws IOException, BadElfException {
        return closure().selection().all().stream().map(ClosureScene::text).toList();
    }

    /** The reasons for a path. */
    List<String> reasons(String path) throws IOException, BadElfException {
        return closure().selection().get(RootPath.of(path)).orElseThrow().reasons().stream()
                .map(reason -> reason.kind() + ": " + reason)
                .toList();
    }

    private static String text(Selection.Kept kept) {
        if (kept.node() instanceof Node.SymbolicLink link) {
            return kept.path().raw() + " -> " + link.target();
        }
        return kept.path().raw() + (kept.node() instanceof Node.Directory ? "/" : "");
    }
}
