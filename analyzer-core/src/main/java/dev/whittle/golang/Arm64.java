package dev.whittle.golang;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit code for Arm, as Go's compiler writes it: the effect of the instructions that make addresses, numbers, strings
 * and slices (Arm Architecture Reference Manual for A-profile, C4.1). Any other one may change the register that it
 * could write.
 */
final class Arm64 implements InstructionSet {
    private static final int SP = 31;

    /** src/cmd/compile/abi-internal.md: R0 to R15. */
    private static final int PARAMETERS = 16;

    /** src/runtime/duff_arm64.s: 64 blocks of two instructions, which copy 16 bytes each, from R20 to R21. */
    private static final int DUFF_BLOCK = 8;

    private static final int DUFF_BLOCKS = 64;
    private static final int DUFF_FROM = 20;
    private static final int DUFF_TO = 21;

    /** The write barrier returns its buffer there. */
    private static final int R25 = 25;

    /** src/cmd/compile/abi-internal.md. */
    private static final int CLOSURE = 26;

    private int word;
    private long address;

    @Override
    public boolean decode(ByteBuffer code, long at, Step step) {
        if (code.remaining() < 4) {
            return false;
        }
        word = code.getInt(code.position());
        address = at;
        step.length = 4;
        step.flow = flow();
        step.target = at + 4L * offset();
        return true;
    }

    private Flow flow() {
        int top = word >>> 26;
        if (top == 0b100101) {
            return Flow.CALL;
        }
        if (top == 0b000101) {
            return Flow.JUMP;
        }
        if (word >>> 24 == 0x54 || (word & 0x7E000000) == 0x34000000 || (word & 0x7E000000) == 0x36000000) {
            return Flow.BRANCH;
        }
        if ((word & 0xFFFFFC1F) == 0xD63F0000) {
            return Flow.CALL_ANY;
        }
        boolean isBranch = (word & 0xFE000000) == 0xD6000000;
        return isBranch || word == 0 ? Flow.END : Flow.NEXT;
    }

    /** In instructions: 26, 14 or 19 bits. */
    private int offset() {
        int top = word >>> 26;
        if (top == 0b100101 || top == 0b000101) {
            return word << 6 >> 6;
        }
        return (word & 0x7E000000) == 0x36000000 ? word << 13 >> 18 : word << 8 >> 13;
    }

    @Override
    public @Nullable State apply(State state) {
        if ((word & 0x1C000000) == 0x10000000) {
            immediate(state);
        } else if ((word & 0x0A000000) == 0x08000000) {
            memory(state);
        } else if ((word & 0x0E000000) == 0x0A000000) {
            return register(state);
        } else if ((word & 0x0E000000) == 0x0E000000) {
            general(state, word & 31, Value.Unknown.VALUE); // FMOV and UMOV write general registers
            state.vector(word & 31, Value.Unknown.VALUE, Value.Unknown.VALUE);
        }
        return null;
    }

    private int d() {
        return word & 31;
    }

    private int n() {
        return (word >>> 5) & 31;
    }

    private int m() {
        return (word >>> 16) & 31;
    }

    /** In most instructions register 31 is zero, not the stack pointer. */
    private static void general(State state, int register, Value value) {
        if (register != SP) {
            state.set(register, value);
        }
    }

    private static Value general(State state, int register) {
        return register == SP ? new Value.Constant(0) : state.get(register);
    }

    /** Data processing with an immediate operand. */
    private void immediate(State state) {
        boolean wide = word < 0;
        if ((word & 0x1F000000) == 0x10000000) {
            long offset = ((long) (word << 8 >> 13) << 2) | ((word >>> 29) & 3);
            Value value = new Value.Constant(wide ? (address & -4096L) + (offset << 12) : address + offset);
            general(state, d(), value);
            return;
        }
        if ((word & 0x1F800000) == 0x11000000) {
            long number = (word >>> 10) & 0xFFFL;
            number = (word & 0x00400000) != 0 ? number << 12 : number;
            boolean flags = (word & 0x20000000) != 0;
            if (flags) {
                state.flagsChanged();
            }
            boolean minus = (word & 0x40000000) != 0;
            Value sum = wide ? state.get(n()).plus(minus ? -number : number) : Value.Unknown.VALUE;
            if (flags) {
                general(state, d(), sum);
            } else {
                state.set(d(), sum);
            }
            return;
        }
        if ((word & 0x1F800000) == 0x12800000) {
            move(state, wide);
            return;
        }
        if ((word & 0x1F800000) == 0x12000000) {
            boolean or = (word & 0x60000000) == 0x20000000;
            if ((word & 0x60000000) == 0x60000000) {
                state.flagsChanged();
                general(state, d(), Value.Unknown.VALUE);
            } else {
                state.set(d(), or && n() == SP ? new Value.Constant(bitmask(wide)) : Value.Unknown.VALUE);
            }
            return;
        }
        general(state, d(), Value.Unknown.VALUE);
    }

    /** MOVN, MOVZ, MOVK. */
    private void move(State state, boolean wide) {
        int shift = 16 * ((word >>> 21) & 3);
        long number = (long) ((word >>> 5) & 0xFFFF) << shift;
        int operation = (word >>> 29) & 3;
        Value value = Value.Unknown.VALUE;
        if (operation == 0) {
            value = new Value.Constant(wide ? ~number : ~number & 0xFFFF_FFFFL);
        } else if (operation == 2) {
            value = new Value.Constant(number);
        } else if (operation == 3 && general(state, d()) instanceof Value.Constant before) {
            value = new Value.Constant((before.value() & ~(0xFFFFL << shift)) | number);
        }
        general(state, d(), value);
    }

    /** DecodeBitMasks: a run of ones, rotated, and repeated in elements of 2 to 64 bits. */
    private long bitmask(boolean wide) {
        int n = (word >>> 22) & 1;
        int ones = (word >>> 10) & 63;
        int rotation = (word >>> 16) & 63;
        int size = 1 << (31 - Integer.numberOfLeadingZeros((n << 6) | (~ones & 63)));
        int count = (ones & (size - 1)) + 1;
        long run = count >= 64 ? -1 : (1L << count) - 1;
        int turn = rotation & (size - 1);
        long mask = size == 64 ? -1 : (1L << size) - 1;
        long element = turn == 0 ? run : ((run >>> turn) | (run << (size - turn))) & mask;
        long all = element;
        for (int i = size; i < 64; i += size) {
            all |= element << i;
        }
        return wide ? all : all & 0xFFFF_FFFFL;
    }

    /** Data processing with registers. */
    private @Nullable State register(State state) {
        boolean wide = word < 0;
        if ((word & 0x7FE0FFE0) == 0x2A0003E0) {
            Value moved = general(state, m());
            general(state, d(), wide || moved instanceof Value.Constant ? moved : Value.Unknown.VALUE);
            return null;
        }
        if ((word & 0xFFE00C00) == 0x9A800000 && d() != SP) {
            int condition = (word >>> 12) & 15;
            return state.choose(condition, d(), general(state, n()), general(state, m()));
        }
        boolean keepsFlags = (word & 0x1FE00000) == 0x1A800000 || (word & 0x20000000) == 0;
        if (!keepsFlags) {
            state.flagsChanged();
        }
        general(state, d(), Value.Unknown.VALUE);
        return null;
    }

    /** Loads and stores. */
    private void memory(State state) {
        boolean vector = (word & 0x04000000) != 0;
        int kind = word & 0x3B000000;
        if ((word & 0x3A000000) == 0x28000000) {
            pair(state, vector);
        } else if (kind == 0x39000000 || (kind == 0x38000000 && (word & 0x00200000) == 0)) {
            single(state, vector, kind == 0x39000000);
        } else if (kind == 0x18000000 || kind == 0x38000000) {
            if (!vector && (kind == 0x18000000 || (word & 0x00C00000) != 0)) {
                general(state, d(), Value.Unknown.VALUE);
            } else if (vector) {
                state.vector(d(), Value.Unknown.VALUE, Value.Unknown.VALUE);
            }
        } else {
            general(state, d(), Value.Unknown.VALUE);
            general(state, m(), Value.Unknown.VALUE);
        }
    }

    private void single(State state, boolean vector, boolean scaled) {
        int size = word >>> 30;
        int op = (word >>> 22) & 3;
        boolean quad = vector && size == 0 && op >= 2;
        boolean whole = quad || (!vector && size == 3 && op < 2);
        int shift = quad ? 4 : size;
        int way = scaled ? 0 : (word >>> 10) & 3;
        long offset = scaled ? (long) ((word >>> 10) & 0xFFF) << shift : word << 11 >> 23;
        Value base = state.get(n());
        Value place = way == 1 ? base : base.plus(offset);
        boolean loads = vector ? (op & 1) != 0 : op != 0;
        if (way == 1 || way == 3) {
            state.set(n(), base.plus(offset));
        }
        move(state, vector, loads, whole, d(), place);
    }

    private void pair(State state, boolean vector) {
        int size = word >>> 30;
        boolean loads = (word & 0x00400000) != 0;
        boolean whole = size == 2;
        int bytes = vector ? 4 << size : size == 2 ? 8 : 4;
        long offset = (long) (word << 10 >> 25) * bytes;
        int way = (word >>> 23) & 3;
        Value base = state.get(n());
        Value place = way == 1 ? base : base.plus(offset);
        if (way == 1 || way == 3) {
            state.set(n(), base.plus(offset));
        }
        move(state, vector, loads, whole, d(), place);
        move(state, vector, loads, whole, (word >>> 10) & 31, place.plus(bytes));
    }

    /** @param whole whether it is eight bytes, or sixteen of a vector */
    private static void move(State state, boolean vector, boolean loads, boolean whole, int register, Value place) {
        if (vector && loads) {
            state.vector(
                    register,
                    whole ? state.load(place) : Value.Unknown.VALUE,
                    whole ? state.load(place.plus(8)) : Value.Unknown.VALUE);
        } else if (vector) {
            state.store(place, whole ? state.vector(register, 0) : Value.Unknown.VALUE);
            if (whole) {
                state.store(place.plus(8), state.vector(register, 1));
            }
        } else if (loads) {
            general(state, register, whole ? state.load(place) : Value.Unknown.VALUE);
        } else {
            state.store(place, whole ? general(state, register) : Value.Unknown.VALUE);
        }
    }

    /** BL, and ADRP with the ADD or LDR after it. */
    @Override
    public void references(byte[] code, long start, long[] variables, References found) {
        int before = 0;
        for (int i = 0; i + 4 <= code.length; i += 4) {
            int each = (code[i] & 0xFF) | (code[i + 1] & 0xFF) << 8 | (code[i + 2] & 0xFF) << 16 | code[i + 3] << 24;
            if (each >>> 26 == 0b100101) {
                found.at(start + i, start + i + 4L * (each << 6 >> 6));
            } else if ((before & 0x9F000000) == 0x90000000) {
                long offset = ((long) (before << 8 >> 13) << 2) | ((before >>> 29) & 3);
                long page = ((start + i - 4) & -4096L) + (offset << 12);
                long low = (each >>> 10) & 0xFFFL;
                boolean adds = (each & 0xFFC00000) == 0x91000000;
                boolean loads = (each & 0xFFC00000) == 0xF9400000;
                long target = page + (loads ? 8 * low : low);
                if ((adds || loads) && Arrays.binarySearch(variables, target) >= 0) {
                    found.at(start + i, target);
                }
            }
            before = each;
        }
    }

    @Override
    public int closure() {
        return CLOSURE;
    }

    @Override
    public State entry() {
        State state = new State();
        for (int i = 0; i < PARAMETERS; i++) {
            state.set(i, new Value.Parameter(i));
        }
        state.set(SP, new Value.Place(0, 0));
        return state;
    }

    @Override
    public int stackPointer() {
        return SP;
    }

    @Override
    public int parameter(int index) {
        return index < PARAMETERS ? index : -1;
    }

    @Override
    public int barrierRegister() {
        return R25;
    }

    @Override
    public void duffCopy(State state, long offset) {
        long blocks = DUFF_BLOCKS - offset / DUFF_BLOCK;
        if (offset >= 0 && blocks > 0) {
            state.copy(state.get(DUFF_TO), state.get(DUFF_FROM), (int) blocks * 2);
        }
        state.set(DUFF_FROM, Value.Unknown.VALUE);
        state.set(DUFF_TO, Value.Unknown.VALUE);
    }
}
