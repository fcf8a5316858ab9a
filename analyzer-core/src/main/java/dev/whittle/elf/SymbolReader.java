package dev.whittle.elf;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads symbols, their versions and relocations through the dynamic table, in few large reads. */
final class SymbolReader {
    private static final long DT_PLTRELSZ = 2;
    private static final long DT_HASH = 4;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_RELA = 7;
    private static final long DT_RELASZ = 8;
    private static final long DT_STRSZ = 10;
    private static final long DT_REL = 17;
    private static final long DT_RELSZ = 18;
    private static final long DT_PLTREL = 20;
    private static final long DT_JMPREL = 23;
    private static final long DT_GNU_HASH = 0x6ffffef5L;
    private static final long DT_VERSYM = 0x6ffffff0L;
    private static final int EM_MIPS = 8;
    private static final int EM_S390 = 22;
    private static final int EM_ALPHA = 0x9026;
    private static final int PIECE = 1 << 18;

    /** Limit for all tables together: the largest real libraries have about 50 MiB. */
    private static final long MAX_BYTES = 256L << 20;

    private static final long MAX_SYMBOLS = 4 << 20;

    private final PagedReader reader;
    private final ByteSource source;
    private final ElfHeader header;
    private final Segments segments;
    private final DynamicTable dynamic;
    private final boolean wide;
    private final Map<SymbolReference.Use, BitSet> wanted = new EnumMap<>(SymbolReference.Use.class);
    private long bytesRead;

    SymbolReader(PagedReader reader, ByteSource source, ElfHeader header, Segments segments, DynamicTable dynamic) {
        this.reader = reader;
        this.source = source;
        this.header = header;
        this.segments = segments;
        this.dynamic = dynamic;
        this.wide = header.bits() == 64;
    }

    ElfSymbols read() throws IOException, BadElfException {
        int[] hashed = dynamic.value(DT_GNU_HASH).isPresent() ? gnuHash() : oldHash();
        relocations();
        int count = hashed.length == 0 ? 1 : hashed[hashed.length - 1] + 1;
        for (BitSet symbols : wanted.values()) {
            count = Math.max(count, symbols.length());
        }
        if (dynamic.value(DT_SYMTAB).isEmpty() || (count == 1 && wanted.isEmpty())) {
            count = 0;
        }
        ElfSymbols.Table table = table(count);
        VersionIndex index = new VersionIndex(reader, segments, dynamic);
        char[] bySymbol = versions(count);
        List<SymbolReference> references = new ArrayList<>();
        for (Map.Entry<SymbolReference.Use, BitSet> use : wanted.entrySet()) {
            for (int i = use.getValue().nextSetBit(0);
                    i >= 0 && i < count;
                    i = use.getValue().nextSetBit(i + 1)) {
                reference(table, bySymbol, index, i, use.getKey()).ifPresent(references::add);
            }
        }
        return new ElfSymbols(
                table,
                new ElfSymbols.Versions(bySymbol, index.names()),
                count == 0 ? new int[0] : hashed,
                dynamic.isSymbolic(),
                references);
    }

    /** Local and hidden symbols bind to the file itself: elf/dl-reloc.c:RESOLVE_MAP. */
    private Optional<SymbolReference> reference(
            ElfSymbols.Table table, char[] bySymbol, VersionIndex index, int symbol, SymbolReference.Use use) {
        int binding = table.info()[symbol] >> 4 & 15;
        int visibility = table.other()[symbol] & 3;
        if (binding == 0 || visibility == 1 || visibility == 2) {
            return Optional.empty();
        }
        int version = bySymbol.length == 0 ? 0 : bySymbol[symbol] & 0x7FFF;
        return Optional.of(new SymbolReference(
                string(table.strings(), table.names()[symbol]),
                Optional.ofNullable(version < index.names().length ? index.names()[version] : null),
                index.isHidden(version),
                binding == 2,
                table.sections()[symbol] != 0,
                use));
    }

    private ElfSymbols.Table table(int count) throws IOException, BadElfException {
        byte[] strings = count == 0
                ? new byte[0]
                : bytes(address(DT_STRTAB), dynamic.value(DT_STRSZ).orElse(0L), "symbol names")
                        .array();
        int[] names = new int[count];
        byte[] info = new byte[count];
        byte[] other = new byte[count];
        char[] sections = new char[count];
        boolean[] valued = new boolean[count];
        int size = wide ? 24 : 16;
        ByteBuffer symbols =
                count == 0 ? ByteBuffer.allocate(0) : bytes(address(DT_SYMTAB), (long) count * size, "symbols");
        for (int i = 0; i < count; i++) {
            int at = i * size;
            names[i] = symbols.getInt(at);
            info[i] = symbols.get(at + (wide ? 4 : 12));
            other[i] = symbols.get(at + (wide ? 5 : 13));
            sections[i] = symbols.getChar(at + (wide ? 6 : 14));
            valued[i] = wide ? symbols.getLong(at + 8) != 0 : symbols.getInt(at + 4) != 0;
        }
        return new ElfSymbols.Table(strings, names, info, other, sections, valued);
    }

    private char[] versions(int count) throws IOException, BadElfException {
        if (dynamic.value(DT_VERSYM).isEmpty()) {
            return new char[0];
        }
        char[] versions = new char[count];
        bytes(address(DT_VERSYM), 2L * count, "symbol versions").asCharBuffer().get(versions);
        return versions;
    }

    /** elf/dl-setup_hash.c:_dl_setup_hash. Only the last chain tells how many symbols there are. */
    private int[] gnuHash() throws IOException, BadElfException {
        long at = segments.fileOffset(address(DT_GNU_HASH), "hash table");
        long bucketCount = reader.u32(at);
        long first = reader.u32(at + 4);
        long buckets = at + 16 + reader.u32(at + 8) * (header.bits() / 8);
        checkCount(bucketCount, at);
        ByteBuffer heads = content(buckets, 4 * bucketCount);
        long last = 0;
        for (int i = 0; i < bucketCount; i++) {
            last = Math.max(last, heads.getInt(4 * i) & 0xFFFF_FFFFL);
        }
        if (last < first || last == 0) {
            return new int[0];
        }
        checkCount(last, at);
        long chains = buckets + 4 * bucketCount;
        while ((reader.u32(chains + 4 * (last - first)) & 1) == 0) {
            checkCount(++last, at);
        }
        return range(first, last + 1);
    }

    /** gabi 5, "Hash Table": there are as many chains as symbols. Its words have 8 bytes on two machines. */
    private int[] oldHash() throws IOException, BadElfException {
        if (dynamic.value(DT_HASH).isEmpty()) {
            return new int[0];
        }
        boolean large = wide && (header.machine() == EM_S390 || header.machine() == EM_ALPHA);
        long at = segments.fileOffset(address(DT_HASH), "hash table");
        long count = large ? reader.word(at + 8, 64) : reader.u32(at + 4);
        checkCount(count, at);
        return range(1, count);
    }

    private static int[] range(long from, long to) {
        int[] all = new int[(int) Math.max(0, to - from)];
        for (int i = 0; i < all.length; i++) {
            all[i] = (int) from + i;
        }
        return all;
    }

    private void checkCount(long count, long at) throws BadElfException {
        if (count < 0 || count > MAX_SYMBOLS) {
            throw reader.bad(at, "more than " + MAX_SYMBOLS + " symbols");
        }
    }

    private void relocations() throws IOException, BadElfException {
        relocations(DT_RELA, DT_RELASZ, true);
        relocations(DT_REL, DT_RELSZ, false);
        relocations(DT_JMPREL, DT_PLTRELSZ, dynamic.value(DT_PLTREL).orElse(DT_RELA) == DT_RELA);
    }

    private void relocations(long table, long size, boolean addends) throws IOException, BadElfException {
        long left = dynamic.value(size).orElse(0L);
        if (dynamic.value(table).isEmpty() || left == 0) {
            return;
        }
        int entry = (wide ? 8 : 4) * (addends ? 3 : 2);
        long at = segments.fileOffset(address(table), "relocations");
        while (left >= entry) {
            int count = (int) Math.min(left, PIECE) / entry;
            ByteBuffer piece = content(at, (long) count * entry);
            for (int i = 0; i < count; i++) {
                relocation(piece, i * entry);
            }
            at += (long) count * entry;
            left -= (long) count * entry;
        }
    }

    private void relocation(ByteBuffer piece, int at) throws BadElfException {
        long symbol;
        int type;
        if (!wide) {
            int info = piece.getInt(at + 4);
            symbol = (info & 0xFFFF_FFFFL) >>> 8;
            type = info & 0xFF;
        } else if (header.machine() == EM_MIPS) {
            symbol = piece.getInt(at + 8) & 0xFFFF_FFFFL; // different fields: the MIPS 64-bit ABI's Elf64_Rel
            type = piece.get(at + 15) & 0xFF;
        } else {
            long info = piece.getLong(at + 8);
            symbol = info >>> 32;
            type = (int) info;
        }
        checkCount(symbol, 0);
        if (Relocations.looksUp(type, (int) symbol)) {
            wanted.computeIfAbsent(Relocations.use(header.machine(), type), use -> new BitSet())
                    .set((int) symbol);
        }
    }

    private long address(long tag) throws BadElfException {
        return dynamic.value(tag).orElseThrow(() -> reader.bad(0, "symbols without a table of tag " + tag));
    }

    private ByteBuffer bytes(long address, long size, String subject) throws IOException, BadElfException {
        return content(segments.fileOffset(address, subject), size);
    }

    private ByteBuffer content(long at, long size) throws IOException, BadElfException {
        bytesRead += size;
        if (size < 0 || bytesRead > MAX_BYTES) {
            throw reader.bad(at, "more than " + (MAX_BYTES >> 20) + " MiB of symbols and relocations");
        }
        if (at < 0 || at > source.size() - size) {
            throw reader.bad(at, "unexpected end of file");
        }
        ByteBuffer content = ByteBuffer.allocate((int) size).order(header.order());
        source.readFully(at, content);
        return content.clear().order(header.order());
    }

    private static String string(byte[] strings, int at) {
        int end = at;
        while (end >= 0 && end < strings.length && strings[end] != 0) {
            end++;
        }
        return at < 0 || at > end ? "" : RawText.of(Arrays.copyOfRange(strings, at, end));
    }
}
