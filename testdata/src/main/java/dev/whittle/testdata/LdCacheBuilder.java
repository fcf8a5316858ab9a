package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds an ld.so.cache (glibc's sysdeps/generic/dl-cache.h) in any of its three formats. Entries are in the order in
 * which they are added: the caller sorts them, or not.
 */
public final class LdCacheBuilder {
    public static final int X86_64 = 0x0303;

    private static final int NEW_HEADER = 48;
    private static final int NEW_ENTRY = 24;
    private static final long EXTENSION_BIT = 1L << 62;

    private final ByteOrder order;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> levels = new LinkedHashMap<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private boolean oldTable;
    private boolean newTable = true;
    private int endianFlag;
    private long count = -1;

    private record Entry(int flags, String name, String path, long hwcap, int key) {}

    private LdCacheBuilder(ByteOrder order) {
        this.order = order;
        this.endianFlag = order == ByteOrder.BIG_ENDIAN ? 3 : 2;
    }

    public static LdCacheBuilder littleEndian() {
        return new LdCacheBuilder(ByteOrder.LITTLE_ENDIAN);
    }

    public static LdCacheBuilder bigEndian() {
        return new LdCacheBuilder(ByteOrder.BIG_ENDIAN);
    }

    /** Only the table of glibc 2.0 and 2.1. */
    public LdCacheBuilder oldFormat() {
        oldTable = true;
        newTable = false;
        return this;
    }

    /** Both tables, as ldconfig wrote them up to glibc 2.31. */
    public LdCacheBuilder oldAndNewFormat() {
        oldTable = true;
        return this;
    }

    /** The header's flags: 0 unset, 2 little endian, 3 big endian. */
    public LdCacheBuilder endianFlag(int value) {
        endianFlag = value;
        return this;
    }

    /** The count in the header of each table, whatever the real one is. */
    public LdCacheBuilder count(long value) {
        count = value;
        return this;
    }

    /** An entry for x86-64. */
    public LdCacheBuilder entry(String name, String path) {
        return entry(X86_64, name, path);
    }

    public LdCacheBuilder entry(int flags, String name, String path) {
        entries.add(new Entry(flags, name, path, 0, -1));
        return this;
    }

    /** An entry for x86-64 of a glibc-hwcaps level. */
    public LdCacheBuilder entry(String name, String path, String level) {
        int index = levels.computeIfAbsent(level, l -> levels.size());
        entries.add(new Entry(X86_64, name, path, EXTENSION_BIT | index, -1));
        return this;
    }

    /** An entry with a plain hwcap word, as ldconfig wrote it for tls and platform directories. */
    public LdCacheBuilder entryWithHwcap(String name, String path, long hwcap) {
        return entryWithHwcap(X86_64, name, path, hwcap);
    }

    public LdCacheBuilder entryWithHwcap(int flags, String name, String path, long hwcap) {
        entries.add(new Entry(flags, name, path, hwcap, -1));
        return this;
    }

    /** An entry whose name is at a given offset. */
    public LdCacheBuilder entryAtOffset(int key, String path) {
        entries.add(new Entry(X86_64, "", path, 0, key));
        return this;
    }

    public byte[] build() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (oldTable) {
            out.writeBytes(oldTable());
        }
        if (newTable) {
            out.writeBytes(new byte[-out.size() & 7]);
            out.writeBytes(newTable());
        }
        return out.toByteArray();
    }

    private byte[] oldTable() {
        strings.reset();
        ByteBuffer table = ByteBuffer.allocate(16 + 12 * entries.size()).order(order);
        table.put("ld.so-1.7.0\0".getBytes(StandardCharsets.ISO_8859_1));
        table.putInt(count());
        for (Entry entry : entries) {
            int key = entry.key >= 0 ? entry.key : intern(entry.name);
            table.putInt(entry.flags).putInt(key).putInt(intern(entry.path));
        }
        return newTable ? table.array() : concat(table.array(), strings.toByteArray());
    }

    private byte[] newTable() {
        strings.reset();
        int extensionAt = NEW_HEADER + NEW_ENTRY * entries.size();
        int extensionSize = levels.isEmpty() ? 0 : 8 + 16 + 4 * levels.size();
        int stringsAt = extensionAt + extensionSize;
        ByteBuffer table = ByteBuffer.allocate(stringsAt).order(order);
        table.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.ISO_8859_1));
        table.putInt(count()).putInt(0).put((byte) endianFlag).put(new byte[3]);
        table.putInt(levels.isEmpty() ? 0 : extensionAt).position(NEW_HEADER);
        for (Entry entry : entries) {
            int key = entry.key >= 0 ? entry.key : stringsAt + intern(entry.name);
            table.putInt(entry.flags).putInt(key).putInt(stringsAt + intern(entry.path));
            table.putInt(0).putLong(entry.hwcap);
        }
        if (extensionSize > 0) {
            table.putInt(0xEAA42174).putInt(1);
            table.putInt(1).putInt(0).putInt(extensionAt + 24).putInt(4 * levels.size());
            levels.keySet().forEach(level -> table.putInt(stringsAt + intern(level)));
        }
        table.putInt(24, strings.size());
        return concat(table.array(), strings.toByteArray());
    }

    private int count() {
        return (int) (count >= 0 ? count : entries.size());
    }

    private int intern(String text) {
        int at = strings.size();
        strings.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return at;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }
}
