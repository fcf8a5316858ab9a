package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A complete output that is not yet in its place, for the self-check. It belongs to its writer. */
public sealed interface Written {
    /**
     * A docker archive, an OCI archive, or a tar.
     *
     * @param documents of an image's archive, other than blobs, by name
     */
    record Archive(ByteSource content, Map<String, byte[]> documents) implements Written {}

    /**
     * A layout to which an image is about to be added.
     *
     * @param unplaced files that will have these names in it
     * @param documents expected content of some of them
     */
    record Layout(Path directory, Map<String, ByteSource> unplaced, Map<String, byte[]> documents) implements Written {}

    /**
     * One image of an output that is not whole yet.
     *
     * @param files by their names in a layout; {@code index.json}, which is never written, names that image alone
     */
    record Part(Map<String, ByteSource> files) implements Written {
        public Part {
            files = Map.copyOf(files);
        }
    }

    /** @param owners whether files belong to whom they belonged */
    record Unpacked(Path directory, boolean owners) implements Written {}

    /** Checked before the output appears; if it fails, the output is removed. */
    @FunctionalInterface
    interface Check<X extends Exception> {
        void check(ImageSummary summary, Written written) throws X;
    }

    /** Runs a check; what it opens of an archive is closed after it. */
    default <X extends Exception> void checkWith(Check<X> check, ImageSummary summary) throws IOException, X {
        if (this instanceof Archive archive) {
            try (ByteSource content = archive.content()) {
                check.check(summary, new Archive(content, archive.documents()));
            }
        } else {
            check.check(summary, this);
        }
    }
}
