package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.closure.DebugShell;
import dev.whittle.closure.PathPattern;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.script.CommandPath;
import dev.whittle.source.OverlayRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code --include}, {@code --include-shell}, {@code --exclude} and {@code --add} name, in the root. */
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

    /**
     * @param root gets the files that are added
     * @param commands where a shell is looked for
     */
    static SelectedPaths of(
            Console console,
            SelectionOptions selection,
            FileArguments arguments,
            OverlayRoot root,
            CommandPath commands)
            throws FailureException {
        List<PathPattern> includes = new ArrayList<>();
        for (SelectionOptions.Include include : selection.includes(console)) {
            PathPattern pattern = arguments.place(include.path());
            if (include.setting().isPresent()) {
                includes.add(pattern.setting(include.setting().get()));
            } else {
                includes.add(
                        include.tried().isPresent()
                                ? pattern.tried(include.tried().get())
                                : pattern);
            }
        }
        List<PathPattern> excludes = new ArrayList<>();
        for (String exclude : selection.excludes()) {
            excludes.add(arguments.place(exclude));
        }
        for (SelectionOptions.Added added : selection.added()) {
            RootPath path = place(root, console.environment().workingDirectory(), added);
            includes.add(new PathPattern(path.raw()));
        }
        if (selection.includesShell()) {
            includes.addAll(shell(root, commands));
        }
        return new SelectedPaths(includes, excludes);
    }

    private static List<PathPattern> shell(OverlayRoot root, CommandPath commands) throws FailureException {
        List<PathPattern> shell;
        try {
            shell = DebugShell.in(root, commands);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, "--include-shell: " + Messages.reason(e), e);
        }
        if (shell.isEmpty()) {
            throw new FailureException(
                    ExitCode.INPUT,
                    "--include-shell: there is no shell, neither /bin/sh nor another in PATH; a static busybox of this"
                            + " host will do: --add /bin/busybox:/bin/busybox");
        }
        return shell;
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
