package dev.whittle.testdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of an {@link ElfBuilder}'s parts, and their bytes: header, program headers, interpreter, notes, required
 * and defined versions, hash table, dynamic table, symbols, strings, data (gabi 4 and 5).
 */
final class ElfWriter {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int PT_NOTE = 4;
    private static final int PT_GNU_STACK = 0x6474e551;

    private static final long DT_HASH = 4;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_STRSZ = 10;
    private static final long DT_VERDEF = 0x6ffffffc;
    private static final long DT_VERDEFNUM = 0x6ffffffd;
    private static final long DT_VERNEED = 0x6ffffffe;
    private static final long DT_VERNEEDNUM = 0x6fffffff;
    private static final long BASE = 0x400000;

    /** Words of a DT_HASH without symbols: one bucket, one chain entry, both empty (gabi 5, "Hash Table"). */
    private static final int[] EMPTY_HASH = {1, 1, 0, 0};

    private final ElfBuilder elf;
    private final boolean wide;
    private final int headerSize;
    private final int programHeaderSize;
    private final List<Segment> segments = new ArrayList<>();
    private final List<long[]> table;

    private record Segment(int type, int offset, int size) {}

    ElfWriter(ElfBuilder elf) {
        this.elf = elf;
        this.wide = elf.bits == 64;
        this.headerSize = wide ? 64 : 52;
        this.programHeaderSize = wide ? 56 : 32;
        this.table = new ArrayList<>(elf.entries);
    }

    byte[] write() {
        byte[] needs = elf.versions.needTable(elf.order, elf.strings);
        byte[] definitions = elf.versions.definitionTable(elf.order, elf.strings);
        byte[] symbols = symbolTable();
        byte[] strings = elf.strings.bytes();

        int interpreterAt = headerSize + segmentCount() * programHeaderSize;
        int notesAt = aligned(interpreterAt + elf.interpreter.length);
        int needsAt = aligned(notesAt + elf.notes.size());
        int definitionsAt = aligned(needsAt + needs.length);
        int hashAt = aligned(definitionsAt + definitions.length);
        int dynamicAt = hashAt + (elf.emptyHash ? EMPTY_HASH.length * Integer.BYTES : 0);
        if (elf.emptyHash) {
            entry(DT_HASH, BASE + hashAt);
        }
        if (needs.length > 0) {
            entry(DT_VERNEED, BASE + needsAt);
            entry(DT_VERNEEDNUM, elf.versions.needCount());
        }
        if (definitions.length > 0) {
            entry(DT_VERDEF, BASE + definitionsAt);
            entry(DT_VERDEFNUM, elf.versions.definitionCount());
        }
        int more = symbols.length > 0 ? 4 : 3;
        int dynamicSize = elf.dynamic ? (table.size() + more) * 2 * elf.bits / 8 : 0;
        int symbolsAt = dynamicAt + dynamicSize;
        int stringsAt = symbolsAt + symbols.length;
        if (symbols.length > 0) {
            entry(DT_SYMTAB, BASE + symbolsAt);
        }
        entry(DT_STRTAB, BASE + stringsAt);
        entry(DT_STRSZ, strings.length);
        entry(0, 0);
        int dataAt = stringsAt + strings.length;
        int size = dataAt + elf.data.size();

        segment(elf.interpreter.length > 0, PT_INTERP, interpreterAt, elf.interpreter.length);
        segment(true, PT_LOAD, 0, size);
        segment(elf.dynamic, PT_DYNAMIC, dynamicAt, dynamicSize);
        segment(elf.notes.size() > 0, PT_NOTE, notesAt, elf.notes.size());
        segment(elf.stack >= 0, PT_GNU_STACK, 0, 0);

        ByteBuffer out = ByteBuffer.allocate(size).order(elf.order);
        header(out);
        segments.forEach(segment -> programHeader(out, segment));
        out.put(interpreterAt, elf.interpreter).put(notesAt, elf.notes.toByteArray());
        out.put(needsAt, needs).put(definitionsAt, definitions);
        for (int i = 0; elf.emptyHash && i < EMPTY_HASH.length; i++) {
            out.putInt(hashAt + i * Integer.BYTES, EMPTY_HASH[i]);
        }
        if (elf.dynamic) {
            out.position(dynamicAt);
            for (long[] entry : table) {
                word(out, entry[0]);
                word(out, entry[1]);
            }
        }
        out.put(symbolsAt, symbols).put(stringsAt, strings).put(dataAt, elf.data.toByteArray());
        return out.array();
    }

    private void entry(long tag, long value) {
        table.add(new long[] {tag, value});
    }

    private int segmentCount() {
        return 1
                + (elf.stack >= 0 ? 1 : 0)
                + (elf.dynamic ? 1 : 0)
                + (elf.interpreter.length > 0 ? 1 : 0)
                + (elf.notes.size() > 0 ? 1 : 0);
    }

    private void segment(boolean has, int type, int offset, int size) {
        if (has) {
            segments.add(new Segment(type, offset, size));
        }
    }

    private void header(ByteBuffer out) {
        out.put(new byte[] {0x7f, 'E', 'L', 'F'});
        out.put((byte) (wide ? 2 : 1));
        out.put((byte) (elf.order == ByteOrder.BIG_ENDIAN ? 2 : 1));
        out.put((byte) 1).put((byte) elf.osAbi).put((byte) elf.abiVersion).put(new byte[7]);
        out.putShort((short) elf.type).putShort((short) elf.machine).putInt(1);
        word(out, 0); // entry
        word(out, headerSize);
        word(out, 0); // no section headers
        out.putInt(elf.flags).putShort((short) headerSize).putShort((short) programHeaderSize);
        out.putShort((short) segments.size())
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0);
    }

    private void programHeader(ByteBuffer out, Segment segment) {
        out.putInt(segment.type);
        int access = segment.type == PT_GNU_STACK ? elf.stack : 4;
        if (wide) {
            out.putInt(access);
        }
        word(out, segment.offset);
        word(out, BASE + segment.offset);
        word(out, BASE + segment.offset);
        word(out, segment.size);
        word(out, segment.size);
        if (!wide) {
            out.putInt(access);
        }
        word(out, segment.type == PT_NOTE ? 4 : 8);
    }

    /** Name and section of each; all else zero. The first entry is empty (gabi 4, "Symbol Table"). */
    private byte[] symbolTable() {
        int entry = wide ? 24 : 16;
        int count = elf.symbols.isEmpty() ? 0 : elf.symbols.size() + 1;
        ByteBuffer out = ByteBuffer.allocate(count * entry).order(elf.order);
        for (int i = 0; i < elf.symbols.size(); i++) {
            int at = (i + 1) * entry;
            out.putInt(at, (int) elf.symbols.get(i)[0]);
            out.putShort(at + (wide ? 6 : 14), (short) elf.symbols.get(i)[1]);
        }
        return out.array();
    }

    private void word(ByteBuffer out, long value) {
        if (wide) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private static int aligned(int offset) {
        return (offset + 7) & ~7;
    }
}
