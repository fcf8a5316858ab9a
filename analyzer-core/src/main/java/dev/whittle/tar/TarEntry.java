package dev.whittle.tar;

import dev.whittle.bytes.ByteSource;
import java.util.Optional;

/**
 * One entry of a tar, with long names, pax records and sparse map applied.
 *
 * @param name as in the archive, raw: the reader must handle {@code ./}, slashes and {@code ..}
 * @param size of the content in bytes, holes included; 0 except for files
 * @param linkTarget of hard and symbolic links, raw; empty for others
 * @param device its numbers; {@link Device#NONE} for what is none
 * @param headerOffset of the entry's own header, for messages
 * @param contentOffset start of the content in the archive
 * @param sparse map of the content, if it has holes
 */
public record TarEntry(
        String name,
        Type type,
        TarMeta meta,
        long size,
        String linkTarget,
        Device device,
        long headerOffset,
        long contentOffset,
        Optional<SparseMap> sparse) {
    /** The numbers of a device. */
    public record Device(int major, int minor) {
        public static final Device NONE = new Device(0, 0);

        static Device of(int major, int minor) {
            return major == 0 && minor == 0 ? NONE : new Device(major, minor);
        }
    }

    public enum Type {
        FILE,
        /** Another name of an earlier entry. Has no content, whatever size its header declares, as in GNU tar. */
        HARD_LINK,
        SYMBOLIC_LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    /**
     * The content, with holes as zeros. Cheap and thread-safe.
     *
     * @param archive the one this entry was read from; it must stay open, and closing the content does not close it
     */
    public ByteSource open(ByteSource archive) {
        return sparse.isPresent() ? sparse.get().open(archive, size) : archive.slice(contentOffset, size);
    }
}
