package dev.whittle.tar;

import dev.whittle.bytes.ByteSource;
import java.util.Optional;

/**
 * One entry of a tar, its long names, pax records and sparse map already applied.
 *
 * @param name as it stands in the archive, raw: {@code ./}, slashes and {@code ..} are its reader's business
 * @param size of the content in bytes, holes counted; 0 for all but files
 * @param linkTarget of hard and symbolic links, raw; empty for others
 * @param major of devices
 * @param minor of devices
 * @param headerOffset of the entry's own header, for messages
 * @param contentOffset where the content begins in the archive
 * @param sparse where the content lies, if it has holes
 */
public record TarEntry(
        String name,
        Type type,
        TarMeta meta,
        long size,
        String linkTarget,
        int major,
        int minor,
        long headerOffset,
        long contentOffset,
        Optional<SparseMap> sparse) {

    public enum Type {
        FILE,
        /** Another name of an entry before. Has no content of its own, whatever size its header names, as in GNU tar. */
        HARD_LINK,
        SYMBOLIC_LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    /**
     * The content, holes as zeros. Cheap, and safe for use by several threads.
     *
     * @param archive the one this entry was read from; it must stay open, and closing the content does not close it
     */
    public ByteSource open(ByteSource archive) {
        return sparse.isPresent() ? sparse.get().open(archive, size) : archive.slice(contentOffset, size);
    }
}
