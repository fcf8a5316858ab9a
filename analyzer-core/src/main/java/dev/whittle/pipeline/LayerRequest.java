package dev.whittle.pipeline;

import dev.whittle.closure.PackageChoice;
import java.util.function.UnaryOperator;

/**
 * What to keep in a layer in addition to the files that are named.
 *
 * @param loader what loaders take from their environment
 * @param inRoot from a path of {@code keep}, as the user typed it, to the path in the root; both raw
 */
public record LayerRequest(KeepRequest keep, LoaderChoice loader, UnaryOperator<String> inRoot) {
    /** As {@code layer} keeps without options. */
    public static final LayerRequest DEFAULT = new LayerRequest(
            KeepRequest.builder()
                    .packages(new PackageChoice(PackageChoice.Databases.NONE, false))
                    .build(),
            LoaderChoice.DEFAULT,
            path -> path);
}
