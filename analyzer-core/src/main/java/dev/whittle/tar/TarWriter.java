package dev.whittle.tar;

import dev.whittle.bytes.RawText;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Writes a tar whose bytes depend on nothing but what it is given: numeric owners without names, whole seconds, no clock,
 * host or locale. Entry names are raw and relative ({@code usr/bin/curl}). A pax header is written only where ustar cannot
 * say it: names over 100 bytes and extended attributes; large numbers are in base 256, as GNU tar has them.
 */
public final class TarWriter implements Closeable {
    private static final int MAX_NAME = 100;

    /** ustar stores names as they come; one byte a char keeps them so. */
    private static final String ONE_BYTE = "ISO-8859-1";

    private final TarArchiveOutputStream tar;

    /** @param out buffered; closed with this writer */
    public TarWriter(OutputStream out) {
        tar = new TarArchiveOutputStream(out, ONE_BYTE);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        // The pax header has the whole name; commons-compress would refuse one of 100 bytes, though the field takes it.
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_TRUNCATE);
    }

    public void directory(String name, TarMeta meta) throws IOException {
        put(name + "/", TarConstants.LF_DIR, meta, 0, "");
        tar.closeArchiveEntry();
    }

    public void symbolicLink(String name, TarMeta meta, String target) throws IOException {
        put(name, TarConstants.LF_SYMLINK, meta, 0, target);
        tar.closeArchiveEntry();
    }

    /** @param target name of an entry written before */
    public void hardLink(String name, TarMeta meta, String target) throws IOException {
        put(name, TarConstants.LF_LINK, meta, 0, target);
        tar.closeArchiveEntry();
    }

    public void fifo(String name, TarMeta meta) throws IOException {
        put(name, TarConstants.LF_FIFO, meta, 0, "");
        tar.closeArchiveEntry();
    }

    public void device(String name, TarMeta meta, boolean block, int major, int minor) throws IOException {
        paxHeader(name, meta, "");
        TarArchiveEntry entry = entry(name, block ? TarConstants.LF_BLK : TarConstants.LF_CHR, meta);
        entry.setDevMajor(major);
        entry.setDevMinor(minor);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    /**
     * Begins a regular file: write exactly {@code size} bytes to the result and close it before the next entry.
     *
     * @throws IOException from the result's close if fewer were written
     */
    public OutputStream file(String name, TarMeta meta, long size) throws IOException {
        put(name, TarConstants.LF_NORMAL, meta, size, "");
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                tar.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                tar.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                tar.closeArchiveEntry();
            }
        };
    }

    /**
     * The header of a regular file, for one whose size is known only when its content is written.
     *
     * @param name of at most 100 bytes
     */
    public static byte[] header(String name, TarMeta meta, long size) throws IOException {
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, meta);
        entry.setSize(size);
        byte[] header = new byte[TarConstants.DEFAULT_RCDSIZE];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding(ONE_BYTE), true);
        return header;
    }

    /** Writes the end of the archive. */
    @Override
    public void close() throws IOException {
        tar.close();
    }

    private void put(String name, byte type, TarMeta meta, long size, String target) throws IOException {
        paxHeader(name, meta, target);
        TarArchiveEntry entry = entry(name, type, meta);
        entry.setSize(size);
        entry.setLinkName(beginning(target));
        tar.putArchiveEntry(entry);
    }

    private static TarArchiveEntry entry(String name, byte type, TarMeta meta) {
        TarArchiveEntry entry = new TarArchiveEntry(beginning(name), type);
        entry.setMode(meta.mode());
        entry.setUserId(meta.uid());
        entry.setGroupId(meta.gid());
        entry.setModTime(meta.modified() * 1000);
        return entry;
    }

    /**
     * A little more than the header's field takes of a name, which commons-compress cuts: each character more would cost it one
     * more encoding of all of them. Not up to a slash, which would make a directory of a file.
     */
    private static String beginning(String name) {
        int end = MAX_NAME + 1;
        if (name.length() <= end) {
            return name;
        }
        return name.substring(0, name.charAt(end - 1) == '/' ? end + 1 : end);
    }

    private void paxHeader(String name, TarMeta meta, String target) throws IOException {
        PaxRecords records = new PaxRecords();
        if (name.length() > MAX_NAME) {
            records.add("path", RawText.bytes(name));
        }
        if (target.length() > MAX_NAME) {
            records.add("linkpath", RawText.bytes(target));
        }
        for (Map.Entry<String, byte[]> attribute : meta.extendedAttributes().entrySet()) {
            // As GNU tar: an equals sign would end the key (xheader.c:xattr_encode_keyword).
            String key = attribute.getKey().replace("%", "%25").replace("=", "%3D");
            records.add("SCHILY.xattr." + key, attribute.getValue());
        }
        if (records.isEmpty()) {
            return;
        }
        TarMeta plain = new TarMeta(0644, 0, 0, 0, Map.of());
        TarArchiveEntry entry = entry("PaxHeaders/" + baseName(name), TarConstants.LF_PAX_EXTENDED_HEADER_LC, plain);
        byte[] body = records.bytes();
        entry.setSize(body.length);
        tar.putArchiveEntry(entry);
        tar.write(body);
        tar.closeArchiveEntry();
    }

    private static String baseName(String name) {
        String trimmed = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
