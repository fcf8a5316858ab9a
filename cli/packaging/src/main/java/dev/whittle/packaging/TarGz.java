package dev.whittle.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** A tar in gzip whose entries are root's, with fixed times and with modes that only say what is a program. */
final class TarGz {
    private static final int PROGRAM = 0755;
    private static final int DATA = 0644;

    private TarGz() {}

    static void write(List<Packed> entries, OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new BufferedOutputStream(gzip(out)), StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Packed entry : entries) {
                put(entry, tar);
            }
        }
    }

    /** Without a time and a name of its own. The stream below is closed with it. */
    static OutputStream gzip(OutputStream out) throws IOException {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
        return new GzipCompressorOutputStream(out, parameters);
    }

    private static void put(Packed entry, TarArchiveOutputStream tar) throws IOException {
        if (entry instanceof Packed.Plain file) {
            TarArchiveEntry header = header(file.name(), TarConstants.LF_NORMAL, file.executable() ? PROGRAM : DATA);
            header.setSize(Files.size(file.file()));
            tar.putArchiveEntry(header);
            Files.copy(file.file(), tar);
        } else if (entry instanceof Packed.Content content) {
            TarArchiveEntry header = header(content.name(), TarConstants.LF_NORMAL, DATA);
            header.setSize(content.bytes().length);
            tar.putArchiveEntry(header);
            tar.write(content.bytes());
        } else if (entry instanceof Packed.Link link) {
            TarArchiveEntry header = header(link.name(), TarConstants.LF_SYMLINK, 0777);
            header.setLinkName(link.target());
            tar.putArchiveEntry(header);
        } else {
            tar.putArchiveEntry(header(entry.name(), TarConstants.LF_DIR, PROGRAM));
        }
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry header(String name, byte type, int mode) {
        TarArchiveEntry header = new TarArchiveEntry(name, type);
        header.setMode(mode);
        header.setIds(0, 0);
        header.setNames("root", "root");
        header.setLastModifiedTime(FileTime.from(Packed.TIME));
        return header;
    }
}
