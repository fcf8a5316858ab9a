package dev.whittle.source;

import dev.whittle.image.Platform;
import dev.whittle.stream.Workspace;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What opening a source depends on besides its name.
 *
 * @param workingDirectory absolute; what relative paths are relative to
 * @param asked the platform that a person asked for
 * @param machine the platform to take otherwise, where there is a choice
 * @param workspace where decompressed content goes
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
