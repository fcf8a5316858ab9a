package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.stream.Workspace;
import java.io.IOException;
import java.util.List;

/** Zip archives as roots, for the fuzzer. */
public final class ZipArchives {
    private ZipArchives() {}

    /** The root that a zip archive is. */
    public static LayeredRoot root(ByteSource content, Workspace workspace) throws IOException, BadArchiveException {
        LayerBlob layer = ZipArchive.layer("mutant", content, workspace);
        return LayeredRoot.open(List.of(layer), workspace, LayerProgress.NONE, 1);
    }
}
