package dev.whittle.resolve.ldcache;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes an ld.so.cache as ldconfig does: elf/cache.c: save_cache, sysdeps/generic/dl-cache.h. */
final class CacheBytes {
    static final long LOW = 0xFFFF_FFFFL;

    private static final int OLD_HEADER = 16;
    private static final int OLD_ENTRY = 12;
    private static final int NEW_HEADER = 48;
    private static final int NEW_ENTRY = 24;
    private static final int EXTENSION_MAGIC = 0xEAA42174;
    private static final int EXTENSION_HEADER = 8;
    private static final int SECTION = 16;

    private final CacheTable table;
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new LinkedHashMap<>();

    CacheBytes(CacheTable table) {
        this.table = table;
    }

    byte[] build() {
        // A name is usually the end of its path: store paths first and find names in them.
        table.rows().forEach(row -> intern(row.path()));
        table.rows().forEach(row -> name(row));
        table.levels().forEach(this::intern);
        byte[] old = table.form() == CacheTable.Form.NEW ? new byte[0] : oldTable();
        byte[] made = table.form() == CacheTable.Form.OLD ? strings.toByteArray() : newTable();
        return ByteBuffer.allocate(old.length + made.length).put(old).put(made).array();
    }

    /** String offsets are relative to its start; in both formats that is the new table, at the next multiple of 8. */
    private byte[] oldTable() {
        boolean both = table.form() == CacheTable.Form.OLD_AND_NEW;
        // The old table never had levels: a loader that reads it knows none.
        List<CacheRow> rows =
                table.rows().stream().filter(row -> row.hwcap() == 0).toList();
        int size = OLD_HEADER + OLD_ENTRY * rows.size();
        int padding = both ? -size & 7 : 0;
        int base = both ? padding + stringsAt() : 0;
        ByteBuffer out = ByteBuffer.allocate(size + padding).order(table.order());
        out.put(RawText.bytes("ld.so-1.7.0\0")).putInt(rows.size());
        for (CacheRow row : rows) {
            out.putInt(row.flags()).putInt(base + name(row)).putInt(base + intern(row.path()));
        }
        return out.array();
    }

    /** Header, entries, strings, then extensions. Every offset is relative to the header. */
    private byte[] newTable() {
        int stringsEnd = stringsAt() + strings.size();
        int sections =
                (table.generator().length() > 0 ? 1 : 0) + (table.levels().isEmpty() ? 0 : 1);
        int extensionAt = sections == 0 ? stringsEnd : stringsEnd + 3 & ~3;
        int levelsAt = extensionAt + EXTENSION_HEADER + SECTION * sections;
        int generatorAt = levelsAt + 4 * table.levels().size();
        int size = sections == 0 ? stringsEnd : generatorAt + table.generator().length();
        ByteBuffer out = ByteBuffer.allocate(size).order(table.order());
        out.put(RawText.bytes("glibc-ld.so.cache1.1"))
                .putInt(table.rows().size())
                .putInt(strings.size())
                .put((byte) table.endianFlag())
                .put(new byte[3])
                .putInt(sections == 0 ? 0 : extensionAt)
                .position(NEW_HEADER);
        for (CacheRow row : table.rows()) {
            out.putInt(row.flags())
                    .putInt(stringsAt() + name(row))
                    .putInt(stringsAt() + intern(row.path()))
                    .putInt(row.osVersion())
                    .putLong(row.hwcap());
        }
        out.put(strings.toByteArray());
        if (sections > 0) {
            out.position(extensionAt).putInt(EXTENSION_MAGIC).putInt(sections);
            if (table.generator().length() > 0) {
                out.putInt(0)
                        .putInt(0)
                        .putInt(generatorAt)
                        .putInt(table.generator().length());
            }
            if (!table.levels().isEmpty()) {
                out.putInt(1)
                        .putInt(0)
                        .putInt(levelsAt)
                        .putInt(4 * table.levels().size());
            }
            table.levels().forEach(level -> out.putInt(stringsAt() + intern(level)));
            out.put(RawText.bytes(table.generator()));
        }
        return out.array();
    }

    private int stringsAt() {
        return NEW_HEADER + NEW_ENTRY * table.rows().size();
    }

    private int name(CacheRow row) {
        String path = row.path();
        return path.endsWith("/" + row.name())
                ? intern(path) + path.length() - row.name().length()
                : intern(row.name());
    }

    private int intern(String text) {
        return offsets.computeIfAbsent(text, key -> {
            int at = strings.size();
            strings.writeBytes(RawText.bytes(key + "\0"));
            return at;
        });
    }
}
