package dev.whittle.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PT_DYNAMIC (gabi 5, "Dynamic Section"), the strings it points to, and the GNU version tables. */
final class DynamicTable {
    private static final long DT_NULL = 0;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_RELA = 7;
    private static final long DT_RELASZ = 8;
    private static final long DT_STRSZ = 10;
    private static final long DT_SONAME = 14;
    private static final long DT_RPATH = 15;
    private static final long DT_SYMBOLIC = 16;
    private static final long DT_TEXTREL = 22;
    private static final long DT_RUNPATH = 29;
    private static final long DT_FLAGS = 30;
    private static final long DF_SYMBOLIC = 2;
    private static final long DF_TEXTREL = 4;
    private static final long DT_DEPAUDIT = 0x6ffffefb;
    private static final long DT_AUDIT = 0x6ffffefc;
    private static final long DT_FLAGS_1 = 0x6ffffffb;
    private static final long DT_VERDEF = 0x6ffffffc;
    private static final long DT_VERNEED = 0x6ffffffe;
    private static final long DT_AUXILIARY = 0x7ffffffd;
    private static final long DT_FILTER = 0x7fffffff;

    /** Real tables have a few dozen entries; a hundred thousand DT_NEEDED are still answered. */
    private static final int MAX_ENTRIES = 1 << 18;

    /** The longest names are RPATHs; a careless build can produce 64 KB. */
    private static final int MAX_STRING = 1 << 20;

    /** libc.so.6 defines about fifty versions, the largest C++ libraries a few hundred. */
    private static final int MAX_VERSIONS = 65536;

    private static final int VER_FLG_WEAK = 2;

    /** libLLVM and similar libraries have tens of thousands of symbols. */
    private static final long MAX_SYMBOLS = 1 << 18;

    private static final int MAX_SYMBOL_NAME = 1 << 14;

    /** DT_HASH, DT_STRTAB, DT_RELA, DT_REL, DT_JMPREL, DT_INIT, DT_FINI, DT_GNU_HASH, DT_VERSYM and the version tables. */
    private static final Set<Long> ADDRESSES =
            Set.of(4L, 5L, 7L, 17L, 23L, 12L, 13L, 0x6ffffef5L, 0x6ffffff0L, DT_VERNEED, DT_VERDEF);

    private record Entry(Dependency.Kind kind, long value) {}

    private final PagedReader reader;
    private final Segments segments;
    private final List<Entry> dependencies = new ArrayList<>();

    /** The last entry of a tag counts, as in glibc's elf/get-dynamic-info.h:elf_get_dynamic_info. */
    private final Map<Long, Long> values = new HashMap<>();

    private DynamicTable(PagedReader reader, Segments segments) {
        this.reader = reader;
        this.segments = segments;
    }

    /** The table of a file without one. */
    static DynamicTable empty(PagedReader reader, Segments segments) {
        return new DynamicTable(reader, segments);
    }

    /** Up to DT_NULL, whatever size the segment declares: as in glibc's elf_get_dynamic_info and musl's decode_vec. */
    static DynamicTable read(PagedReader reader, Segments segments, Segments.Segment dynamic)
            throws IOException, BadElfException {
        int word = segments.bits() / 8;
        DynamicTable table = new DynamicTable(reader, segments);
        for (long i = 0; ; i++) {
            if (i == MAX_ENTRIES) {
                throw reader.bad(dynamic.offset(), "more than " + MAX_ENTRIES + " dynamic entries");
            }
            long at = dynamic.offset() + i * 2 * word;
            long tag = reader.word(at, segments.bits());
            if (tag == DT_NULL) {
                return table;
            }
            table.add(tag, reader.word(at + word, segments.bits()));
        }
    }

    private void add(long tag, long value) {
        if (tag == DT_NEEDED) {
            dependencies.add(new Entry(Dependency.Kind.NEEDED, value));
        } else if (tag == DT_FILTER) {
            dependencies.add(new Entry(Dependency.Kind.FILTER, value));
        } else if (tag == DT_AUXILIARY) {
            dependencies.add(new Entry(Dependency.Kind.AUXILIARY, value));
        } else {
            values.put(tag, value);
        }
    }

    List<Dependency> dependencies() throws IOException, BadElfException {
        List<Dependency> names = new ArrayList<>();
        for (Entry e : dependencies) {
            names.add(new Dependency(e.kind, string(e.value)));
        }
        return names;
    }

    Optional<String> soname() throws IOException, BadElfException {
        return name(DT_SONAME);
    }

    Optional<String> rpath() throws IOException, BadElfException {
        return name(DT_RPATH);
    }

    Optional<String> runpath() throws IOException, BadElfException {
        return name(DT_RUNPATH);
    }

    Optional<String> audit() throws IOException, BadElfException {
        return name(DT_AUDIT);
    }

    Optional<String> dependencyAudit() throws IOException, BadElfException {
        return name(DT_DEPAUDIT);
    }

    /** A DT_FLAGS bit is equivalent to its own entry: glibc's elf/get-dynamic-info.h:elf_get_dynamic_info. */
    boolean hasTextRelocations() {
        return values.containsKey(DT_TEXTREL) || (value(DT_FLAGS).orElse(0L) & DF_TEXTREL) != 0;
    }

    boolean isSymbolic() {
        return values.containsKey(DT_SYMBOLIC) || (value(DT_FLAGS).orElse(0L) & DF_SYMBOLIC) != 0;
    }

    long flags1() {
        return value(DT_FLAGS_1).orElse(0L);
    }

    /** Walked like in glibc's elf/dl-version.c:_dl_check_map_versions: by the "next" fields, never by the count. */
    List<VersionNeed> versionNeeds() throws IOException, BadElfException {
        List<VersionNeed> needs = new ArrayList<>();
        Optional<Long> table = value(DT_VERNEED);
        if (table.isEmpty()) {
            return needs;
        }
        long at = segments.fileOffset(table.get(), "version needs");
        int seen = 0;
        while (true) {
            List<VersionNeed.Version> versions = new ArrayList<>();
            String file = string(reader.u32(at + 4));
            long aux = at + reader.u32(at + 8);
            while (true) {
                countVersion(++seen, at);
                boolean weak = (reader.u16(aux + 4) & VER_FLG_WEAK) != 0;
                versions.add(new VersionNeed.Version(string(reader.u32(aux + 8)), weak));
                long next = reader.u32(aux + 12);
                if (next == 0) {
                    break;
                }
                aux += next;
            }
            needs.add(new VersionNeed(file, versions));
            long next = reader.u32(at + 12);
            if (next == 0) {
                return needs;
            }
            at += next;
        }
    }

    Set<String> versionDefinitions() throws IOException, BadElfException {
        Set<String> names = new LinkedHashSet<>();
        Optional<Long> table = value(DT_VERDEF);
        if (table.isEmpty()) {
            return names;
        }
        long at = segments.fileOffset(table.get(), "version definitions");
        int seen = 0;
        while (true) {
            countVersion(++seen, at);
            long aux = at + reader.u32(at + 12);
            names.add(string(reader.u32(aux)));
            long next = reader.u32(at + 16);
            if (next == 0) {
                return names;
            }
            at += next;
        }
    }

    /**
     * Names of the undefined symbols. No entry of the dynamic table gives the number of symbols (DT_GNU_HASH does not
     * count those that are not defined here), so the table extends to the next table that the dynamic table refers to.
     */
    Set<String> imports() throws IOException, BadElfException {
        Set<String> names = new LinkedHashSet<>();
        Optional<Long> table = value(DT_SYMTAB);
        if (table.isEmpty()) {
            return names;
        }
        long end = ADDRESSES.stream()
                .map(tag -> values.getOrDefault(tag, 0L))
                .filter(address -> Long.compareUnsigned(address, table.get()) > 0)
                .min(Long::compareUnsigned)
                .orElse(table.get());
        boolean wide = segments.bits() == 64;
        int entry = wide ? 24 : 16;
        long at = segments.fileOffset(table.get(), "symbols");
        long count = Math.min((end - table.get()) / entry, MAX_SYMBOLS);
        long strings = value(DT_STRSZ).orElse(Long.MAX_VALUE);
        for (long i = 1; i < count; i++) {
            long symbol = at + i * entry;
            long name = reader.u32(symbol);
            int section = reader.u16(symbol + (wide ? 6 : 14));
            if (section == 0 && name > 0 && name < strings) {
                names.add(string(name, MAX_SYMBOL_NAME));
            }
        }
        return names;
    }

    private void countVersion(int count, long at) throws BadElfException {
        if (count > MAX_VERSIONS) {
            throw reader.bad(at, "more than " + MAX_VERSIONS + " symbol versions");
        }
    }

    /** Where DT_RELA is in the file; none if it is not, or not completely. */
    Optional<Extent> addends() throws BadElfException {
        long size = value(DT_RELASZ).orElse(0L);
        if (value(DT_RELA).isEmpty() || size <= 0) {
            return Optional.empty();
        }
        long at = segments.fileOffset(value(DT_RELA).get(), "relocations");
        return size > reader.size() - at ? Optional.empty() : Optional.of(new Extent(at, size));
    }

    Optional<Long> value(long tag) {
        return Optional.ofNullable(values.get(tag));
    }

    private Optional<String> name(long tag) throws IOException, BadElfException {
        Optional<Long> offset = value(tag);
        return offset.isPresent() ? Optional.of(string(offset.get())) : Optional.empty();
    }

    String string(long offset) throws IOException, BadElfException {
        return string(offset, MAX_STRING);
    }

    private String string(long offset, int limit) throws IOException, BadElfException {
        long table = value(DT_STRTAB).orElseThrow(() -> reader.bad(0, "dynamic table without strings"));
        return reader.string(segments.fileOffset(table + offset, "string"), limit);
    }
}
