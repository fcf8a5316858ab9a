package dev.whittle.tar;

import dev.whittle.bytes.RawText;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Writes a tar whose bytes depend only on its input: numeric owners without names, no clock, host, locale or
 * default charset. Entry names are raw and relative ({@code usr/bin/curl}). A pax header is written only where ustar is
 * not enough: for names over 100 bytes, fractions of a second and extended attributes; large numbers are in base 256, as
 * in GNU tar.
 */
public final class TarWriter implements Closeable {
    private static final int NANOS = 1_000_000_000;
    private static final byte[] ZEROS = new byte[2 * HeaderBuilder.SIZE];

    private final OutputStream out;

    /** Bytes still missing from the open entry; -1 between entries. */
    private long missing = -1;

    /** Padding after the open entry's content, up to the next block. */
    private int padding;

    /** @param out buffered; closed with this writer */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    public void directory(String name, TarMeta meta) throws IOException {
        put(name + "/", '5', meta, "");
    }

    public void symbolicLink(String name, TarMeta meta, String target) throws IOException {
        put(name, '2', meta, target);
    }

    /** @param target name of an earlier entry */
    public void hardLink(String name, TarMeta meta, String target) throws IOException {
        put(name, '1', meta, target);
    }

    public void fifo(String name, TarMeta meta) throws IOException {
        put(name, '6', meta, "");
    }

    public void device(String name, TarMeta meta, boolean block, int major, int minor) throws IOException {
        paxHeader(name, meta, "");
        header(new HeaderBuilder(name, block ? '4' : '3', meta).device(major, minor));
    }

    /**
     * Begins a regular file: write exactly {@code size} bytes to the result and close it before the next entry.
     *
     * @throws IOException from the result's close if fewer were written, and from its write if there are more
     */
    public OutputStream file(String name, TarMeta meta, long size) throws IOException {
        paxHeader(name, meta, "");
        begin(new HeaderBuilder(name, '0', meta), size);
        return new OutputStream() {
            private boolean closed;

            @Override
            public void write(int b) throws IOException {
                take(1);
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                take(length);
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    end();
                }
            }
        };
    }

    /**
     * The header of a regular file whose size becomes known when its content is written.
     *
     * @param name of at most 100 bytes
     */
    public static byte[] header(String name, TarMeta meta, long size) throws IOException {
        return new HeaderBuilder(name, '0', meta).size(size).build();
    }

    /**
     * Writes the end of the archive.
     *
     * @throws IOException also if a file is still open
     */
    @Override
    public void close() throws IOException {
        try (out) {
            if (missing >= 0) {
                throw new IOException("the last file of the archive is not complete");
            }
            out.write(ZEROS);
        }
    }

    private void put(String name, char type, TarMeta meta, String target) throws IOException {
        paxHeader(name, meta, target);
        header(new HeaderBuilder(name, type, meta).link(target));
    }

    private void header(HeaderBuilder header) throws IOException {
        begin(header, 0);
        end();
    }

    private void begin(HeaderBuilder header, long size) throws IOException {
        if (missing >= 0) {
            throw new IOException("a file of the archive is not complete");
        }
        out.write(header.size(size).build());
        missing = size;
        padding = (int) (-size & (HeaderBuilder.SIZE - 1));
    }

    private void take(int count) throws IOException {
        if (count > missing) {
            throw new IOException("a file of the archive has more bytes than announced");
        }
        missing -= count;
    }

    private void end() throws IOException {
        if (missing > 0) {
            throw new IOException("a file of the archive has " + missing + " bytes less than announced");
        }
        out.write(ZEROS, 0, padding);
        missing = -1;
    }

    private void paxHeader(String name, TarMeta meta, String target) throws IOException {
        PaxRecords records = new PaxRecords();
        if (name.length() > HeaderBuilder.MAX_NAME) {
            records.add("path", RawText.bytes(name));
        }
        if (target.length() > HeaderBuilder.MAX_NAME) {
            records.add("linkpath", RawText.bytes(target));
        }
        if (meta.nanos() != 0) {
            records.add("mtime", RawText.bytes(time(meta)));
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
        byte[] body = records.bytes();
        begin(new HeaderBuilder("PaxHeaders/" + baseName(name), 'x', plain), body.length);
        take(body.length);
        out.write(body);
        end();
    }

    /** Decimal; a fraction before 1970 counts from the second above (POSIX pax, "mtime"). */
    private static String time(TarMeta meta) {
        boolean before = meta.modified() < 0;
        long seconds = before ? -(meta.modified() + 1) : meta.modified();
        int nanos = before ? NANOS - meta.nanos() : meta.nanos();
        String fraction = String.valueOf(NANOS + nanos).substring(1);
        int end = fraction.length();
        while (fraction.charAt(end - 1) == '0') {
            end--;
        }
        return (before ? "-" : "") + seconds + "." + fraction.substring(0, end);
    }

    private static String baseName(String name) {
        String trimmed = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
