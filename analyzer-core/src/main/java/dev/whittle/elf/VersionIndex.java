package dev.whittle.elf;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Names of symbol versions by the index that DT_VERSYM uses: glibc's elf/dl-version.c:_dl_check_map_versions. */
final class VersionIndex {
    private static final long DT_VERDEF = 0x6ffffffcL;
    private static final long DT_VERNEED = 0x6ffffffeL;
    private static final int VER_FLG_BASE = 1;
    private static final int MAX_VERSIONS = 65536;

    private final PagedReader reader;
    private final DynamicTable dynamic;
    private final @Nullable String[] names = new String[0x8000];
    private final BitSet hidden = new BitSet();
    private int highest;

    VersionIndex(PagedReader reader, Segments segments, DynamicTable dynamic) throws IOException, BadElfException {
        this.reader = reader;
        this.dynamic = dynamic;
        if (dynamic.value(DT_VERNEED).isPresent()) {
            needs(segments.fileOffset(dynamic.value(DT_VERNEED).get(), "version needs"));
        }
        if (dynamic.value(DT_VERDEF).isPresent()) {
            definitions(segments.fileOffset(dynamic.value(DT_VERDEF).get(), "version definitions"));
        }
    }

    /** By index; null where there is none. */
    @Nullable
    String[] names() {
        return Arrays.copyOf(names, highest + 1);
    }

    /** Whether a default version is not acceptable for a reference to this one. */
    boolean isHidden(int index) {
        return hidden.get(index);
    }

    private void needs(long start) throws IOException, BadElfException {
        int seen = 0;
        for (long at = start, next = -1; next != 0; at += next) {
            long aux = at + reader.u32(at + 8);
            for (long step = -1; step != 0; aux += step) {
                count(++seen, aux);
                int other = reader.u16(aux + 6);
                put(other & 0x7FFF, dynamic.string(reader.u32(aux + 8)));
                hidden.set(other & 0x7FFF, (other & 0x8000) != 0);
                step = reader.u32(aux + 12);
            }
            next = reader.u32(at + 12);
        }
    }

    private void definitions(long start) throws IOException, BadElfException {
        int seen = 0;
        for (long at = start, next = -1; next != 0; at += next) {
            count(++seen, at);
            if ((reader.u16(at + 2) & VER_FLG_BASE) == 0) {
                put(reader.u16(at + 4) & 0x7FFF, dynamic.string(reader.u32(at + reader.u32(at + 12))));
            }
            next = reader.u32(at + 16);
        }
    }

    private void put(int index, String name) {
        names[index] = name;
        highest = Math.max(highest, index);
    }

    private void count(int seen, long at) throws BadElfException {
        if (seen > MAX_VERSIONS) {
            throw reader.bad(at, "more than " + MAX_VERSIONS + " symbol versions");
        }
    }
}
