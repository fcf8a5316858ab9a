package dev.whittle.resolve.ldcache;

import dev.whittle.bytes.RawText;
import java.nio.ByteBuffer;

/**
 * The extensions after the new table of an ld.so.cache: sysdeps/generic/dl-cache.h, cache_extension_load and
 * cache_extension_verify.
 *
 * @param levelsAt position of the offsets of level names, four bytes each
 * @param generator the version string of ldconfig, raw; empty if absent
 */
record CacheExtension(int levelsAt, int levelCount, String generator) {
    static final CacheExtension NONE = new CacheExtension(0, 0, "");

    private static final int MAGIC = 0xEAA42174;
    private static final int HEADER = 8;
    private static final int SECTION = 16;
    private static final int TAG_GENERATOR = 0;
    private static final int TAG_HWCAPS = 1;
    private static final int MAX_GENERATOR = 1024;

    /** Valid as a whole or not at all; of two sections of one kind, the last counts. */
    static CacheExtension read(ByteBuffer data, int start) {
        long at = start + unsigned(data, start + 32L);
        if (at == start || at % 4 != 0 || at + HEADER > data.capacity() || data.getInt((int) at) != MAGIC) {
            return NONE;
        }
        long sections = unsigned(data, at + 4);
        if (at + HEADER + sections * SECTION > data.capacity()) {
            return NONE;
        }
        long levels = start;
        long levelsSize = 0;
        long generator = start;
        long generatorSize = 0;
        for (long section = at + HEADER; section < at + HEADER + sections * SECTION; section += SECTION) {
            long tag = unsigned(data, section);
            long offset = start + unsigned(data, section + 8);
            long size = unsigned(data, section + 12);
            if (offset + size > data.capacity()) {
                return NONE;
            }
            if (tag == TAG_HWCAPS) {
                levels = offset;
                levelsSize = size;
            } else if (tag == TAG_GENERATOR) {
                generator = offset;
                generatorSize = size;
            }
        }
        boolean aligned = levels % 4 == 0 && levelsSize % 4 == 0;
        byte[] text = new byte[generatorSize > MAX_GENERATOR ? 0 : (int) generatorSize];
        data.get((int) generator, text);
        return new CacheExtension((int) levels, aligned ? (int) levelsSize / 4 : 0, RawText.of(text));
    }

    private static long unsigned(ByteBuffer data, long at) {
        return data.getInt((int) at) & 0xFFFF_FFFFL;
    }
}
