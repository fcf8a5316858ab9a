package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.closure.PathPattern;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.source.OverlayRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code --include}, {@code --exclude} and {@code --add} name, in the root. */
public record SelectedPaths(List<PathPattern> includes, List<PathPattern> excludes) {
    public SelectedPaths {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }

    /** With more to include. */
    SelectedPaths with(List<PathPattern> more) {
        List<PathPattern> all = new ArrayList<>(includes);
        all.addAll(more);
        return new SelectedPaths(all, excludes);
    }

    /** @param root gets the files that are added */
    static SelectedPaths of(Console console, SelectionOptions selection, FileArguments arguments, OverlayRoot root)
            throws FailureException {
        List<PathPattern> includes = new ArrayList<>();
        for (SelectionOptions.Include include : selection.includes(console)) {
            PathPattern pattern = arguments.place(include.path());
            includes.add(
                    include.tried().isPresent() ? pattern.tried(include.tried().get()) : pattern);
        }
        List<PathPattern> excludes = new ArrayList<>();
        for (String exclude : selection.excludes()) {
            excludes.add(arguments.place(exclude));
        }
        for (SelectionOptions.Added added : selection.added()) {
            RootPath path = place(root, console.environment().workingDirectory(), added);
            includes.add(new PathPattern(path.raw()));
        }
        return new SelectedPaths(includes, excludes);
    }

    private static RootPath place(OverlayRoot root, Path workingDirectory, SelectionOptions.Added added)
            throws FailureException {
        try {
            return root.add(HostPath.of(workingDirectory, added.hostFile()), added.place());
        } catch (IOException e) {
            throw new FailureException(
                    ExitCode.INPUT, "--add " + RawText.visible(added.hostFile()) + ": " + Messages.reason(e), e);
        }
    }
}
