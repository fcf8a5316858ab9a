package dev.whittle.elf;

import dev.whittle.bytes.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds files with symbols, their versions, hash tables of both kinds and relocations, for any machine. */
final class SymbolFile {
    private static final int BASE = 0x400000;
    private static final int SIZE = 1 << 19;

    /** A symbol as in the table; defaults are those of a function that others may call. */
    record Symbol(String name, int binding, int type, int visibility, int section, long value, int version) {
        static Symbol has(String name) {
            return new Symbol(name, 1, 2, 0, 1, 0x1000, 1);
        }

        static Symbol wants(String name) {
            return new Symbol(name, 1, 0, 0, 0, 0, 0);
        }

        Symbol binding(int value) {
            return new Symbol(name, value, type, visibility, section, this.value, version);
        }

        Symbol type(int value) {
            return new Symbol(name, binding, value, visibility, section, this.value, version);
        }

        Symbol visibility(int value) {
            return new Symbol(name, binding, type, value, section, this.value, version);
        }

        Symbol at(int itsSection, long itsValue) {
            return new Symbol(name, binding, type, visibility, itsSection, itsValue, version);
        }

        Symbol version(int index) {
            return new Symbol(name, binding, type, visibility, section, value, index);
        }
    }

    private final int bits;
    private final ByteOrder order;
    private final int machine;
    private final List<Symbol> symbols = new ArrayList<>();
    private final List<long[]> dynamic = new ArrayList<>();
    private final List<Runnable> tables = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final ByteBuffer out;

    private SymbolFile(int bits, ByteOrder order, int machine) {
        this.bits = bits;
        this.order = order;
        this.machine = machine;
        this.out = ByteBuffer.allocate(SIZE).order(order);
        strings.write(0);
    }

    static SymbolFile of(int bits, ByteOrder order, int machine) {
        return new SymbolFile(bits, order, machine);
    }

    static SymbolFile x86_64() {
        return of(64, ByteOrder.LITTLE_ENDIAN, 62);
    }

    SymbolFile add(Symbol... more) {
        symbols.addAll(Arrays.asList(more));
        return this;
    }

    /** DT_HASH, with words of {@code word} bytes: one bucket for all. */
    SymbolFile oldHash(int word) {
        return table(4, () -> {
            number(word, 1);
            number(word, symbols.size() + 1);
        });
    }

    /** DT_HASH with a given number of symbols, whatever the real one is. */
    SymbolFile hashThatClaims(int count) {
        return table(4, () -> out.putInt(1).putInt(count));
    }

    /** DT_GNU_HASH with a given number of buckets, and this number in the first. */
    SymbolFile gnuHashThatClaims(int buckets, int head) {
        return table(
                0x6ffffef5L,
                () -> out.putInt(buckets).putInt(1).putInt(0).putInt(0).putInt(head));
    }

    /** DT_GNU_HASH of the symbols from {@code first} on, in two buckets, the first with only one of them. */
    SymbolFile gnuHash(int first) {
        return table(0x6ffffef5L, () -> {
            int last = symbols.size();
            boolean empty = first > last;
            out.putInt(2).putInt(first).putInt(2).putInt(5);
            number(bits / 8, -1);
            number(bits / 8, -1);
            out.putInt(empty ? 0 : Math.min(first + 1, last)).putInt(empty ? 0 : first);
            for (int i = first; i <= last; i++) {
                out.putInt(i == first || i == last ? 0x7770001 : 0x7770000);
            }
        });
    }

    /** DT_VERSYM. */
    SymbolFile versions() {
        return table(0x6ffffff0L, () -> {
            out.putShort((short) 0);
            symbols.forEach(symbol -> out.putShort((short) symbol.version));
        });
    }

    /** DT_VERNEED of one file: its name, then the versions' names, the first with {@code index}, the others with the next. */
    SymbolFile wantsVersions(int index, String... names) {
        return table(0x6ffffffeL, () -> {
            out.putShort((short) 1).putShort((short) (names.length - 1)).putInt(intern(names[0]));
            out.putInt(16).putInt(0);
            for (int i = 1; i < names.length; i++) {
                out.putInt(0)
                        .putShort((short) 0)
                        .putShort((short) (index + i - 1))
                        .putInt(intern(names[i]));
                out.putInt(i == names.length - 1 ? 0 : 16);
            }
        });
    }

    /** DT_VERDEF: the base, which is 1, then the versions from 2 on. */
    SymbolFile hasVersions(String... names) {
        return table(0x6ffffffcL, () -> {
            for (int i = 0; i < names.length; i++) {
                out.putShort((short) 1).putShort((short) (i == 0 ? 1 : 0)).putShort((short) (i + 1));
                out.putShort((short) 1).putInt(0).putInt(20).putInt(i == names.length - 1 ? 0 : 28);
                out.putInt(intern(names[i])).putInt(0);
            }
        });
    }

    /** A table of relocations, types and symbols alternating; {@code tag} with the tag of its size. */
    SymbolFile relocations(long tag, long sizeTag, boolean addends, int... typesAndSymbols) {
        int word = bits / 8;
        dynamic.add(new long[] {sizeTag, (long) typesAndSymbols.length / 2 * word * (addends ? 3 : 2)});
        return table(tag, () -> {
            for (int i = 0; i < typesAndSymbols.length; i += 2) {
                number(word, BASE);
                int type = typesAndSymbols[i];
                int symbol = typesAndSymbols[i + 1];
                if (bits == 32) {
                    out.putInt(symbol << 8 | type);
                } else if (machine == 8) {
                    out.putInt(symbol).put(new byte[3]).put((byte) type);
                } else {
                    out.putLong((long) symbol << 32 | type);
                }
                if (addends) {
                    number(word, -1);
                }
            }
        });
    }

    SymbolFile value(long tag, long value) {
        dynamic.add(new long[] {tag, value});
        return this;
    }

    ElfSymbols read() throws IOException, BadElfException {
        return ElfReader.symbols("file", ByteSource.of(build()));
    }

    /** Once only: the tables are written into one buffer. */
    byte[] build() {
        if (out.position() > 0) {
            throw new IllegalStateException("built already");
        }
        int header = bits == 64 ? 64 : 52;
        int entry = bits == 64 ? 56 : 32;
        out.position(header + 2 * entry);
        table(6, () -> {
            out.put(new byte[bits == 64 ? 24 : 16]);
            symbols.forEach(this::symbol);
        });
        for (Runnable table : tables) {
            out.position((out.position() + 7) & ~7);
            table.run();
        }
        int stringsAt = out.position();
        out.put(strings.toByteArray());
        dynamic.add(0, new long[] {10, strings.size()}); // the last of a tag counts: a test may override it
        value(5, BASE + stringsAt).value(0, 0);
        out.position((out.position() + 7) & ~7);
        int dynamicAt = out.position();
        dynamic.forEach(each -> {
            number(bits / 8, each[0]);
            number(bits / 8, each[1]);
        });
        int size = out.position();
        header(header, entry);
        segment(header, 1, 0, size);
        segment(header + entry, 2, dynamicAt, size - dynamicAt);
        return Arrays.copyOf(out.array(), size);
    }

    private SymbolFile table(long tag, Runnable content) {
        tables.add(() -> {
            dynamic.add(new long[] {tag, BASE + out.position()});
            content.run();
        });
        return this;
    }

    private void symbol(Symbol symbol) {
        out.putInt(intern(symbol.name));
        byte info = (byte) (symbol.binding << 4 | symbol.type);
        if (bits == 64) {
            out.put(info).put((byte) symbol.visibility).putShort((short) symbol.section);
            out.putLong(symbol.value).putLong(8);
        } else {
            out.putInt((int) symbol.value).putInt(8).put(info).put((byte) symbol.visibility);
            out.putShort((short) symbol.section);
        }
    }

    private void header(int header, int entry) {
        out.position(0);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (bits / 32), (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1), 1
        });
        out.position(16);
        out.putShort((short) 3).putShort((short) machine).putInt(1);
        number(bits / 8, 0);
        number(bits / 8, header);
        number(bits / 8, 0);
        out.putInt(0).putShort((short) header).putShort((short) entry).putShort((short) 2);
    }

    private void segment(int at, int type, int offset, int size) {
        out.position(at);
        out.putInt(type);
        if (bits == 64) {
            out.putInt(4);
        }
        for (int field : new int[] {offset, BASE + offset, BASE + offset, size, size}) {
            number(bits / 8, field);
        }
        if (bits == 32) {
            out.putInt(4);
        }
        number(bits / 8, 8);
    }

    private void number(int bytes, long value) {
        if (bytes == 8) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private int intern(String text) {
        int at = strings.size();
        strings.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return at;
    }
}
