package dev.whittle.verify;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.RawText;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Digest;
import dev.whittle.image.Platform;
import dev.whittle.source.WrittenImageReader;
import dev.whittle.stream.Workspace;
import dev.whittle.write.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an output of several images back before it has its place: whether all that they refer to is there, with the right
 * sizes and digests. What is in each new image is the matter of {@link SelfCheck}, while its source is open.
 */
public final class IndexCheck {
    private final Path spoolDirectory;
    private final int threads;

    /** @param spoolDirectory for what must be unpacked to be read */
    public IndexCheck(Path spoolDirectory, int threads) {
        this.spoolDirectory = spoolDirectory;
        this.threads = threads;
    }

    /** @param images digests of their entries in index.json, with the number of manifests that each leads to */
    public void run(Map<Digest, Integer> images, Written written) throws IOException, DifferenceException {
        Platform none = new Platform("linux", "", Optional.empty());
        WrittenImageReader reread = new WrittenImageReader(Workspace.onDisk(spoolDirectory), none, threads);
        try {
            for (Map.Entry<Digest, Integer> image : images.entrySet()) {
                int found = manifests(reread, written, image.getKey());
                if (found != image.getValue()) {
                    throw new DifferenceException(
                            image.getKey() + " leads to " + found + " manifests, should be " + image.getValue());
                }
            }
        } catch (BadArchiveException | BadImageException e) {
            throw new DifferenceException(RawText.ofText(String.valueOf(e.getMessage())), e);
        }
    }

    private static int manifests(WrittenImageReader reread, Written written, Digest image)
            throws IOException, BadArchiveException, BadImageException {
        if (written instanceof Written.Layout layout) {
            return reread.layoutBlobs(layout.directory(), layout.unplaced(), layout.documents(), image);
        } else if (written instanceof Written.Archive archive) {
            return reread.archiveBlobs(archive.content(), archive.documents(), image);
        }
        throw new IllegalArgumentException("no output of several images: " + written);
    }
}
