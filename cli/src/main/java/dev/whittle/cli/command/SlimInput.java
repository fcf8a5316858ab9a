package dev.whittle.cli.command;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.hidden.Catalogue;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.LoaderOptions;
import dev.whittle.resolve.Resolver;
import dev.whittle.source.OverlayRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From options and a configuration to the closure that they ask for. */
final class SlimInput {
    private final Console console;
    private final SelectionOptions selection;
    private final FamilyOptions families;
    private final LoaderArguments loader;

    SlimInput(Console console, SelectionOptions selection, FamilyOptions families, LoaderArguments loader) {
        this.console = console;
        this.selection = selection;
        this.families = families;
        this.loader = loader;
    }

    /** What the options name, in the root. */
    record Paths(List<PathPattern> includes, List<PathPattern> excludes) {}

    /** @param root gets the files that are added */
    Paths paths(OverlayRoot root) throws FailureException {
        FileArguments arguments = FileArguments.of(root);
        List<PathPattern> includes = new ArrayList<>();
        for (String include : selection.includes(console)) {
            includes.add(arguments.place(include));
        }
        List<PathPattern> excludes = new ArrayList<>();
        for (String exclude : selection.excludes()) {
            excludes.add(arguments.place(exclude));
        }
        for (SelectionOptions.Added added : selection.added()) {
            RootPath path = LayerInput.place(root, console.environment().workingDirectory(), added);
            includes.add(new PathPattern(path.raw()));
        }
        return new Paths(includes, excludes);
    }

    Closure closure(Resolver resolver, Paths paths, ImageConfig config, StartPlan starts) throws FailureException {
        LoaderOptions options = loader.options(Optional.of(config));
        Catalogue.Surroundings surroundings =
                new Catalogue.Surroundings(Optional.of(config), StartPlan.commands(config), options, true);
        ClosureRequest request = new ClosureRequest(
                        List.of(), paths.includes(), paths.excludes(), options, loader.hwcaps(Hwcaps.ALL))
                .withStarted(starts.started())
                .withCommands(surroundings.commands())
                .withHidden(LayerInput.catalogue(resolver, surroundings, families.choice())
                        .besides(starts.findings()));
        return LayerInput.closure(resolver, request);
    }
}
