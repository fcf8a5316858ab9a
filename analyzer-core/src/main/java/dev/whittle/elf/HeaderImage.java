package dev.whittle.elf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import net.fornwall.jelf.BackingFile;
import net.fornwall.jelf.ElfException;

/**
 * The file as jelf may see it: our bounded reader, with the header's section fields cleared. jelf would otherwise
 * allocate and read whatever a section count claims; whittle works from program headers alone. A failure of the medium
 * passes through jelf as an {@link UncheckedIOException}, which is to be unwrapped behind it.
 */
final class HeaderImage implements BackingFile {
    private final PagedReader reader;
    private final byte[] header;
    private long position;

    private HeaderImage(PagedReader reader, byte[] header) {
        this.reader = reader;
        this.header = header;
    }

    static HeaderImage of(PagedReader reader, int bits) throws IOException, BadElfException {
        byte[] header = reader.bytes(0, bits == 64 ? 64 : 52);
        // e_shoff; then e_shentsize, e_shnum and e_shstrndx, the last three halfwords (gabi 4, "ELF Header").
        int sectionOffset = bits == 64 ? 40 : 32;
        Arrays.fill(header, sectionOffset, sectionOffset + bits / 8, (byte) 0);
        Arrays.fill(header, header.length - 6, header.length, (byte) 0);
        return new HeaderImage(reader, header);
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
            short value = (short) (position < header.length ? header[(int) position] & 0xFF : reader.u8(position));
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
