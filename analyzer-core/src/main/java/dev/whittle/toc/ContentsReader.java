package dev.whittle.toc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.RawText;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarMeta;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The JSON of a table of contents, which eStargz and zstd:chunked share (stargz-snapshotter, docs/estargz.md, "The TOC";
 * containers/storage, pkg/chunked/toc). Its digest was checked.
 */
final class ContentsReader {
    /** Plain bytes of one chunk: writers use 4 MiB at most by default, and all of a chunk is in memory while it is checked. */
    private static final long MAX_CHUNK = 64L << 20;

    private final String label;
    private final int maxEntries;
    private final List<TarEntry> entries = new ArrayList<>();
    private final List<Chunk> chunks = new ArrayList<>();
    private long plain;

    /** The regular file whose chunks come. */
    private Optional<OpenFile> open = Optional.empty();

    /** A file of which chunks up to {@code end} are known. */
    private record OpenFile(String name, long size, long end) {}

    private ContentsReader(String label, int maxEntries) {
        this.label = label;
        this.maxEntries = maxEntries;
    }

    static TableOfContents read(String label, byte[] json, int maxEntries) throws BadArchiveException {
        return new ContentsReader(label, maxEntries).read(json);
    }

    private TableOfContents read(byte[] json) throws BadArchiveException {
        try (JsonReader reader =
                new JsonReader(new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8))) {
            boolean found = false;
            reader.beginObject();
            while (reader.hasNext()) {
                if (reader.nextName().equals("entries")) {
                    found = true;
                    all(reader);
                } else {
                    reader.skipValue();
                }
            }
            if (!found) {
                throw bad("no entries");
            }
        } catch (IOException
                | JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | ArithmeticException
                | ClassCastException
                | UnsupportedOperationException
                | DateTimeException e) {
            throw bad("malformed: " + e.getMessage());
        }
        requireWhole();
        return new TableOfContents(entries, chunks);
    }

    /** One after the other: a table of 50 MB as a tree would take several times that. */
    private void all(JsonReader reader) throws IOException, BadArchiveException {
        reader.beginArray();
        JsonObject next = reader.hasNext() ? entry(reader) : null;
        for (int count = 1; next != null; count++) {
            if (count > maxEntries) {
                throw bad("more than " + maxEntries + " entries (--max-entries)");
            }
            JsonObject entry = next;
            next = reader.hasNext() ? entry(reader) : null;
            add(entry, next == null ? new JsonObject() : next);
        }
        reader.endArray();
    }

    private static JsonObject entry(JsonReader reader) {
        return JsonParser.parseReader(reader).getAsJsonObject();
    }

    private void add(JsonObject entry, JsonObject next) throws BadArchiveException {
        String type = text(entry, "type");
        if (type.equals("chunk")) {
            chunk(entry, next);
            return;
        }
        requireWhole();
        open = Optional.empty();
        String name = RawText.ofText(text(entry, "name"));
        long size = type.equals("reg") ? number(entry, "size") : 0;
        if (size < 0) {
            throw bad("a file of a negative size: " + name);
        }
        entries.add(new TarEntry(
                name,
                kind(type, name),
                meta(entry),
                size,
                RawText.ofText(text(entry, "linkName")),
                new TarEntry.Device(
                        Math.toIntExact(number(entry, "devMajor")), Math.toIntExact(number(entry, "devMinor"))),
                -1,
                plain,
                Optional.empty()));
        if (size > 0) {
            open = Optional.of(new OpenFile(name, size, 0));
            chunk(entry, next);
        }
    }

    private void chunk(JsonObject entry, JsonObject next) throws BadArchiveException {
        OpenFile file = open.orElseThrow(() -> bad("a chunk of no file"));
        long start = number(entry, "chunkOffset");
        if (start != file.end()) {
            throw bad("a gap between chunks of " + file.name());
        }
        boolean isLast = !text(next, "type").equals("chunk");
        long end = isLast ? file.size() : number(next, "chunkOffset");
        long length = end - start;
        if (length <= 0 || end > file.size() || length > MAX_CHUNK) {
            throw bad("a chunk of " + length + " bytes of " + file.name());
        }
        String digest = text(entry, "chunkDigest");
        if (digest.isEmpty() && start == 0 && isLast) {
            digest = text(entry, "digest"); // of the whole file
        }
        boolean isZeros = text(entry, "chunkType").equals("zeros");
        if (digest.isEmpty() && !isZeros) {
            throw bad("a chunk without a digest, of " + file.name());
        }
        chunks.add(new Chunk(number(entry, "offset"), number(entry, "innerOffset"), length, digest, isZeros));
        plain = Math.addExact(plain, length);
        open = Optional.of(new OpenFile(file.name(), file.size(), end));
    }

    private void requireWhole() throws BadArchiveException {
        if (open.isPresent() && open.get().end() != open.get().size()) {
            throw bad("not all chunks of " + open.get().name());
        }
    }

    private TarEntry.Type kind(String type, String name) throws BadArchiveException {
        return switch (type) {
            case "reg" -> TarEntry.Type.FILE;
            case "dir" -> TarEntry.Type.DIRECTORY;
            case "symlink" -> TarEntry.Type.SYMBOLIC_LINK;
            case "hardlink" -> TarEntry.Type.HARD_LINK;
            case "char" -> TarEntry.Type.CHARACTER_DEVICE;
            case "block" -> TarEntry.Type.BLOCK_DEVICE;
            case "fifo" -> TarEntry.Type.FIFO;
            default -> throw bad("an entry of the unknown type " + type + ": " + name);
        };
    }

    private static TarMeta meta(JsonObject entry) {
        Map<String, byte[]> attributes = new TreeMap<>();
        if (entry.get("xattrs") instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> each : object.entrySet()) {
                attributes.put(
                        RawText.ofText(each.getKey()),
                        Base64.getDecoder().decode(each.getValue().getAsString()));
            }
        }
        String text = text(entry, "modtime");
        Instant modified =
                text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
        return new TarMeta(
                (int) number(entry, "mode") & 07777,
                number(entry, "uid"),
                number(entry, "gid"),
                modified.getEpochSecond(),
                modified.getNano(),
                attributes);
    }

    private static String text(JsonObject entry, String key) {
        JsonElement value = entry.get(key);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }

    private static long number(JsonObject entry, String key) {
        JsonElement value = entry.get(key);
        return value == null || value.isJsonNull() ? 0 : value.getAsLong();
    }

    private BadArchiveException bad(String reason) {
        return new BadArchiveException(label, "its table of contents: " + reason);
    }
}
