package dev.whittle.pipeline;

import dev.whittle.closure.PathPattern;
import dev.whittle.image.Platform;
import java.util.List;

/**
 * What to make of an image.
 *
 * @param changes of its configuration
 * @param keep what to keep in addition to what the image starts
 * @param more paths to keep that a program has found out about, after those that the user names
 * @param loader what loaders take from their environment
 * @param host the platform of a root without a configuration and without programs
 * @param version of the tool, for a label of the new image
 */
public record SlimRequest(
        ConfigChanges changes,
        KeepRequest keep,
        List<PathPattern> more,
        LoaderChoice loader,
        Platform host,
        String version) {
    public SlimRequest {
        more = List.copyOf(more);
    }

    /**
     * A request without options.
     *
     * @param version of the caller, for the label {@link ConfigChanges#VERSION_LABEL}
     */
    public static SlimRequest of(Platform host, String version) {
        return new SlimRequest(ConfigChanges.NONE, KeepRequest.DEFAULT, List.of(), LoaderChoice.DEFAULT, host, version);
    }

    public SlimRequest with(ConfigChanges other) {
        return new SlimRequest(other, keep, more, loader, host, version);
    }

    public SlimRequest with(KeepRequest other) {
        return new SlimRequest(changes, other, more, loader, host, version);
    }

    public SlimRequest withMore(List<PathPattern> paths) {
        return new SlimRequest(changes, keep, paths, loader, host, version);
    }
}
