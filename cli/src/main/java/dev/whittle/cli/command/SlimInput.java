package dev.whittle.cli.command;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.PackageChoice;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.image.ImageConfig;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.source.OverlayRoot;
import java.util.List;
import java.util.Optional;

/** From options and a configuration to the closure that they ask for. */
public final class SlimInput {
    private final Console console;
    private final SelectionOptions selection;
    private final FamilyOptions families;
    private final LoaderArguments loader;
    private final List<PathPattern> more;

    public SlimInput(Console console, SelectionOptions selection, FamilyOptions families, LoaderArguments loader) {
        this(console, selection, families, loader, List.of());
    }

    private SlimInput(
            Console console,
            SelectionOptions selection,
            FamilyOptions families,
            LoaderArguments loader,
            List<PathPattern> more) {
        this.console = console;
        this.selection = selection;
        this.families = families;
        this.loader = loader;
        this.more = List.copyOf(more);
    }

    /** The same, which keeps these paths too. */
    SlimInput with(List<PathPattern> includes) {
        return new SlimInput(console, selection, families, loader, includes);
    }

    /**
     * @param root gets the files that are added
     * @param config of the new image
     */
    public SelectedPaths paths(OverlayRoot root, ImageConfig config) throws FailureException {
        return SelectedPaths.of(console, selection, FileArguments.of(root), root, StartPlan.commands(config))
                .with(more);
    }

    /** With which programs of the image are looked at. */
    LoaderOptions options(ImageConfig config) {
        return loader.options(Optional.of(config));
    }

    /** Whether a trace says what to keep. */
    boolean isTraced() {
        return !selection.traces().isEmpty();
    }

    /** Whether a shell is kept for debugging. */
    boolean includesShell() {
        return selection.includesShell();
    }

    /** A source is always named. */
    AccountChoice accounts() throws FailureException {
        return selection.accounts().choice(true);
    }

    public Closure closure(Resolver resolver, SelectedPaths paths, ImageConfig config, StartPlan starts)
            throws FailureException {
        LoaderOptions options = options(config);
        ProcessEnvironment surroundings = new ProcessEnvironment(
                        Optional.of(config), StartPlan.commands(config), options, true)
                .with(accounts())
                .with(selection.packages().choice(PackageChoice.Databases.KEPT));
        ClosureRequest request = new ClosureRequest(
                        List.of(), paths.includes(), paths.excludes(), options, loader.hwcaps(Hwcaps.ALL))
                .withStarted(starts.started())
                .withCommands(surroundings.commands())
                .withHidden(Closures.catalogue(console, resolver, surroundings, families)
                        .besides(starts.findings()));
        Optional<String> workingDirectory =
                Optional.of(surroundings.commands().workingDirectory().raw());
        TraceInput traces = new TraceInput(console, workingDirectory);
        return Closures.of(resolver, traces.add(selection.traces(), request, resolver.root()));
    }
}
