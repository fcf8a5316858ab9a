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
 * Makes small ELF files that a loader's rules can be tried on: any class, byte order and machine, no code, no section
 * headers. One PT_LOAD segment maps the whole file, at an address that differs from the file offset.
 *
 * <p>Strings are ISO-8859-1, so that names can hold any byte.
 */
public final class ElfBuilder {
    public static final int EM_386 = 3;
    public static final int EM_ARM = 40;
    public static final int EM_X86_64 = 62;
    public static final int EM_S390 = 22;
    public static final int EM_AARCH64 = 183;
    public static final int ET_EXEC = 2;
    public static final int ET_DYN = 3;

    public static final long DT_NEEDED = 1;
    public static final long DT_SONAME = 14;
    public static final long DT_RPATH = 15;
    public static final long DT_RUNPATH = 29;
    public static final long DT_DEPAUDIT = 0x6ffffefb;
    public static final long DT_AUDIT = 0x6ffffefc;
    public static final long DT_FLAGS_1 = 0x6ffffffb;
    public static final long DT_AUXILIARY = 0x7ffffffd;
    public static final long DT_FILTER = 0x7fffffff;
    public static final long DF_1_NODEFLIB = 0x800;
    public static final long DF_1_PIE = 0x08000000;

    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_STRSZ = 10;
    private static final long DT_VERDEF = 0x6ffffffc;
    private static final long DT_VERDEFNUM = 0x6ffffffd;
    private static final long DT_VERNEED = 0x6ffffffe;
    private static final long DT_VERNEEDNUM = 0x6fffffff;
    private static final long BASE = 0x400000;

    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int PT_NOTE = 4;
    private static final int PT_GNU_STACK = 0x6474e551;

    private final int bits;
    private final ByteOrder order;
    private final int machine;
    private int type = ET_DYN;
    private int osAbi;
    private int abiVersion;
    private int flags;
    private boolean dynamic = true;
    private int stack = -1;
    private byte[] interpreter = new byte[0];
    private final List<long[]> entries = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, List<String>> needs = new LinkedHashMap<>();
    private final List<String> weakNeeds = new ArrayList<>();
    private final List<String> definitions = new ArrayList<>();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final List<long[]> symbols = new ArrayList<>();

    private record Segment(int type, int offset, int size) {}

    private ElfBuilder(int bits, ByteOrder order, int machine) {
        this.bits = bits;
        this.order = order;
        this.machine = machine;
        strings.write(0);
    }

    /** A file for x86-64. */
    public static ElfBuilder x86_64() {
        return of(64, ByteOrder.LITTLE_ENDIAN, EM_X86_64);
    }

    public static ElfBuilder of(int bits, ByteOrder order, int machine) {
        return new ElfBuilder(bits, order, machine);
    }

    /** ET_EXEC, ET_DYN or any other number. */
    public ElfBuilder type(int value) {
        type = value;
        return this;
    }

    public ElfBuilder osAbi(int value) {
        osAbi = value;
        return this;
    }

    public ElfBuilder abiVersion(int value) {
        abiVersion = value;
        return this;
    }

    /** The e_flags field. */
    public ElfBuilder flags(int value) {
        flags = value;
        return this;
    }

    /** PT_GNU_STACK with these flags: 6 to read and write, 7 to execute too. */
    public ElfBuilder stack(int segmentFlags) {
        stack = segmentFlags;
        return this;
    }

    /** Leaves PT_DYNAMIC out. */
    public ElfBuilder withoutDynamic() {
        dynamic = false;
        return this;
    }

    public ElfBuilder interpreter(String path) {
        interpreter = (path + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    public ElfBuilder needed(String... names) {
        for (String name : names) {
            string(DT_NEEDED, name);
        }
        return this;
    }

    public ElfBuilder soname(String name) {
        return string(DT_SONAME, name);
    }

    public ElfBuilder rpath(String path) {
        return string(DT_RPATH, path);
    }

    public ElfBuilder runpath(String path) {
        return string(DT_RUNPATH, path);
    }

    /** A dynamic entry whose value is a string. */
    public ElfBuilder string(long tag, String text) {
        return value(tag, intern(text));
    }

    /** A dynamic entry with a plain value. */
    public ElfBuilder value(long tag, long value) {
        entries.add(new long[] {tag, value});
        return this;
    }

    /** DT_VERNEED: versions wanted of a file. */
    public ElfBuilder needsVersions(String file, String... versions) {
        needs.computeIfAbsent(file, f -> new ArrayList<>()).addAll(List.of(versions));
        return this;
    }

    /** As {@link #needsVersions}, with VER_FLG_WEAK. */
    public ElfBuilder needsWeakVersion(String file, String version) {
        weakNeeds.add(version);
        return needsVersions(file, version);
    }

    /** DT_VERDEF: versions that this file defines. */
    public ElfBuilder definesVersions(String... versions) {
        definitions.addAll(List.of(versions));
        return this;
    }

    /** An entry of the PT_NOTE segment. */
    public ElfBuilder note(String owner, int noteType, byte[] descriptor) {
        byte[] name = (owner + "\0").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer head = ByteBuffer.allocate(12).order(order);
        head.putInt(name.length).putInt(descriptor.length).putInt(noteType);
        notes.writeBytes(head.array());
        padded(notes, name);
        padded(notes, descriptor);
        return this;
    }

    /** Undefined symbols: what the file takes from others. */
    public ElfBuilder imports(String... names) {
        for (String name : names) {
            symbols.add(new long[] {intern(name), 0});
        }
        return this;
    }

    /** Defined symbols: what the file has for others. */
    public ElfBuilder exports(String... names) {
        for (String name : names) {
            symbols.add(new long[] {intern(name), 1});
        }
        return this;
    }

    /** Strings in the file's data, each with a NUL before and behind it. */
    public ElfBuilder data(String... texts) {
        for (String text : texts) {
            data.writeBytes(("\0" + text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        }
        return this;
    }

    public byte[] build() {
        ByteBuffer needTable = versionNeeds();
        ByteBuffer definitionTable = versionDefinitions();
        int headerSize = bits == 64 ? 64 : 52;
        int programHeaderSize = bits == 64 ? 56 : 32;
        int word = bits / 8;
        int count = 1
                + (stack >= 0 ? 1 : 0)
                + (dynamic ? 1 : 0)
                + (interpreter.length > 0 ? 1 : 0)
                + (notes.size() > 0 ? 1 : 0);

        int interpreterAt = headerSize + count * programHeaderSize;
        int notesAt = aligned(interpreterAt + interpreter.length);
        int needsAt = aligned(notesAt + notes.size());
        int definitionsAt = aligned(needsAt + needTable.capacity());
        int dynamicAt = aligned(definitionsAt + definitionTable.capacity());
        List<long[]> table = new ArrayList<>(entries);
        if (needTable.capacity() > 0) {
            table.add(new long[] {DT_VERNEED, BASE + needsAt});
            table.add(new long[] {DT_VERNEEDNUM, needs.size()});
        }
        if (definitionTable.capacity() > 0) {
            table.add(new long[] {DT_VERDEF, BASE + definitionsAt});
            table.add(new long[] {DT_VERDEFNUM, definitions.size()});
        }
        ByteBuffer symbolTable = symbolTable();
        if (symbolTable.capacity() > 0) {
            table.add(new long[] {DT_SYMTAB, 0}); // its place depends on the table's size
        }
        int dynamicSize = dynamic ? (table.size() + 3) * 2 * word : 0;
        int symbolsAt = dynamicAt + dynamicSize;
        if (symbolTable.capacity() > 0) {
            table.get(table.size() - 1)[1] = BASE + symbolsAt;
        }
        int stringsAt = symbolsAt + symbolTable.capacity();
        table.add(new long[] {DT_STRTAB, BASE + stringsAt});
        table.add(new long[] {DT_STRSZ, strings.size()});
        table.add(new long[] {0, 0});
        int dataAt = stringsAt + strings.size();
        int size = dataAt + data.size();

        ByteBuffer out = ByteBuffer.allocate(size).order(order);
        header(out, headerSize, programHeaderSize, count);
        List<Segment> segments = new ArrayList<>();
        if (interpreter.length > 0) {
            segments.add(new Segment(PT_INTERP, interpreterAt, interpreter.length));
        }
        segments.add(new Segment(PT_LOAD, 0, size));
        if (dynamic) {
            segments.add(new Segment(PT_DYNAMIC, dynamicAt, dynamicSize));
        }
        if (notes.size() > 0) {
            segments.add(new Segment(PT_NOTE, notesAt, notes.size()));
        }
        if (stack >= 0) {
            segments.add(new Segment(PT_GNU_STACK, 0, 0));
        }
        segments.forEach(segment -> programHeader(out, segment));
        out.put(interpreterAt, interpreter);
        out.put(notesAt, notes.toByteArray());
        out.put(needsAt, needTable.clear(), 0, needTable.capacity());
        out.put(definitionsAt, definitionTable.clear(), 0, definitionTable.capacity());
        if (dynamic) {
            out.position(dynamicAt);
            for (long[] entry : table) {
                word(out, entry[0]);
                word(out, entry[1]);
            }
        }
        out.put(symbolsAt, symbolTable.clear(), 0, symbolTable.capacity());
        out.put(stringsAt, strings.toByteArray());
        out.put(dataAt, data.toByteArray());
        return out.array();
    }

    private void header(ByteBuffer out, int headerSize, int programHeaderSize, int count) {
        out.put(new byte[] {0x7f, 'E', 'L', 'F'});
        out.put((byte) (bits == 64 ? 2 : 1));
        out.put((byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1));
        out.put((byte) 1).put((byte) osAbi).put((byte) abiVersion).put(new byte[7]);
        out.putShort((short) type).putShort((short) machine).putInt(1);
        word(out, 0); // entry
        word(out, headerSize);
        word(out, 0); // no section headers
        out.putInt(flags).putShort((short) headerSize).putShort((short) programHeaderSize);
        out.putShort((short) count).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }

    private void programHeader(ByteBuffer out, Segment segment) {
        out.putInt(segment.type);
        int access = segment.type == PT_GNU_STACK ? stack : 4;
        if (bits == 64) {
            out.putInt(access);
        }
        word(out, segment.offset);
        word(out, BASE + segment.offset);
        word(out, BASE + segment.offset);
        word(out, segment.size);
        word(out, segment.size);
        if (bits == 32) {
            out.putInt(access);
        }
        word(out, segment.type == PT_NOTE ? 4 : 8);
    }

    private ByteBuffer versionNeeds() {
        int size = needs.values().stream().mapToInt(v -> 16 + 16 * v.size()).sum();
        ByteBuffer out = ByteBuffer.allocate(size).order(order);
        int left = needs.size();
        for (Map.Entry<String, List<String>> need : needs.entrySet()) {
            List<String> versions = need.getValue();
            int total = 16 + 16 * versions.size();
            out.putShort((short) 1).putShort((short) versions.size());
            out.putInt((int) intern(need.getKey())).putInt(16).putInt(--left == 0 ? 0 : total);
            for (int i = 0; i < versions.size(); i++) {
                short weak = (short) (weakNeeds.contains(versions.get(i)) ? 2 : 0);
                out.putInt(0).putShort(weak).putShort((short) (i + 2));
                out.putInt((int) intern(versions.get(i))).putInt(i == versions.size() - 1 ? 0 : 16);
            }
        }
        return out;
    }

    /** Name and section of each; all else zero. The first entry is empty (gabi 4, "Symbol Table"). */
    private ByteBuffer symbolTable() {
        int entry = bits == 64 ? 24 : 16;
        ByteBuffer out = ByteBuffer.allocate(symbols.isEmpty() ? 0 : (symbols.size() + 1) * entry)
                .order(order);
        for (int i = 0; i < symbols.size(); i++) {
            int at = (i + 1) * entry;
            out.putInt(at, (int) symbols.get(i)[0]);
            out.putShort(at + (bits == 64 ? 6 : 14), (short) symbols.get(i)[1]);
        }
        return out;
    }

    private ByteBuffer versionDefinitions() {
        ByteBuffer out = ByteBuffer.allocate(definitions.size() * 28).order(order);
        for (int i = 0; i < definitions.size(); i++) {
            out.putShort((short) 1)
                    .putShort((short) 0)
                    .putShort((short) (i + 1))
                    .putShort((short) 1);
            out.putInt(0).putInt(20).putInt(i == definitions.size() - 1 ? 0 : 28);
            out.putInt((int) intern(definitions.get(i))).putInt(0);
        }
        return out;
    }

    private long intern(String text) {
        int at = strings.size();
        strings.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return at;
    }

    private void word(ByteBuffer out, long value) {
        if (bits == 64) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private static int aligned(int offset) {
        return (offset + 7) & ~7;
    }

    private static void padded(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(bytes);
        out.writeBytes(new byte[(4 - bytes.length % 4) % 4]);
    }
}
