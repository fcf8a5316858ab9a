package dev.whittle.source;

import dev.whittle.image.Platform;
import dev.whittle.stream.Workspace;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What opening a source depends on, other than its name.
 *
 * @param workingDirectory absolute; base of relative paths
 * @param asked the platform that the user requested
 * @param machine the default platform, if there is a choice
 * @param workspace for decompressed content
 * @param progress of the layers
 * @param threads how many layers are read at one time
 * @param inParts whether it is enough to read those parts of a remote layer that are wanted, each held against a digest
 */
public record SourceContext(
        Path workingDirectory,
        Optional<Platform> asked,
        Platform machine,
        Workspace workspace,
        LayerProgress progress,
        int threads,
        Streams streams,
        boolean inParts) {
    /** Reads all of each layer. */
    public SourceContext(
            Path workingDirectory,
            Optional<Platform> asked,
            Platform machine,
            Workspace workspace,
            LayerProgress progress,
            int threads,
            Streams streams) {
        this(workingDirectory, asked, machine, workspace, progress, threads, streams, false);
    }

    /** The same, but for {@link #inParts()}. */
    public SourceContext inParts(boolean its) {
        return new SourceContext(workingDirectory, asked, machine, workspace, progress, threads, streams, its);
    }

    PlatformChoice platform() {
        return new PlatformChoice(asked.orElse(machine), asked.isPresent());
    }
}
