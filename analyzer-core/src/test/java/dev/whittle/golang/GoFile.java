package dev.whittle.golang;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A Go executable of a few functions, made by hand: code, constants, build information and the table of functions. */
public final class GoFile {
    static final int X86_64 = 62;
    static final int AARCH64 = 183;
    static final long TEXT = 0x401000;
    static final long DATA = 0x410000;
    static final int TABLE = 0x3000;

    private static final int TEXT_AT = 0x1000;
    private static final int DATA_AT = 0x8000;

    /** Bytes of each function. */
    private static final int FUNCTION = 256;

    private static final int VARIABLES_AT = DATA_AT + 0x6000;
    private static final long VARIABLES = 0x420000;
    private static final int SIZE = VARIABLES_AT + 0x100;

    private final int machine;
    private final ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final List<String> names = new ArrayList<>();
    private int constants = DATA_AT;
    private int magic = 0xFFFFFFF1;
    private long stated = TEXT;

    GoFile(int machine) {
        this.machine = machine;
        byte[] info = RawText.bytes("path\texample.com/app/cmd/app\nmod\texample.com/app\t(devel)\t\n");
        bytes(RawText.bytes("\u00ff Go buildinf:\10\2" + "\0".repeat(16) + "\6go1.22"));
        constants = DATA_AT + 39;
        bytes(new byte[] {(byte) (info.length + 32)});
        bytes(RawText.bytes("0".repeat(16)));
        bytes(info);
        bytes(RawText.bytes("\n" + "0".repeat(15)));
    }

    GoFile magic(int value) {
        magic = value;
        return this;
    }

    /** What the table says about the start of the text. */
    GoFile stated(long value) {
        stated = value;
        return this;
    }

    private void bytes(byte[] content) {
        file.put(constants, content);
        constants += content.length;
    }

    private long aligned() {
        constants = (constants + 15) & -16;
        return DATA + constants - DATA_AT;
    }

    /** As Go has them: without an end. */
    long string(String text) {
        long address = DATA + constants - DATA_AT;
        bytes(RawText.bytes(text));
        return address;
    }

    /** An array of strings. */
    long strings(String... texts) {
        long[] places = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            places[i] = string(texts[i]);
        }
        long address = aligned();
        for (int i = 0; i < texts.length; i++) {
            file.putLong(constants, places[i]).putLong(constants + 8, texts[i].length());
            constants += 16;
        }
        return address;
    }

    /** A variable that holds a function: it points to a constant that has the function's address. */
    long variable(long function) {
        long constant = aligned();
        file.putLong(constants, function);
        constants += 8;
        file.putLong(VARIABLES_AT + 16, constant);
        return VARIABLES + 16;
    }

    long next() {
        return TEXT + (long) FUNCTION * names.size();
    }

    Code code() {
        return new Code(next());
    }

    long function(String name, Code code) {
        long address = next();
        file.put(TEXT_AT + FUNCTION * names.size(), code.out.toByteArray());
        names.add(name);
        return address;
    }

    byte[] build() {
        file.put(0, RawText.bytes("\177ELF\2\1\1"));
        file.putShort(16, (short) 2).putShort(18, (short) machine).putInt(20, 1);
        file.putLong(24, TEXT).putLong(32, 64).putShort(52, (short) 64);
        file.putShort(54, (short) 56).putShort(56, (short) 3).putShort(58, (short) 64);
        segment(64, 5, TEXT_AT, TEXT, DATA_AT - TEXT_AT);
        segment(120, 4, DATA_AT, DATA, VARIABLES_AT - DATA_AT);
        segment(176, 6, VARIABLES_AT, VARIABLES, SIZE - VARIABLES_AT);
        int table = DATA_AT + TABLE;
        int nameTable = 72;
        int functions = 1024;
        file.putInt(table, magic).putInt(table + 4, 0x08010000).putLong(table + 8, names.size());
        file.putLong(table + 24, stated).putLong(table + 32, nameTable).putLong(table + 40, functions);
        file.putLong(table + 64, functions);
        int name = 0;
        int details = 8 * names.size() + 4;
        for (int i = 0; i < names.size(); i++) {
            int at = table + functions + 8 * i;
            file.putInt(at, FUNCTION * i).putInt(at + 4, details + 8 * i);
            file.putInt(table + functions + details + 8 * i + 4, name);
            file.put(table + nameTable + name, RawText.bytes(names.get(i) + '\0'));
            name += names.get(i).length() + 1;
        }
        file.putInt(table + functions + 8 * names.size(), FUNCTION * names.size());
        return file.array().clone();
    }

    private void segment(int at, int flags, int offset, long address, int size) {
        file.putInt(at, 1).putInt(at + 4, flags).putLong(at + 8, offset).putLong(at + 16, address);
        file.putLong(at + 24, address)
                .putLong(at + 32, size)
                .putLong(at + 40, size)
                .putLong(at + 48, 4096);
    }

    /** Instructions at an address. */
    static final class Code {
        private final long start;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Code(long start) {
            this.start = start;
        }

        Code bytes(int... values) {
            for (int value : values) {
                out.write(value);
            }
            return this;
        }

        Code word(long value) {
            return bytes((int) value, (int) (value >> 8), (int) (value >> 16), (int) (value >> 24));
        }

        private long end() {
            return start + out.size();
        }

        /** x86: {@code lea reg, [rip+x]}. */
        Code lea(int register, long address) {
            return bytes(register > 7 ? 0x4C : 0x48, 0x8D, ((register & 7) << 3) | 5)
                    .word(address - (end() + 4));
        }

        /** x86: {@code mov reg, imm32}. */
        Code mov(int register, int number) {
            return bytes(0xB8 | register).word(number);
        }

        Code call(long target) {
            return bytes(0xE8).word(target - (end() + 4));
        }

        Code ret() {
            return bytes(0xC3);
        }

        /** Arm: ADRP and ADD. */
        Code address(int register, long address) {
            long pages = (address >> 12) - (end() >> 12);
            word(0x90000000L | ((pages & 3) << 29) | (((pages >> 2) & 0x7FFFF) << 5) | register);
            return word(0x91000000L | ((address & 0xFFF) << 10) | ((long) register << 5) | register);
        }

        Code movz(int register, int number) {
            return word(0xD2800000L | ((long) number << 5) | register);
        }

        Code bl(long target) {
            return word(0x94000000L | (((target - end()) >> 2) & 0x3FFFFFF));
        }

        Code returns() {
            return word(0xD65F03C0L);
        }
    }

    /** Starts gzip and, through a function of its own, a shell. */
    public static byte[] amd64() {
        GoFile file = new GoFile(X86_64);
        long command = file.function("os/exec.Command", file.code().ret());
        long run = file.function("main.run", file.code().call(command).ret());
        long gzip = file.string("gzip");
        long sh = file.string("sh");
        Code main = file.code()
                .lea(0, gzip)
                .mov(3, 4)
                .lea(1, file.strings("-c"))
                .mov(7, 1)
                .mov(6, 1)
                .call(command);
        main.lea(0, sh)
                .mov(3, 2)
                .lea(1, file.strings("-c", "sort | uniq -c"))
                .mov(7, 2)
                .mov(6, 2)
                .call(run)
                .ret();
        file.function("main.main", main);
        return file.build();
    }

    /** The same for Arm. */
    public static byte[] arm64() {
        GoFile file = new GoFile(AARCH64);
        long command = file.function("os/exec.Command", file.code().returns());
        long run = file.function("main.run", file.code().bl(command).returns());
        long gzip = file.string("gzip");
        long sh = file.string("sh");
        Code main = file.code()
                .address(0, gzip)
                .movz(1, 4)
                .address(2, file.strings("-c"))
                .movz(3, 1)
                .bl(command);
        main.address(0, sh)
                .movz(1, 2)
                .address(2, file.strings("-c", "sort | uniq -c"))
                .movz(3, 2)
                .bl(run)
                .returns();
        file.function("main.main", main);
        return file.build();
    }
}
