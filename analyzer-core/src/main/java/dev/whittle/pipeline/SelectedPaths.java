package dev.whittle.pipeline;

import dev.whittle.bytes.IoMessage;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.DebugShell;
import dev.whittle.closure.PathPattern;
import dev.whittle.path.RootPath;
import dev.whittle.script.CommandPath;
import dev.whittle.source.OverlayRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The paths of a {@link PathChoice} in a root. */
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
    public static SelectedPaths of(PathChoice choice, PathArguments arguments, OverlayRoot root, CommandPath commands)
            throws PipelineException {
        List<PathPattern> includes = new ArrayList<>();
        for (PathChoice.Include include : choice.includes()) {
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
        for (String exclude : choice.excludes()) {
            excludes.add(arguments.place(exclude));
        }
        for (PathChoice.Added added : choice.added()) {
            includes.add(new PathPattern(place(root, added).raw()));
        }
        if (choice.shell()) {
            includes.addAll(shell(root, commands));
        }
        return new SelectedPaths(includes, excludes);
    }

    private static List<PathPattern> shell(OverlayRoot root, CommandPath commands) throws PipelineException {
        List<PathPattern> shell;
        try {
            shell = DebugShell.in(root, commands);
        } catch (IOException e) {
            throw PipelineException.unreadable("--include-shell", e);
        }
        if (shell.isEmpty()) {
            throw new PipelineException(
                    PipelineException.Kind.INPUT,
                    "--include-shell: there is no shell, neither /bin/sh nor another in PATH; a static busybox of this"
                            + " host will do: --add /bin/busybox:/bin/busybox");
        }
        return shell;
    }

    private static RootPath place(OverlayRoot root, PathChoice.Added added) throws PipelineException {
        try {
            return root.add(added.file(), added.place());
        } catch (IOException e) {
            throw new PipelineException(
                    PipelineException.Kind.INPUT,
                    "--add " + RawText.visible(added.shown()) + ": " + IoMessage.reason(e),
                    e);
        }
    }
}
