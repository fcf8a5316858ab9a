package dev.whittle.cli.command;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.closure.PackageChoice;
import dev.whittle.image.Platform;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.KeepRequest;
import dev.whittle.pipeline.NewConfig;
import dev.whittle.pipeline.PathChoice;
import dev.whittle.pipeline.SlimRequest;
import dev.whittle.pipeline.TraceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From options to requests of the core. */
public final class SlimRequests {
    private SlimRequests() {}

    /** Of an image, with what its files of settings say already among the options. */
    public static SlimRequest of(
            Console console,
            ConfigChanges changes,
            SelectionOptions selection,
            FamilyOptions families,
            LoaderArguments loader,
            String version)
            throws FailureException {
        // A source is always named.
        KeepRequest keep = keep(console, selection, families, true, PackageChoice.Databases.KEPT);
        return SlimRequest.builder(host(), version)
                .changes(changes)
                .keep(keep)
                .loader(loader.choice())
                .build();
    }

    /**
     * What to keep.
     *
     * @param named whether the user names the source; else it is the host
     * @param databases what becomes of package databases where no option says so
     */
    static KeepRequest keep(
            Console console,
            SelectionOptions selection,
            FamilyOptions families,
            boolean named,
            PackageChoice.Databases databases)
            throws FailureException {
        return KeepRequest.builder()
                .paths(paths(console, selection))
                .traces(traces(console, selection))
                .families(families.choice())
                .rules(FamilyRules.of(console, families))
                .accounts(selection.accounts().choice(named))
                .packages(selection.packages().choice(databases))
                .build();
    }

    /** The platform of this machine, for a root that does not say its own. */
    static Platform host() {
        return NewConfig.platform(System.getProperty("os.arch", ""));
    }

    private static PathChoice paths(Console console, SelectionOptions selection) throws FailureException {
        List<PathChoice.Include> includes = new ArrayList<>();
        for (SelectionOptions.Include include : selection.includes(console)) {
            includes.add(new PathChoice.Include(include.path(), include.tried(), include.setting()));
        }
        Path workingDirectory = console.environment().workingDirectory();
        List<PathChoice.Added> added = new ArrayList<>();
        for (SelectionOptions.Added file : selection.added()) {
            added.add(new PathChoice.Added(
                    HostPath.of(workingDirectory, file.hostFile()), file.hostFile(), file.place()));
        }
        return new PathChoice(includes, selection.excludes(), added, selection.includesShell());
    }

    private static List<TraceFile> traces(Console console, SelectionOptions selection) {
        return selection.traces().stream()
                .map(file -> TraceInput.of(console, file))
                .toList();
    }
}
