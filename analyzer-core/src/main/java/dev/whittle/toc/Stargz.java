package dev.whittle.toc;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.stream.Codec;
import dev.whittle.stream.DigestCheck;
import dev.whittle.stream.PackedChunk;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * eStargz: a footer says where the table of contents is, which is the last entry of the tar (stargz-snapshotter,
 * docs/estargz.md).
 */
final class Stargz {
    private static final String DIGEST = "containerd.io/snapshot/stargz/toc.digest";
    private static final String TABLE = "stargz.index.json";

    /** A gzip member without content; its extra field holds the table's offset: 16 hexadecimal digits and {@code STARGZ}. */
    private static final int FOOTER = 51;

    private static final byte[] MARK = "STARGZ".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 16;
    private static final int EXTRA = 16;

    /** Read at once: the footer, and in most layers the table. */
    private static final int TAIL = 1 << 16;

    private Stargz() {}

    static Optional<TocLayer.FoundContents> find(
            String label, Map<String, String> annotations, long size, Ranges ranges)
            throws IOException, BadArchiveException {
        String digest = annotations.getOrDefault(DIGEST, "");
        if (digest.isEmpty() || size < FOOTER) {
            return Optional.empty();
        }
        int tail = (int) Math.min(size, TAIL);
        byte[] end = ranges.read(size - tail, tail);
        long table = offset(label, Arrays.copyOfRange(end, tail - FOOTER, tail));
        long length = size - FOOTER - table;
        if (table < 0 || length <= 0) {
            throw new BadArchiveException(label, "its footer says that its table of contents is outside of it");
        }
        if (length > ZstdChunked.MAX_TABLE) {
            return Optional.empty();
        }
        byte[] packed = table >= size - tail
                ? Arrays.copyOfRange(end, (int) (table - (size - tail)), tail - FOOTER)
                : ranges.read(table, (int) length);
        byte[] json = json(label, PackedChunk.unpack(label, packed, Codec.GZIP, (int) ZstdChunked.MAX_TABLE));
        DigestCheck check = DigestCheck.of(label, "digest of the table of contents", Optional.of(digest));
        check.update(json, json.length);
        check.finish();
        return Optional.of(new TocLayer.FoundContents(json, Codec.GZIP, table));
    }

    /** RFC 1952: header of ten bytes, length of the extra field, {@code SG}, length, and what it says. */
    private static long offset(String label, byte[] footer) throws BadArchiveException {
        boolean isFooter = footer[0] == 0x1F
                && (footer[1] & 0xFF) == 0x8B
                && footer[12] == 'S'
                && footer[13] == 'G'
                && Arrays.equals(MARK, Arrays.copyOfRange(footer, EXTRA + DIGITS, EXTRA + DIGITS + MARK.length));
        try {
            if (isFooter) {
                return Long.parseLong(new String(footer, EXTRA, DIGITS, StandardCharsets.US_ASCII), 16);
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new BadArchiveException(label, "has a table of contents by its manifest, and no footer that leads to it");
    }

    private static byte[] json(String label, byte[] tar) throws IOException, BadArchiveException {
        ByteSource content = ByteSource.of(tar);
        Optional<TarEntry> entry = new TarReader(label, content, TarLimits.DEFAULT).next();
        if (entry.isEmpty() || !entry.get().name().equals(TABLE)) {
            throw new BadArchiveException(label, "has no " + TABLE + " where its footer says");
        }
        byte[] json = new byte[(int) entry.get().size()];
        entry.get().open(content).readFully(0, ByteBuffer.wrap(json));
        return json;
    }
}
