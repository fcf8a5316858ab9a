package dev.whittle.write;

import dev.whittle.closure.Selections;
import dev.whittle.rootfs.RootFs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Creates layers of whole roots, and reads them back with an independent library. */
final class Layers {
    private Layers() {}

    static byte[] of(RootFs root) throws IOException {
        return of(root, OptionalLong.empty(), Compression.NONE);
    }

    static byte[] of(RootFs root, OptionalLong latest, Compression compression) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LayerWriter.write(Selections.all(root), root, latest, compression, out, Progress.NONE);
        return out.toByteArray();
    }

    static List<TarArchiveEntry> entries(byte[] tar) throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream in = open(tar)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** One line per entry, with its content: {@code -755 0:0 1000000000 bin/x = content}. */
    static List<String> listing(byte[] tar) throws IOException {
        List<String> lines = new ArrayList<>();
        try (TarArchiveInputStream in = open(tar)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                String kind = entry.isDirectory()
                        ? "d"
                        : entry.isSymbolicLink() ? "l" : entry.isLink() ? "h" : entry.isFile() ? "-" : "other ";
                String rest = kind.equals("-")
                        ? " = " + content
                        : entry.getLinkName().isEmpty() ? "" : " -> " + entry.getLinkName();
                lines.add(kind + Integer.toOctalString(entry.getMode()) + " " + entry.getLongUserId() + ":"
                        + entry.getLongGroupId() + " "
                        + entry.getLastModifiedTime().toInstant().getEpochSecond() + " "
                        + entry.getName() + rest);
            }
        }
        return lines;
    }

    private static TarArchiveInputStream open(byte[] tar) {
        return new TarArchiveInputStream(new ByteArrayInputStream(tar), "ISO-8859-1");
    }
}
