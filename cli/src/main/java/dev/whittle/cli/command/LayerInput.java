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
import dev.whittle.closure.Closure;
import dev.whittle.closure.PackageChoice;
import dev.whittle.closure.PathPattern;
import dev.whittle.elf.BadElfException;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.pipeline.LayerPipeline;
import dev.whittle.pipeline.LayerRequest;
import dev.whittle.resolve.Resolver;
import dev.whittle.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From options and FILE arguments to the closure that they ask for. */
public final class LayerInput {
    private final Console console;
    private final SourceOptions source;
    private final LayerRequest request;

    public LayerInput(
            Console console,
            SourceOptions source,
            SelectionOptions selection,
            FamilyOptions families,
            LoaderArguments loader)
            throws FailureException {
        this.console = console;
        this.source = source;
        Path workingDirectory = console.environment().workingDirectory();
        this.request = new LayerRequest(
                SlimRequests.keep(console, selection, families, source.isNamed(), PackageChoice.Databases.NONE),
                loader.choice(),
                file -> source.inRoot(workingDirectory, file));
    }

    /** The caller closes it. */
    public LayerPipeline pipeline(Source opened) throws FailureException {
        return Core.call(() -> new LayerPipeline(opened, request));
    }

    /** @throws FailureException without a message if a file cannot be kept: each has been reported already */
    public Closure closure(LayerPipeline pipeline, List<String> files) throws FailureException {
        FileArguments arguments =
                new FileArguments(source, pipeline.root(), console.environment().workingDirectory());
        List<PathPattern> matched = new ArrayList<>();
        List<RootPath> programs = new ArrayList<>();
        int worst = ExitCode.DONE;
        for (String file : files) {
            try {
                for (FileArguments.Named named : arguments.expand(file)) {
                    if (named.matched()) {
                        matched.add(new PathPattern(named.path().raw()));
                    } else {
                        requireProgram(pipeline.resolver(), named);
                        programs.add(named.path());
                    }
                }
            } catch (FailureException e) {
                console.tell(e.raw());
                worst = Math.max(worst, e.exitCode());
            }
        }
        if (worst != ExitCode.DONE) {
            throw new FailureException(worst, "");
        }
        return Core.call(() -> pipeline.closure(programs, matched));
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
