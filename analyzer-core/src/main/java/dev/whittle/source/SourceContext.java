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
 */
public record SourceContext(
        Path workingDirectory,
        Optional<Platform> asked,
        Platform machine,
        Workspace workspace,
        LayerProgress progress,
        int threads,
        Streams streams) {
    PlatformChoice platform() {
        return new PlatformChoice(asked.orElse(machine), asked.isPresent());
    }
}
