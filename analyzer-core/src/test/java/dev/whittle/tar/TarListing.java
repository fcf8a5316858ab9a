package dev.whittle.tar;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the reader finds in a tar, one line per entry: {@code file 644 0:0 @0 usr/x = content}. */
final class TarListing {
    private TarListing() {}

    static List<String> of(byte[] tar) throws IOException, BadArchiveException {
        return of(tar, TarLimits.DEFAULT);
    }

    static List<String> of(byte[] tar, TarLimits limits) throws IOException, BadArchiveException {
        ByteSource archive = ByteSource.of(tar);
        List<String> lines = new ArrayList<>();
        for (TarEntry entry : entries(archive, limits)) {
            lines.add(line(entry, archive));
        }
        return lines;
    }

    static List<TarEntry> entries(ByteSource archive, TarLimits limits) throws IOException, BadArchiveException {
        TarReader reader = new TarReader("a.tar", archive, limits);
        List<TarEntry> entries = new ArrayList<>();
        for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
            entries.add(next.get());
        }
        return entries;
    }

    private static String line(TarEntry entry, ByteSource archive) throws IOException {
        TarMeta meta = entry.meta();
        StringBuilder line = new StringBuilder();
        line.append(entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        line.append(' ').append(Integer.toOctalString(meta.mode()));
        line.append(' ').append(meta.uid()).append(':').append(meta.gid());
        line.append(" @").append(meta.modified()).append(' ').append(RawText.visible(entry.name()));
        switch (entry.type()) {
            case FILE -> line.append(" = ").append(RawText.visible(content(entry, archive)));
            case HARD_LINK, SYMBOLIC_LINK -> line.append(" -> ").append(RawText.visible(entry.linkTarget()));
            case CHARACTER_DEVICE, BLOCK_DEVICE ->
                line.append(' ')
                        .append(entry.device().major())
                        .append(',')
                        .append(entry.device().minor());
            default -> {}
        }
        meta.extendedAttributes().forEach((name, value) -> line.append(' ')
                .append(RawText.visible(name))
                .append('=')
                .append(RawText.visible(RawText.of(value))));
        return line.toString();
    }

    static String content(TarEntry entry, ByteSource archive) throws IOException {
        try (ByteSource content = entry.open(archive)) {
            return RawText.of(content.head(Integer.MAX_VALUE));
        }
    }
}
