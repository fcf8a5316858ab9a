package dev.whittle.resolve;

import dev.whittle.bytes.RawText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * glibc's ld.so.cache, read as elf/dl-cache.c:_dl_load_cache_lookup reads it: by bisection, so that a table in the wrong
 * order misleads us as it misleads the loader. Format: sysdeps/generic/dl-cache.h.
 */
final class LdCache {
    private static final String OLD_MAGIC = "ld.so-1.7.0";
    private static final String NEW_MAGIC = "glibc-ld.so.cache1.1";
    private static final int OLD_HEADER = 16;
    private static final int OLD_ENTRY = 12;
    private static final int NEW_HEADER = 48;
    private static final int NEW_ENTRY = 24;
    private static final int FLAGS_AT = 28;
    private static final int FLAG_LITTLE_ENDIAN = 2;
    private static final int FLAG_BIG_ENDIAN = 3;
    private static final int EXTENSION_MAGIC = 0xEAA42174;
    private static final int TAG_HWCAPS = 1;
    private static final int MAX_EXTENSIONS = 64;

    /** Bit 62 of an entry's hwcap word: DL_CACHE_HWCAP_EXTENSION. The low half is then an index of a name. */
    private static final long HWCAP_EXTENSION = 1L << 62;

    private record Entry(int flags, long hwcapBits, String value) {}

    private final ByteBuffer data;
    private final int tableAt;
    private final int entrySize;
    private final long count;
    private final int stringsAt;
    private final List<String> hwcapNames;

    private LdCache(ByteBuffer data, int tableAt, int entrySize, long count, int stringsAt, List<String> hwcapNames) {
        this.data = data;
        this.tableAt = tableAt;
        this.entrySize = entrySize;
        this.count = count;
        this.stringsAt = stringsAt;
        this.hwcapNames = hwcapNames;
    }

    /** The table in {@code content}; empty if it is none that a loader of this byte order takes. */
    static Optional<LdCache> parse(byte[] content, ByteOrder order) {
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
        // The new table follows the old one, aligned as its 64-bit members want (ALIGN_CACHE).
        long aligned = (end + 7) & ~7L;
        if (aligned < content.length && startsWith(content, (int) aligned, NEW_MAGIC)) {
            return parseNew(data, (int) aligned);
        }
        return Optional.of(new LdCache(data, OLD_HEADER, OLD_ENTRY, old, (int) end, List.of()));
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
        return Optional.of(new LdCache(data, start + NEW_HEADER, NEW_ENTRY, count, start, hwcapNames(data, start)));
    }

    /**
     * The path that the loader would take for a name: one answer, whether or not the file is still there.
     *
     * @param accepted the entry flags of the ABI
     * @param levels glibc-hwcaps levels of the processor, best first
     */
    Optional<String> lookup(String name, CacheFlags accepted, List<String> levels) {
        long left = 0;
        long right = count - 1;
        while (left <= right) {
            long middle = (left + right) >>> 1;
            Optional<String> key = string(data.getInt(at(middle) + 4));
            if (key.isEmpty()) {
                return Optional.empty(); // _dl_cache_verify_ptr: an offset outside ends the search
            }
            int order = compare(name, key.get());
            if (order == 0) {
                return best(name, middle, accepted, levels);
            }
            if (order < 0) {
                left = middle + 1; // the table is sorted in descending order
            } else {
                right = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** Every path that any level could take for a name: the plain entry and its variants. */
    List<String> all(String name, CacheFlags accepted, List<String> levels) {
        List<String> paths = new ArrayList<>();
        lookup(name, accepted, List.of()).ifPresent(paths::add);
        for (String level : levels) {
            lookup(name, accepted, List.of(level))
                    .filter(p -> !paths.contains(p))
                    .ifPresent(paths::add);
        }
        return paths;
    }

    private Optional<String> best(String name, long found, CacheFlags accepted, List<String> levels) {
        long first = found;
        while (first > 0 && isNamed(first - 1, name)) {
            first--;
        }
        Optional<String> plain = Optional.empty();
        Optional<String> variant = Optional.empty();
        int variantRank = Integer.MAX_VALUE;
        for (long i = first; i < count && isNamed(i, name); i++) {
            Optional<Entry> entry = entry(i);
            if (entry.isEmpty() || !accepted.accepts(entry.get().flags)) {
                continue;
            }
            Entry e = entry.get();
            if ((e.hwcapBits & HWCAP_EXTENSION) != 0) {
                int rank = rank(e.hwcapBits, levels);
                if (rank >= 0 && rank < variantRank) {
                    variant = Optional.of(e.value);
                    variantRank = rank;
                }
            } else if (e.hwcapBits == 0 && (plain.isEmpty() || accepted.isExact(e.flags))) {
                plain = Optional.of(e.value);
                if (accepted.isExact(e.flags)) {
                    break;
                }
            }
        }
        return variant.isPresent() ? variant : plain;
    }

    private int rank(long hwcapBits, List<String> levels) {
        long index = hwcapBits & 0xFFFF_FFFFL;
        return index < hwcapNames.size() ? levels.indexOf(hwcapNames.get((int) index)) : -1;
    }

    private boolean isNamed(long index, String name) {
        return string(data.getInt(at(index) + 4))
                .filter(key -> compare(name, key) == 0)
                .isPresent();
    }

    private Optional<Entry> entry(long index) {
        int at = at(index);
        long hwcap = entrySize == NEW_ENTRY ? data.getLong(at + 16) : 0;
        return string(data.getInt(at + 8)).map(value -> new Entry(data.getInt(at), hwcap, value));
    }

    private int at(long index) {
        return tableAt + (int) index * entrySize;
    }

    private Optional<String> string(int offset) {
        return string(data, stringsAt + (offset & 0xFFFF_FFFFL));
    }

    private static Optional<String> string(ByteBuffer data, long at) {
        if (at >= data.capacity()) {
            return Optional.empty();
        }
        int end = (int) at;
        while (end < data.capacity() && data.get(end) != 0) {
            end++;
        }
        if (end == data.capacity()) {
            return Optional.empty();
        }
        byte[] text = new byte[end - (int) at];
        data.get((int) at, text);
        return Optional.of(RawText.of(text));
    }

    /** elf/dl-cache.c: the extension directory names the levels that entries point to. */
    private static List<String> hwcapNames(ByteBuffer data, int start) {
        List<String> names = new ArrayList<>();
        long at = start + (data.getInt(start + 32) & 0xFFFF_FFFFL);
        if (at == start || at > data.capacity() - 8 || data.getInt((int) at) != EXTENSION_MAGIC) {
            return names;
        }
        long sections = Math.min(data.getInt((int) at + 4) & 0xFFFF_FFFFL, MAX_EXTENSIONS);
        for (long i = 0; i < sections && at + 8 + (i + 1) * 16 <= data.capacity(); i++) {
            int section = (int) (at + 8 + i * 16);
            long offset = start + (data.getInt(section + 8) & 0xFFFF_FFFFL);
            long size = data.getInt(section + 12) & 0xFFFF_FFFFL;
            if (data.getInt(section) != TAG_HWCAPS || offset + size > data.capacity()) {
                continue;
            }
            for (long word = offset; word + 4 <= offset + size; word += 4) {
                names.add(string(data, start + (data.getInt((int) word) & 0xFFFF_FFFFL))
                        .orElse(""));
            }
        }
        return names;
    }

    /** elf/dl-cache.c:_dl_cache_libcmp: runs of digits compare as numbers, and come after anything else. */
    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length()) {
            char x = a.charAt(i);
            char y = j < b.length() ? b.charAt(j) : 0;
            if (isDigit(x) && isDigit(y)) {
                int m = 0;
                int n = 0;
                while (i < a.length() && isDigit(a.charAt(i))) {
                    m = m * 10 + a.charAt(i++) - '0';
                }
                while (j < b.length() && isDigit(b.charAt(j))) {
                    n = n * 10 + b.charAt(j++) - '0';
                }
                if (m != n) {
                    return m < n ? -1 : 1;
                }
            } else if (isDigit(x)) {
                return 1;
            } else if (isDigit(y)) {
                return -1;
            } else if (x != y) {
                return x - y;
            } else {
                i++;
                j++;
            }
        }
        return j < b.length() ? -1 : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsWith(byte[] content, int at, String magic) {
        return content.length - at >= magic.length()
                && new String(content, at, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }
}
