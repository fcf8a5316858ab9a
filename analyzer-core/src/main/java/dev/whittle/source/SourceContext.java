package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.StreamedSource;
import dev.whittle.image.Platform;
import dev.whittle.stream.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    /** Blobs that come at one time: one connection seldom fills a line. */
    private static final int TRANSFERS = 4;

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

    /**
     * For files and directories of this machine.
     *
     * @param workingDirectory absolute; base of relative paths
     * @param temporary for decompressed content
     * @param machine the default platform
     */
    public static SourceContext local(Path workingDirectory, Path temporary, Platform machine) {
        return new SourceContext(
                workingDirectory,
                Optional.empty(),
                machine,
                new Workspace(temporary, Workspace.DEFAULT_MAX_BYTES),
                LayerProgress.NONE,
                Runtime.getRuntime().availableProcessors(),
                Streams.NONE);
    }

    /** The same, but for {@link #inParts()}. */
    public SourceContext inParts(boolean enabled) {
        return new SourceContext(workingDirectory, asked, machine, workspace, progress, threads, streams, enabled);
    }

    PlatformChoice platform() {
        return new PlatformChoice(asked.orElse(machine), asked.isPresent());
    }

    /** Layers as one root, lowest first; the root owns their content, plain or compressed. */
    LayeredRoot read(List<LayerBlob> layers) throws IOException, BadArchiveException {
        boolean isRemote = layers.stream().anyMatch(layer -> layer.content() instanceof StreamedSource);
        return LayeredRoot.openAhead(layers, workspace, progress, isRemote ? Math.max(threads, TRANSFERS) : threads);
    }
}
