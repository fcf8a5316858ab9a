package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.stream.Spool;
import dev.whittle.stream.Workspace;
import dev.whittle.tar.TarMeta;
import dev.whittle.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A zip archive, such as a wheel or a jar, as a layer. A jar within it becomes a directory of the jar's name, since that
 * is where the native libraries of an application's dependencies are. Not every writer of zip archives records owners
 * and modes: all entries belong to root, are executable, and have no time.
 */
final class ZipArchive {
    private static final TarMeta META = new TarMeta(0755, 0, 0, 0, Map.of());
    private static final int MAX_DEPTH = 2;

    private final String shown;
    private final Workspace workspace;
    private final TarWriter out;
    private int entries;

    private ZipArchive(String shown, Workspace workspace, TarWriter out) {
        this.shown = shown;
        this.workspace = workspace;
        this.out = out;
    }

    /** Whether a content begins with the signature of a local file header (APPNOTE.TXT, 4.3.7). */
    static boolean is(ByteSource content) throws IOException {
        return RawText.of(content.head(4)).equals("PK\3\4");
    }

    /**
     * Its entries as a tar, uncompressed.
     *
     * @param shown what messages call it, raw
     * @param content stays open
     * @throws BadArchiveException if it is damaged, encrypted, no zip archive, or too large for the workspace
     */
    static LayerBlob layer(String shown, ByteSource content, Workspace workspace)
            throws IOException, BadArchiveException {
        if (!is(content)) {
            throw new BadArchiveException(shown, 0, "not a zip archive");
        }
        Spool tar = new Spool(workspace);
        boolean done = false;
        try (TarWriter out = new TarWriter(new BufferedOutputStream(new SpoolStream(tar)))) {
            new ZipArchive(shown, workspace, out).copy(content.stream(), "", 0);
            done = true;
        } finally {
            if (!done) {
                tar.close();
            }
        }
        return new LayerBlob(shown, tar.content());
    }

    /** @param above the path of the archive in the root, with a slash at its end; empty for the outermost */
    private void copy(InputStream in, String above, int depth) throws IOException, BadArchiveException {
        try {
            @SuppressWarnings("resource") // the outer archive continues
            ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++entries > workspace.maxEntries()) {
                    throw new BadArchiveException(shown, "more than " + workspace.maxEntries() + " entries");
                }
                copy(zip, entry, above, depth);
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            // IllegalArgumentException: a name that is not UTF-8
            throw new BadArchiveException(shown, "damaged: " + e.getMessage());
        }
    }

    private void copy(ZipInputStream zip, ZipEntry entry, String above, int depth)
            throws IOException, BadArchiveException {
        String name = above + RawText.ofText(entry.getName());
        if (name.indexOf('\0') >= 0) {
            throw new BadArchiveException(shown, "the name of an entry has a NUL byte: " + name);
        }
        if (entry.isDirectory()) {
            out.directory(name.substring(0, name.length() - 1), META);
            return;
        }
        try (Spool spool = spool(zip)) {
            ByteSource content = spool.content();
            if (depth < MAX_DEPTH && name.endsWith(".jar") && is(content)) {
                out.directory(name, META);
                copy(content.stream(), name + "/", depth + 1);
                return;
            }
            try (InputStream from = content.stream();
                    OutputStream to = out.file(name, META, content.size())) {
                from.transferTo(to);
            }
        }
    }

    /** An entry's content: its size may be known only at its end. */
    private Spool spool(ZipInputStream zip) throws IOException, BadArchiveException {
        Spool spool = new Spool(workspace);
        boolean done = false;
        try {
            byte[] buffer = new byte[1 << 16];
            for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
                workspace.take(shown, count);
                spool.write(buffer, count);
            }
            done = true;
            return spool;
        } finally {
            if (!done) {
                spool.close();
            }
        }
    }

    private static final class SpoolStream extends OutputStream {
        private final Spool spool;

        SpoolStream(Spool spool) {
            this.spool = spool;
        }

        @Override
        public void write(int b) throws IOException {
            spool.write(new byte[] {(byte) b}, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            spool.write(offset == 0 ? bytes : Arrays.copyOfRange(bytes, offset, offset + length), length);
        }
    }
}
