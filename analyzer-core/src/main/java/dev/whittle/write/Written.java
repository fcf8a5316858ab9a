package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import java.nio.file.Path;
import java.util.Map;

/** An output that is whole and not yet in its place, for whoever reads it back. It belongs to its writer. */
public sealed interface Written {
    /**
     * A docker archive, an OCI archive, or a tar.
     *
     * @param documents that an image's archive holds besides its blobs, by name
     */
    record Archive(ByteSource content, Map<String, byte[]> documents) implements Written {}

    /**
     * A layout to which an image is to be added.
     *
     * @param unplaced files that will have these names in it
     * @param documents what some of them should hold
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

    /** What must hold of it before it appears; if it does not, the output is removed. */
    @FunctionalInterface
    interface Check<X extends Exception> {
        void check(ImageSummary summary, Written written) throws X;
    }
}
