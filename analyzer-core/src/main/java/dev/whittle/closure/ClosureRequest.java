package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.LoaderVariables;
import dev.whittle.script.CommandPath;
import java.util.List;
import java.util.Optional;

/**
 * What to keep.
 *
 * @param programs ELF files, each with everything that its loader opens
 * @param started files that the image starts: scripts with their interpreters, ELF files with what they need
 * @param includes further files, and directories with their content; ELF files among them with their closures
 * @param excludes left out even if something needs them
 * @param hwcaps processors for which libraries are kept
 * @param commands where a script's {@code env} looks for the interpreter
 * @param hidden finds dependencies that the loader cannot see, which are kept too
 * @param traced paths used in a trace
 */
public record ClosureRequest(
        List<RootPath> programs,
        List<Started> started,
        List<PathPattern> includes,
        List<PathPattern> excludes,
        LoaderOptions options,
        Hwcaps hwcaps,
        CommandPath commands,
        HiddenDependencies hidden,
        List<Traced> traced) {
    public ClosureRequest {
        programs = List.copyOf(programs);
        started = List.copyOf(started);
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        traced = List.copyOf(traced);
    }

    /** Starts nothing, and does not look for hidden dependencies. */
    public ClosureRequest(
            List<RootPath> programs,
            List<PathPattern> includes,
            List<PathPattern> excludes,
            LoaderOptions options,
            Hwcaps hwcaps) {
        this(
                programs,
                List.of(),
                includes,
                excludes,
                options,
                hwcaps,
                CommandPath.usual(),
                HiddenDependencies.NONE,
                List.of());
    }

    /**
     * A file that the image starts.
     *
     * @param evidence for display, raw: {@code Entrypoint of the image}
     * @param variables of its process that its loader reads; empty if they are those of the image
     */
    public record Started(RootPath path, String evidence, Optional<LoaderVariables> variables) {
        /** In the image's environment. */
        public Started(RootPath path, String evidence) {
            this(path, evidence, Optional.empty());
        }
    }

    /**
     * A path of the root that a traced program used.
     *
     * @param evidence for display, raw: {@code traced nginx.trace:12}
     * @param follows whether a link in the last component was followed
     * @param reads whether it was opened or executed, so that an ELF file needs its libraries
     */
    public record Traced(RootPath path, String evidence, boolean follows, boolean reads) {}

    public ClosureRequest withStarted(List<Started> files) {
        return new ClosureRequest(programs, files, includes, excludes, options, hwcaps, commands, hidden, traced);
    }

    public ClosureRequest withCommands(CommandPath path) {
        return new ClosureRequest(programs, started, includes, excludes, options, hwcaps, path, hidden, traced);
    }

    public ClosureRequest withHidden(HiddenDependencies dependencies) {
        return new ClosureRequest(
                programs, started, includes, excludes, options, hwcaps, commands, dependencies, traced);
    }

    public ClosureRequest withTraced(List<Traced> paths) {
        return new ClosureRequest(programs, started, includes, excludes, options, hwcaps, commands, hidden, paths);
    }
}
