package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds small files for x86-64 with one symbol that is used or defined: its table, DT_HASH, versions, and a
 * relocation. {@link ElfBuilder} supports names of symbols only.
 */
public final class SymbolBuilder {
    private static final long BASE = 0x400000;
    private static final int R_X86_64_JUMP_SLOT = 7;
    private static final int GLOBAL = 1;
    private static final int WEAK = 2;

    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final List<long[]> entries = new ArrayList<>();
    private String interpreter = "";
    private int name;
    private boolean defined;
    private int binding = GLOBAL;
    private int visibility;
    private int versionFile;
    private int version;

    private SymbolBuilder() {
        strings.write(0);
    }

    public static SymbolBuilder file() {
        return new SymbolBuilder();
    }

    public SymbolBuilder interpreter(String path) {
        interpreter = path + "\0";
        return this;
    }

    public SymbolBuilder needed(String file) {
        entries.add(new long[] {1, intern(file)});
        return this;
    }

    public SymbolBuilder soname(String file) {
        entries.add(new long[] {14, intern(file)});
        return this;
    }

    /** A relocation needs this symbol. */
    public SymbolBuilder uses(String symbol) {
        name = intern(symbol);
        return this;
    }

    /** The file defines this symbol. */
    public SymbolBuilder has(String symbol) {
        defined = true;
        return uses(symbol);
    }

    public SymbolBuilder weak() {
        binding = WEAK;
        return this;
    }

    public SymbolBuilder local() {
        binding = 0;
        return this;
    }

    /** 2 is hidden. */
    public SymbolBuilder visibility(int value) {
        visibility = value;
        return this;
    }

    /** The symbol is required in this version of a file. */
    public SymbolBuilder wants(String file, String wanted) {
        versionFile = intern(file);
        version = intern(wanted);
        return this;
    }

    /** The symbol is defined in this version. */
    public SymbolBuilder defines(String versionName) {
        version = intern(versionName);
        return this;
    }

    public byte[] build() {
        int at = 64 + 3 * 56;
        int symbols = aligned(at + interpreter.length());
        int hash = symbols + 48;
        int versions = hash + 20;
        int table = aligned(versions + 4);
        int relocation = table + 32;
        int dynamic = relocation + 24;
        boolean versioned = version != 0;
        List<long[]> all = new ArrayList<>(entries);
        all.add(new long[] {6, BASE + symbols});
        all.add(new long[] {4, BASE + hash});
        if (versioned) {
            all.add(new long[] {0x6ffffff0L, BASE + versions});
            all.add(new long[] {defined ? 0x6ffffffcL : 0x6ffffffeL, BASE + table});
        }
        if (!defined) {
            all.add(new long[] {23, BASE + relocation});
            all.add(new long[] {2, 24});
            all.add(new long[] {20, 7});
        }
        int text = dynamic + (all.size() + 3) * 16;
        all.add(new long[] {5, BASE + text});
        all.add(new long[] {10, strings.size()});
        all.add(new long[] {0, 0});
        int size = text + strings.size();
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        out.putShort((short) 3)
                .putShort((short) 62)
                .putInt(1)
                .putLong(0)
                .putLong(64)
                .putLong(0)
                .putInt(0);
        out.putShort((short) 64).putShort((short) 56).putShort((short) (interpreter.isEmpty() ? 2 : 3));
        out.position(64);
        segment(out, 1, 0, size);
        segment(out, 2, dynamic, all.size() * 16);
        if (!interpreter.isEmpty()) {
            segment(out, 3, at, interpreter.length());
        }
        out.put(at, interpreter.getBytes(StandardCharsets.ISO_8859_1));
        out.putInt(symbols + 24, name)
                .put(symbols + 28, (byte) (binding << 4 | 2))
                .put(symbols + 29, (byte) visibility);
        out.putShort(symbols + 30, (short) (defined ? 1 : 0)).putLong(symbols + 32, defined ? 0x1000 : 0);
        // One bucket, two chains: the symbol is the first and only one.
        out.putInt(hash, 1).putInt(hash + 4, 2).putInt(hash + 8, 1);
        out.putShort(versions + 2, (short) 2);
        if (defined) {
            out.putShort(table, (short) 1).putShort(table + 4, (short) 2).putShort(table + 6, (short) 1);
            out.putInt(table + 12, 20).putInt(table + 20, version);
        } else {
            out.putShort(table, (short) 1).putShort(table + 2, (short) 1).putInt(table + 4, versionFile);
            out.putInt(table + 8, 16).putShort(table + 22, (short) 2).putInt(table + 24, version);
        }
        out.putLong(relocation, BASE).putLong(relocation + 8, 1L << 32 | R_X86_64_JUMP_SLOT);
        out.position(dynamic);
        all.forEach(entry -> out.putLong(entry[0]).putLong(entry[1]));
        out.put(text, strings.toByteArray());
        return out.array();
    }

    private static void segment(ByteBuffer out, int type, int offset, int size) {
        out.putInt(type).putInt(4).putLong(offset).putLong(BASE + offset).putLong(BASE + offset);
        out.putLong(size).putLong(size).putLong(8);
    }

    private int intern(String text) {
        int at = strings.size();
        strings.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return at;
    }

    private static int aligned(int offset) {
        return (offset + 7) & ~7;
    }
}
