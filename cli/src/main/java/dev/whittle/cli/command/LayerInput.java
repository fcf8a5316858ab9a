package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.bytes.ShellWord;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.PackageChoice;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.discover.rules.Rule;
import dev.whittle.elf.BadElfException;
import dev.whittle.image.ImageConfig;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.pipeline.Closures;
import dev.whittle.pipeline.PathChoice;
import dev.whittle.pipeline.SelectedPaths;
import dev.whittle.pipeline.TraceLoader;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.script.CommandPath;
import dev.whittle.source.OverlayRoot;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From options and FILE arguments to the closure that they ask for. */
public final class LayerInput {
    private final Console console;
    private final SourceOptions source;
    private final SelectionOptions selection;
    private final FamilyOptions families;
    private final LoaderArguments loader;

    public LayerInput(
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

    public Closure closure(Resolver resolver, Source opened, OverlayRoot root, List<String> files)
            throws FailureException {
        FileArguments arguments =
                new FileArguments(source, root, console.environment().workingDirectory());
        Optional<ImageConfig> config = opened.image().map(SourceImage::config);
        CommandPath commands = config.map(StartPlan::commands).orElseGet(CommandPath::usual);
        PathChoice choice = SlimRequests.paths(console, selection);
        SelectedPaths selected = Core.call(() -> SelectedPaths.of(choice, arguments.paths(), root, commands));
        List<PathPattern> includes = new ArrayList<>(selected.includes());
        List<RootPath> programs = new ArrayList<>();
        int worst = ExitCode.DONE;
        for (String file : files) {
            try {
                for (FileArguments.Named named : arguments.expand(file)) {
                    if (named.matched()) {
                        includes.add(new PathPattern(named.path().raw()));
                    } else {
                        requireProgram(resolver, named);
                        programs.add(named.path());
                    }
                }
            } catch (FailureException e) {
                console.tell(e.raw());
                worst = Math.max(worst, e.exitCode());
            }
        }
        if (worst != ExitCode.DONE) {
            throw new FailureException(worst, ""); // each has been reported already
        }
        AccountChoice accounts = selection.accounts().choice(source.isNamed());
        if (programs.isEmpty()
                && includes.isEmpty()
                && accounts.added().isEmpty()
                && selection.traces().isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE, "nothing to write: name a FILE, or use --include, --add or --trace (see --help)");
        }
        LoaderOptions options = loader.options(config);
        ProcessEnvironment surroundings = new ProcessEnvironment(loader.seen(config), commands, options, false)
                .with(accounts)
                .with(selection.packages().choice(PackageChoice.Databases.NONE));
        List<Rule> rules = FamilyRules.of(console, families);
        ClosureRequest request = new ClosureRequest(
                        programs, includes, selected.excludes(), options, loader.hwcaps(Hwcaps.ALL))
                .withHidden(Core.call(() -> Closures.catalogue(resolver, surroundings, families.choice(), rules)));
        TraceLoader traces =
                new TraceLoader(config.map(its -> commands.workingDirectory().raw()));
        return Core.call(() ->
                Closures.of(resolver, traces.add(SlimRequests.traces(console, selection), request, resolver.root())));
    }

    private static void requireProgram(Resolver resolver, FileArguments.Named named) throws FailureException {
        try {
            FileArguments.open(resolver, named);
        } catch (FileArguments.NotMeant e) {
            throw new IllegalStateException("a literal file is always meant", e);
        } catch (FailureException e) {
            boolean text = e.getCause() instanceof BadElfException bad && !bad.isElf();
            boolean directory = e.raw().endsWith("is a directory");
            String wayOut = text || directory
                    ? "; to keep it as it is, use --include "
                            + RawText.visible(
                                    ShellWord.quoted(Glob.literal(named.path().raw())))
                    : "";
            throw new FailureException(e.exitCode(), e.raw() + wayOut, e);
        }
    }
}
