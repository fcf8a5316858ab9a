package dev.whittle.resolve.ldcache;

import dev.whittle.bytes.RawText;
import dev.whittle.resolve.load.BoundedMemo;
import dev.whittle.rootfs.Walk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * glibc's ld.so.cache, searched as in elf/dl-cache.c:_dl_load_cache_lookup: by bisection, so that a wrongly sorted
 * table gives the same wrong answer as the loader. Format: sysdeps/generic/dl-cache.h.
 */
public final class LdCache {
    private static final String OLD_MAGIC = "ld.so-1.7.0";
    private static final String NEW_MAGIC = "glibc-ld.so.cache1.1";
    private static final int OLD_HEADER = 16;
    private static final int OLD_ENTRY = 12;
    private static final int NEW_HEADER = 48;
    private static final int NEW_ENTRY = 24;
    private static final int FLAGS_AT = 28;
    private static final int FLAG_LITTLE_ENDIAN = 2;
    private static final int FLAG_BIG_ENDIAN = 3;

    /** A name has one entry per ABI and level, a dozen at most. */
    private static final int MAX_SAME_NAME = 1024;

    /** A distribution with all its libraries has about ten thousand. */
    private static final int MAX_ROWS = 200_000;

    /** Total of all names and paths. */
    private static final long MAX_LENGTH = 32 << 20;

    private final ByteBuffer data;
    private final int tableAt;
    private final int entrySize;
    private final long count;
    private final int stringsAt;
    private final CacheExtension extension;
    private final BoundedMemo<CacheEntries> byName = new BoundedMemo<>();
    private final Map<Long, CacheEntries> found = new ConcurrentHashMap<>();

    private LdCache(ByteBuffer data, int tableAt, int entrySize, long count, int stringsAt, CacheExtension extension) {
        this.data = data;
        this.tableAt = tableAt;
        this.entrySize = entrySize;
        this.count = count;
        this.stringsAt = stringsAt;
        this.extension = extension;
    }

    /** The table in {@code content}; empty if a loader of this byte order would not accept it. */
    public static Optional<LdCache> parse(byte[] content, ByteOrder order) {
        ByteBuffer data = ByteBuffer.wrap(content).order(order);
        if (startsWith(content, 0, NEW_MAGIC)) {
            return parseNew(data, 0);
        }
        if (!startsWith(content, 0, OLD_MAGIC) || content.length < OLD_HEADER) {
            return Optional.empty();
        }
        long old = data.getInt(12) & 0xFFFF_FFFFL;
        long end = OLD_HEADER + old * OLD_ENTRY;
        if (end > content.length) {
            return Optional.empty();
        }
        // The new table follows the old one, aligned for its 64-bit members (ALIGN_CACHE).
        long aligned = (end + 7) & ~7L;
        if (aligned < content.length && startsWith(content, (int) aligned, NEW_MAGIC)) {
            return parseNew(data, (int) aligned);
        }
        return Optional.of(new LdCache(data, OLD_HEADER, OLD_ENTRY, old, (int) end, CacheExtension.NONE));
    }

    private static Optional<LdCache> parseNew(ByteBuffer data, int start) {
        if (data.capacity() - start < NEW_HEADER) {
            return Optional.empty();
        }
        long count = data.getInt(start + 20) & 0xFFFF_FFFFL;
        int flags = data.get(start + FLAGS_AT) & 3;
        boolean little = data.order() == ByteOrder.LITTLE_ENDIAN;
        if (flags == (little ? FLAG_BIG_ENDIAN : FLAG_LITTLE_ENDIAN) || flags == 1) {
            return Optional.empty();
        }
        if (count * NEW_ENTRY > data.capacity() - start - NEW_HEADER) {
            return Optional.empty();
        }
        CacheExtension extension = CacheExtension.read(data, start);
        return Optional.of(new LdCache(data, start + NEW_HEADER, NEW_ENTRY, count, start, extension));
    }

    /** The entries for a name. */
    public CacheEntries find(String name) {
        CacheEntries known = byName.get(name);
        if (known == null) {
            known = search(name);
            if (!known.entries().isEmpty()) {
                byName.put(name, known); // a missing name is rarely requested again
            }
        }
        return known;
    }

    private CacheEntries search(String name) {
        long left = 0;
        long right = count - 1;
        while (left <= right) {
            long middle = (left + right) >>> 1;
            OptionalInt order = compareKey(name, middle);
            if (order.isEmpty()) {
                return CacheEntries.NONE; // _dl_cache_verify_ptr: an offset outside ends the search
            }
            if (order.getAsInt() == 0) {
                // All names that compare equal to this one lead to the same entry.
                return found.computeIfAbsent(middle, m -> around(name, m));
            }
            if (order.getAsInt() < 0) {
                left = middle + 1; // the table is sorted in descending order
            } else {
                right = middle - 1;
            }
        }
        return CacheEntries.NONE;
    }

    private CacheEntries around(String name, long middle) {
        long first = middle;
        while (first > 0 && middle - first < MAX_SAME_NAME && isNamed(first - 1, name)) {
            first--;
        }
        List<CacheEntries.Entry> entries = new ArrayList<>();
        for (long i = first; i < count && i - first < MAX_SAME_NAME && isNamed(i, name); i++) {
            entry(i).ifPresent(entries::add);
        }
        return new CacheEntries(List.copyOf(entries), entrySize == NEW_ENTRY);
    }

    private boolean isNamed(long index, String name) {
        return compareKey(name, index).equals(OptionalInt.of(0));
    }

    private Optional<CacheEntries.Entry> entry(long index) {
        int at = at(index);
        long hwcap = entrySize == NEW_ENTRY ? data.getLong(at + 16) : 0;
        String level = "";
        if (CacheEntries.isExtension(hwcap)) {
            long word = hwcap & 0xFFFF_FFFFL;
            level = word < extension.levelCount()
                    ? string(data.getInt(extension.levelsAt() + (int) word * 4)).orElse("")
                    : "";
        }
        String named = level;
        return string(data.getInt(at + 8)).map(value -> new CacheEntries.Entry(data.getInt(at), hwcap, named, value));
    }

    /**
     * All of its content, for writing a subset. Entries that point outside the table are left out, since no loader sees
     * them.
     *
     * @return empty if there is more than any ldconfig writes: entries may share strings, and expand to far more than
     *     the file
     */
    public Optional<CacheTable> table() {
        if (count > MAX_ROWS) {
            return Optional.empty();
        }
        long length = 0;
        boolean isOld = entrySize == OLD_ENTRY;
        List<CacheRow> rows = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            int at = at(i);
            Optional<String> name = string(data.getInt(at + 4));
            Optional<String> path = string(data.getInt(at + 8));
            int osVersion = isOld ? 0 : data.getInt(at + 12);
            long hwcap = isOld ? 0 : data.getLong(at + 16);
            length += name.orElse("").length() + path.orElse("").length();
            if (length > MAX_LENGTH) {
                return Optional.empty();
            }
            if (name.isPresent() && path.isPresent()) {
                rows.add(new CacheRow(data.getInt(at), name.get(), path.get(), osVersion, hwcap));
            }
        }
        List<String> levels = new ArrayList<>();
        for (int i = 0; i < extension.levelCount() && i < MAX_ROWS; i++) {
            levels.add(string(data.getInt(extension.levelsAt() + i * 4)).orElse(""));
        }
        CacheTable.Form form =
                isOld ? CacheTable.Form.OLD : stringsAt > 0 ? CacheTable.Form.OLD_AND_NEW : CacheTable.Form.NEW;
        int endian = isOld ? 0 : data.get(stringsAt + FLAGS_AT);
        return Optional.of(new CacheTable(form, data.order(), endian, rows, levels, extension.generator()));
    }

    /** All bits that entries for an ABI require in their hwcap words, except for glibc-hwcaps levels. */
    public long hwcapBits(CacheFlags accepted) {
        long bits = 0;
        for (long i = 0; i < count && entrySize == NEW_ENTRY; i++) {
            long hwcap = data.getLong(at(i) + 16);
            bits |= CacheEntries.isExtension(hwcap) || !accepted.accepts(data.getInt(at(i))) ? 0 : hwcap;
        }
        return bits;
    }

    private int at(long index) {
        return tableAt + (int) index * entrySize;
    }

    private Optional<String> string(int offset) {
        return string(stringsAt + (offset & 0xFFFF_FFFFL));
    }

    private Optional<String> string(long at) {
        if (at >= data.capacity()) {
            return Optional.empty();
        }
        int end = (int) at;
        int limit = (int) Math.min(data.capacity(), at + Walk.MAX_PATH);
        while (end < limit && data.get(end) != 0) {
            end++;
        }
        if (end == limit) {
            return Optional.empty(); // not terminated, or longer than any path
        }
        byte[] text = new byte[end - (int) at];
        data.get((int) at, text);
        return Optional.of(RawText.of(text));
    }

    private OptionalInt compareKey(String name, long index) {
        long at = stringsAt + (data.getInt(at(index) + 4) & 0xFFFF_FFFFL);
        return at >= data.capacity() ? OptionalInt.empty() : KeyOrder.compare(name, data, (int) at);
    }

    private static boolean startsWith(byte[] content, int at, String magic) {
        return content.length - at >= magic.length()
                && new String(content, at, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }
}
