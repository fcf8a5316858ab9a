package dev.whittle.pipeline;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selection;
import dev.whittle.rootfs.Node;
import dev.whittle.source.OverlayRoot;
import dev.whittle.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Refuses an output that would replace an input: a file that the layer contains, an image's archive, a blob of its layout.
 * The input would be lost, and an archive that contains its own previous version grows with every run.
 */
public final class OwnInput {
    private final Selection selection;
    private final Source source;
    private final OverlayRoot root;

    public OwnInput(Selection selection, Source source, OverlayRoot root) {
        this.selection = selection;
        this.source = source;
        this.root = root;
    }

    /** @param named as the caller names {@code output} */
    public void refuse(Path output, String named) throws PipelineException {
        if (!Files.isRegularFile(output)) {
            return;
        }
        if (source.files().stream().anyMatch(file -> isSame(output, file))) {
            throw new PipelineException(
                    PipelineException.Kind.REQUEST, RawText.visible(named) + ": is the source itself; write elsewhere");
        }
        for (Selection.Kept kept : selection.all()) {
            if (!(kept.node() instanceof Node.RegularFile)) {
                continue;
            }
            Optional<Path> host = root.hostFile(kept.path()).or(() -> source.hostFile(kept.path()));
            if (host.isPresent() && isSame(output, host.get())) {
                throw new PipelineException(
                        PipelineException.Kind.REQUEST,
                        RawText.visible(named) + ": is in the layer itself, as " + kept.path()
                                + "; write elsewhere, or --exclude it");
            }
        }
    }

    /** A file that has gone or cannot be looked at is for the writer to report. */
    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
