package dev.whittle.elf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import net.fornwall.jelf.BackingFile;
import net.fornwall.jelf.ElfException;

/**
 * The file as jelf sees it: our limited reader, with the section fields of the header cleared. Otherwise jelf would
 * allocate and read whatever a section count claims; whittle uses program headers only. An I/O failure passes through
 * jelf as an {@link UncheckedIOException}, which the caller unwraps.
 */
final class HeaderImage implements BackingFile {
    /** Enough for the program headers and notes of nearly every file. jelf reads them one at a time. */
    private static final int HEAD = 1024;

    private final PagedReader reader;
    private final byte[] head;
    private long position;

    private HeaderImage(PagedReader reader, byte[] head) {
        this.reader = reader;
        this.head = head;
    }

    static HeaderImage of(PagedReader reader, int bits) throws IOException, BadElfException {
        int header = bits == 64 ? 64 : 52;
        byte[] head = reader.bytes(0, (int) Math.max(header, Math.min(HEAD, reader.size())));
        // e_shoff; then e_shentsize, e_shnum and e_shstrndx, the last three halfwords (gabi 4, "ELF Header").
        int sectionOffset = bits == 64 ? 40 : 32;
        Arrays.fill(head, sectionOffset, sectionOffset + bits / 8, (byte) 0);
        Arrays.fill(head, header - 6, header, (byte) 0);
        return new HeaderImage(reader, head);
    }

    @Override
    public void seek(long offset) {
        position = offset;
    }

    @Override
    public void skip(int count) {
        position += count;
    }

    @Override
    public short readUnsignedByte() {
        try {
            short value = (short) (position < head.length ? head[(int) position] & 0xFF : reader.u8(position));
            position++;
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadElfException e) {
            throw new ElfException(e);
        }
    }

    @Override
    public int read(byte[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = (byte) readUnsignedByte();
        }
        return target.length;
    }
}
