package dev.whittle.cli.command.copy;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.command.Core;
import dev.whittle.cli.command.LayerInput;
import dev.whittle.cli.command.SlimRequests;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.closure.Closure;
import dev.whittle.closure.start.BadStartException;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.dockerfile.ContextFiles;
import dev.whittle.dockerfile.CopyConfig;
import dev.whittle.dockerfile.CopyPlan;
import dev.whittle.dockerfile.CopyPlanner;
import dev.whittle.dockerfile.Owner;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.LayerPipeline;
import dev.whittle.pipeline.SelectedPaths;
import dev.whittle.pipeline.SlimClosure;
import dev.whittle.resolve.Resolver;
import dev.whittle.source.OverlayRoot;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From options and FILE arguments to the files to copy. */
final class CopyInput {
    private final Console console;
    private final SourceOptions source;
    private final SelectionOptions selection;
    private final FamilyOptions families;
    private final LoaderArguments loader;

    /**
     * @param root the source with the files of --add
     * @param starts what the image starts; empty where files were asked for
     */
    record Input(OverlayRoot root, Resolver resolver, Closure closure, Optional<StartPlan> starts) {}

    CopyInput(
            Console console,
            SourceOptions source,
            SelectionOptions selection,
            FamilyOptions families,
            LoaderArguments loader) {
        this.console = console;
        this.source = source;
        this.selection = selection;
        this.families = families;
        this.loader = loader;
    }

    Input of(Source opened, List<String> files) throws FailureException {
        Optional<ImageConfig> config = opened.image().map(SourceImage::config);
        boolean started =
                files.isEmpty() && config.filter(StartPlan::namesCommand).isPresent();
        if (!started) {
            if (files.isEmpty() && !selection.selects()) {
                throw new FailureException(ExitCode.USAGE, nothing(opened));
            }
            LayerInput input = new LayerInput(console, source, selection, families, loader);
            try (LayerPipeline pipeline = input.pipeline(opened)) {
                Closure closure = input.closure(pipeline, files);
                return new Input(pipeline.root(), pipeline.resolver(), closure, Optional.empty());
            }
        }
        OverlayRoot root = new OverlayRoot(opened.root());
        Resolver resolver = new Resolver(root);
        SlimClosure closures =
                new SlimClosure(SlimRequests.of(console, ConfigChanges.NONE, selection, families, loader, ""));
        SelectedPaths paths = Core.call(() -> closures.paths(root, config.get()));
        try {
            StartPlan starts = StartPlan.of(config.get(), root);
            Closure closure = Core.call(() -> closures.closure(resolver, paths, config.get(), starts));
            return new Input(root, resolver, closure, Optional.of(starts));
        } catch (BadStartException e) {
            throw new FailureException(ExitCode.INPUT, e.raw(), e);
        } catch (IOException e) {
            throw unreadable(opened, e);
        }
    }

    CopyPlan plan(Source opened, Input input) throws FailureException {
        Optional<ImageConfig> config = opened.image().map(SourceImage::config);
        try {
            Optional<Owner> user = config.isPresent() ? CopyConfig.owner(input.root(), config.get()) : Optional.empty();
            return CopyPlanner.plan(input.root(), input.closure(), user, loader.options(config), context(input));
        } catch (IOException e) {
            throw unreadable(opened, e);
        }
    }

    /** The files of {@code --add} under the names that a person gave them; of several, one that a build context may have. */
    ContextFiles context(Input input) throws FailureException {
        Map<RootPath, String> names = new HashMap<>();
        for (Map.Entry<RootPath, Path> file : input.root().hostFiles().entrySet()) {
            for (SelectionOptions.Added added : selection.added()) {
                boolean same = real(added).filter(file.getValue()::equals).isPresent();
                boolean better = !added.hostFile().startsWith("/") || !names.containsKey(file.getKey());
                if (same && better) {
                    names.put(file.getKey(), added.hostFile());
                }
            }
        }
        return new ContextFiles(names);
    }

    private Optional<Path> real(SelectionOptions.Added added) {
        try {
            return Optional.of(HostPath.of(console.environment().workingDirectory(), added.hostFile())
                    .toRealPath());
        } catch (IOException e) {
            return Optional.empty(); // gone since it was placed
        }
    }

    private static String nothing(Source opened) {
        String shown = RawText.visible(opened.shown());
        return opened.image().isPresent()
                ? shown + ": the image starts nothing: it has neither Entrypoint nor Cmd; name a FILE"
                : shown + ": a root without a configuration: name a FILE";
    }

    static FailureException unreadable(Source opened, IOException e) {
        return new FailureException(ExitCode.INPUT, RawText.visible(opened.shown()) + ": " + Messages.reason(e), e);
    }
}
