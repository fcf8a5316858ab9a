package dev.whittle.toc;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.stream.Codec;
import dev.whittle.stream.DigestCheck;
import dev.whittle.stream.ZstdBlock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** zstd:chunked: annotations say where the table of contents is (containers/storage, pkg/chunked/internal/minimal). */
final class ZstdChunked {
    /** Of the format, and of its first writers. */
    private static final List<String> PREFIXES =
            List.of("io.github.containers.zstd-chunked.", "io.containers.zstd-chunked.");

    /** {@code offset:length:plain length:type}; type 1 is the only one. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}):(\\d{1,10}):(\\d{1,10}):1");

    /** As containers/storage bounds a table. */
    static final long MAX_TABLE = 50L << 20;

    private ZstdChunked() {}

    static Optional<TocLayer.FoundContents> find(
            String label, Map<String, String> annotations, long size, Ranges ranges)
            throws IOException, BadArchiveException {
        String checksum = annotation(annotations, "manifest-checksum");
        Matcher position = FORM.matcher(annotation(annotations, "manifest-position"));
        if (checksum.isEmpty() || !position.matches()) {
            return Optional.empty();
        }
        long offset = Long.parseLong(position.group(1));
        long length = Long.parseLong(position.group(2));
        long plainLength = Long.parseLong(position.group(3));
        if (length > MAX_TABLE || plainLength > MAX_TABLE) {
            return Optional.empty();
        }
        if (offset > size - length) {
            throw new BadArchiveException(label, "its table of contents is said to be outside of it");
        }
        byte[] packed = ranges.read(offset, (int) length);
        DigestCheck check = DigestCheck.of(label, "digest of the table of contents", Optional.of(checksum));
        check.update(packed, packed.length);
        check.finish();
        byte[] json = ZstdBlock.unpack(label, packed, (int) plainLength);
        return Optional.of(new TocLayer.FoundContents(json, Codec.ZSTD, offset));
    }

    private static String annotation(Map<String, String> annotations, String key) {
        for (String prefix : PREFIXES) {
            String value = annotations.get(prefix + key);
            if (value != null) {
                return value;
            }
        }
        return "";
    }
}
