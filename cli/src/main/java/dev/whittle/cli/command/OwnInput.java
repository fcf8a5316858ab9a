package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.closure.Selection;
import dev.whittle.rootfs.Node;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.source.OverlayRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Refuses an output in the place of a file that the layer holds: the file would be lost, and an archive that holds its
 * own last version grows with every run.
 */
final class OwnInput {
    private final Selection selection;
    private final DirectoryRoot directory;
    private final OverlayRoot root;

    OwnInput(Selection selection, DirectoryRoot directory, OverlayRoot root) {
        this.selection = selection;
        this.directory = directory;
        this.root = root;
    }

    /** @param named as the caller names {@code output} */
    void refuse(Path output, String named) throws FailureException {
        if (!Files.isRegularFile(output)) {
            return;
        }
        for (Selection.Kept kept : selection.all()) {
            if (!(kept.node() instanceof Node.RegularFile)) {
                continue;
            }
            Path host = root.hostFile(kept.path()).orElseGet(() -> directory.host(kept.path()));
            if (isSame(output, host)) {
                throw new FailureException(
                        ExitCode.USAGE,
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
