package dev.whittle.golang;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit code for x86, as Go's compiler writes it: the lengths of all instructions (Intel SDM volume 2, appendix A),
 * and the effect of the few that make addresses, numbers, strings and slices.
 */
final class Amd64 implements InstructionSet {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int RSP = 4;
    private static final int RSI = 6;
    private static final int RDI = 7;

    /** src/cmd/compile/abi-internal.md: RAX, RBX, RCX, RDI, RSI, R8, R9, R10, R11. */
    private static final int[] PARAMETERS = {0, 3, 1, 7, 6, 8, 9, 10, 11};

    private static final int R11 = 11;

    /** The least alignment of functions. */
    private static final int ALIGN = 16;

    /** Zero in Go's calling convention. */
    private static final int X15 = 15;

    /** src/runtime/duff_amd64.s: 64 blocks of 14 bytes, which copy 16 bytes each. */
    private static final int DUFF_BLOCK = 14;

    private static final int DUFF_BLOCKS = 64;
    private static final int MAX_REPEATED = 128;

    /** Opcodes with a ModRM byte, and sizes of immediate operands: of 16 each, in hexadecimal. */
    private static final String ONE = "mmmmbd--mmmmbd--mmmmbd--mmmmbd--mmmmbd--mmmmbd--mmmmbd--mmmmbd--"
            + "----------------................---m----dMbB....bbbbbbbbbbbbbbbb"
            + "BDBBmmmmmmmmmmmm..........-.....qqqq....bd......bbbbbbbbdddddddd"
            + "BBw.--BDe.w..b-.mmmm---.mmmmmmmmbbbbbbbbdd-b....----..TU......mm";

    private static final String TWO = "mmmm-..-..-.-m.-mmmmmmmmmmmmmmmm-----m--mmmmmmmm....---.--------"
            + "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmBBBBmmm.--..mmmm"
            + "ddddddddddddddddmmmmmmmmmmmmmmmm...mBm--...mBmmmmm-mmmmmmmBmmmmm"
            + "mmBmBBBm........mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm";

    /** 1 for opcodes of one byte, 2 for those after 0F, 3 and 4 for those after 0F 38 and 0F 3A; 5 for VEX. */
    private int map;

    private int op;
    private boolean wide;
    private boolean half;
    private int prefix;

    /** An operand in memory or a register: the ModRM byte. */
    private boolean hasModRm;

    private int mod;
    private int reg;
    private int rm;

    private int base;
    private int index;
    private long displacement;
    private long immediate;
    private int vexRegister;

    @Override
    public boolean decode(ByteBuffer code, long address, Step step) {
        int start = code.position();
        try {
            int end = instruction(code, start);
            step.length = end - start;
            if (end < 0 || end > code.limit()) {
                return false;
            }
        } catch (IndexOutOfBoundsException e) {
            return false; // cut off at the end of the function
        }
        if (hasModRm && mod != 3 && base == -2) {
            displacement += address + step.length;
        }
        step.target = address + step.length + immediate;
        step.flow = flow();
        return true;
    }

    private Flow flow() {
        if (map == 2) {
            return op >= 0x80 && op <= 0x8F ? Flow.BRANCH : op == 0x0B ? Flow.END : Flow.NEXT;
        }
        if (map != 1) {
            return Flow.NEXT;
        }
        if ((op >= 0x70 && op <= 0x7F) || (op >= 0xE0 && op <= 0xE3)) {
            return Flow.BRANCH;
        }
        return switch (op) {
            case 0xE8 -> Flow.CALL;
            case 0xE9, 0xEB -> Flow.JUMP;
            case 0xC2, 0xC3, 0xCC, 0xF4 -> Flow.END;
            case 0xFF -> (reg & 7) == 2 ? Flow.CALL_ANY : (reg & 7) == 4 ? Flow.END : Flow.NEXT;
            default -> Flow.NEXT;
        };
    }

    /** @return where it ends, or -1 */
    private int instruction(ByteBuffer code, int start) {
        int at = start;
        int rex = 0;
        half = false;
        prefix = 0;
        while (true) {
            int each = code.get(at) & 0xFF;
            if (each == 0x66) {
                half = true;
            } else if (each == 0xF2 || each == 0xF3) {
                prefix = each;
            } else if (each != 0xF0 && each != 0x2E && each != 0x64 && each != 0x65) {
                break;
            }
            if (++at - start > 14) {
                return -1;
            }
        }
        int first = code.get(at++) & 0xFF;
        if ((first & 0xF0) == 0x40) {
            rex = first;
            first = code.get(at++) & 0xFF;
        }
        wide = (rex & 8) != 0;
        vexRegister = -1;
        char kind;
        if (first == 0xC4 || first == 0xC5) {
            int second = code.get(at++) & 0xFF;
            rex = (second & 0x80) == 0 ? 4 : 0;
            int opcodes = 1;
            int last = second;
            if (first == 0xC4) {
                rex |= (~second >> 5) & 3;
                opcodes = second & 31;
                last = code.get(at++) & 0xFF;
            }
            vexRegister = (~last >> 3) & 15;
            op = code.get(at++) & 0xFF;
            map = 5;
            kind = opcodes == 1 ? TWO.charAt(op) : opcodes == 2 ? 'm' : opcodes == 3 ? 'B' : '-';
        } else if (first != 0x0F) {
            map = 1;
            op = first;
            kind = ONE.charAt(op);
        } else {
            op = code.get(at++) & 0xFF;
            map = 2;
            kind = TWO.charAt(op);
            if (op == 0x38 || op == 0x3A) {
                map = op == 0x38 ? 3 : 4;
                kind = op == 0x38 ? 'm' : 'B';
                op = code.get(at++) & 0xFF;
            }
        }
        hasModRm = "mBDMTU".indexOf(kind) >= 0;
        reg = -1;
        rm = -1;
        if (hasModRm) {
            at = modRm(code, at, rex);
        } else {
            rm = (op & 7) | ((rex & 1) << 3);
        }
        return immediate(code, at, kind);
    }

    private int modRm(ByteBuffer code, int start, int rex) {
        int at = start;
        int byteOf = code.get(at++) & 0xFF;
        mod = byteOf >> 6;
        reg = ((byteOf >> 3) & 7) | ((rex & 4) << 1);
        rm = (byteOf & 7) | ((rex & 1) << 3);
        base = rm;
        index = -1;
        displacement = 0;
        if (mod == 3) {
            return at;
        }
        if ((rm & 7) == 4) {
            int sib = code.get(at++) & 0xFF;
            index = ((sib >> 3) & 7) | ((rex & 2) << 2);
            index = index == 4 ? -1 : index;
            base = (sib & 7) | ((rex & 1) << 3);
            if (mod == 0 && (base & 7) == 5) {
                base = -1;
                displacement = code.getInt(at);
                at += 4;
            }
        } else if (mod == 0 && (rm & 7) == 5) {
            base = -2; // relative to the next instruction
            displacement = code.getInt(at);
            at += 4;
        }
        if (mod == 1) {
            displacement = code.get(at++);
        } else if (mod == 2) {
            displacement = code.getInt(at);
            at += 4;
        }
        return at;
    }

    private int immediate(ByteBuffer code, int at, char kind) {
        boolean isTest = (reg & 7) < 2;
        int size =
                switch (kind) {
                    case 'b', 'B' -> 1;
                    case 'w' -> 2;
                    case 'e' -> 3;
                    case 'q' -> 8;
                    case 'T' -> isTest ? 1 : 0;
                    case 'U' -> isTest ? half ? 2 : 4 : 0;
                    case 'M', 'D' -> half ? 2 : 4;
                    case 'd' -> {
                        boolean moves = map == 1 && op >= 0xB8 && op <= 0xBF;
                        boolean jumps = map == 2 || op == 0xE8 || op == 0xE9;
                        yield moves && wide ? 8 : half && !jumps ? 2 : 4;
                    }
                    case '-' -> -1;
                    default -> 0;
                };
        immediate = switch (size) {
            case 1 -> code.get(at);
            case 2 -> code.getShort(at);
            case 4 -> code.getInt(at);
            case 8 -> code.getLong(at);
            default -> 0;
        };
        return size < 0 ? -1 : at + size;
    }

    private Value address(State state) {
        if (index >= 0) {
            return Value.Unknown.VALUE;
        }
        return base < 0 ? new Value.Constant(displacement) : state.get(base).plus(displacement);
    }

    @Override
    public @Nullable State apply(State state) {
        if (map == 1) {
            one(state);
            return null;
        }
        if (map == 2) {
            return two(state);
        }
        state.flagsChanged();
        overwrite(state);
        if (vexRegister >= 0) {
            state.set(vexRegister, vexRegister == RSP ? state.get(RSP) : Value.Unknown.VALUE);
        }
        return null;
    }

    private void one(State state) {
        switch (op) {
            case 0x8D -> state.set(reg, wide ? address(state) : Value.Unknown.VALUE);
            case 0x89 -> write(state, narrowed(state.get(reg)));
            case 0x8B -> state.set(reg, narrowed(mod == 3 ? state.get(rm) : loaded(state)));
            case 0xC7 -> write(state, half ? Value.Unknown.VALUE : new Value.Constant(immediate));
            case 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57 -> {
                Value pushed = state.get(rm);
                state.set(RSP, state.get(RSP).plus(-8));
                state.store(state.get(RSP), pushed);
            }
            case 0x58, 0x59, 0x5A, 0x5B, 0x5C, 0x5D, 0x5E, 0x5F -> {
                state.set(rm, state.load(state.get(RSP)));
                state.set(RSP, state.get(RSP).plus(8));
            }
            case 0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE, 0xBF ->
                state.set(rm, new Value.Constant(wide ? immediate : immediate & 0xFFFF_FFFFL));
            case 0x31, 0x33 -> {
                state.flagsChanged();
                if (mod == 3 && reg == rm) {
                    state.set(rm, new Value.Constant(0));
                } else {
                    overwrite(state);
                }
            }
            case 0x81, 0x83 -> {
                state.flagsChanged();
                int operation = reg & 7;
                if (operation != 7) {
                    boolean sum = wide && mod == 3 && (operation == 0 || operation == 5);
                    write(
                            state,
                            sum ? state.get(rm).plus(operation == 0 ? immediate : -immediate) : Value.Unknown.VALUE);
                }
            }
            case 0x80 -> {
                state.flagsChanged();
                if ((reg & 7) != 7) {
                    write(state, Value.Unknown.VALUE);
                }
            }
            case 0xA4, 0xA5, 0xAA, 0xAB -> repeated(state);
            case 0xF6, 0xF7 -> {
                state.flagsChanged();
                int operation = reg & 7;
                if (operation == 2 || operation == 3) {
                    write(state, Value.Unknown.VALUE);
                } else if (operation >= 4) {
                    state.set(RAX, Value.Unknown.VALUE);
                    state.set(RDX, Value.Unknown.VALUE);
                }
            }
            case 0xFF, 0xFE -> {
                state.flagsChanged();
                if ((reg & 7) < 2) {
                    write(state, Value.Unknown.VALUE);
                } else if ((reg & 7) == 6) {
                    state.set(RSP, state.get(RSP).plus(-8));
                }
            }
            case 0x98, 0x99 -> {
                state.set(RAX, Value.Unknown.VALUE);
                state.set(RDX, Value.Unknown.VALUE);
            }
            case 0x63 -> state.set(reg, Value.Unknown.VALUE);
            case 0x88, 0xC6, 0x90, 0xC3, 0xE8, 0xE9, 0xEB, 0xCC -> {
                // bytes in memory are not tracked; control flow is not data
                if (hasModRm && mod == 3) {
                    state.set(rm, Value.Unknown.VALUE);
                }
            }
            default -> arithmetic(state);
        }
    }

    /** The first rows of the table are alike: ADD, OR, ADC, SBB, AND, SUB, XOR, CMP. */
    private void arithmetic(State state) {
        if (op >= 0x70 && op <= 0x7F) {
            return;
        }
        state.flagsChanged();
        if ((op >= 0x38 && op <= 0x3D) || op == 0x84 || op == 0x85 || op == 0xA8 || op == 0xA9) {
            return; // CMP, TEST
        }
        if (op < 0x40) {
            int form = op & 7;
            if (form == 0 || form == 1) {
                write(state, Value.Unknown.VALUE);
            } else {
                state.set(form < 4 ? reg : RAX, Value.Unknown.VALUE);
            }
        } else {
            overwrite(state);
        }
    }

    private void repeated(State state) {
        boolean copies = op == 0xA5 || op == 0xA4;
        boolean words = op == 0xA5 && wide && prefix == 0xF3;
        if (words && state.get(RCX) instanceof Value.Constant count && count.value() >= 0) {
            int most = (int) Math.min(count.value(), MAX_REPEATED);
            state.copy(state.get(RDI), state.get(RSI), most);
        }
        state.set(RDI, Value.Unknown.VALUE);
        if (copies) {
            state.set(RSI, Value.Unknown.VALUE);
        }
        if (prefix != 0) {
            state.set(RCX, Value.Unknown.VALUE);
        }
    }

    private @Nullable State two(State state) {
        if (op >= 0x80 && op <= 0x8F) {
            return null;
        }
        if (op >= 0x40 && op <= 0x4F) {
            Value moved = mod == 3 ? state.get(rm) : loaded(state);
            return state.choose(op & 15, reg, narrowed(moved), state.get(reg));
        }
        boolean whole = (prefix == 0 && (op == 0x10 || op == 0x11 || op == 0x28 || op == 0x29))
                || ((prefix == 0xF3 || half) && (op == 0x6F || op == 0x7F));
        if (whole && (op == 0x11 || op == 0x29 || op == 0x7F)) {
            if (mod == 3) {
                state.vector(rm, state.vector(reg, 0), state.vector(reg, 1));
            } else {
                state.store(address(state), state.vector(reg, 0));
                state.store(address(state).plus(8), state.vector(reg, 1));
            }
        } else if (whole) {
            boolean moves = mod == 3;
            Value place = address(state);
            state.vector(
                    reg,
                    moves ? state.vector(rm, 0) : state.load(place),
                    moves ? state.vector(rm, 1) : state.load(place.plus(8)));
        } else if ((op == 0x57 || op == 0xEF) && mod == 3 && reg == rm) {
            state.vector(reg, new Value.Constant(0), new Value.Constant(0));
        } else if (op >= 0x10 && op <= 0x17) {
            state.vector(reg, Value.Unknown.VALUE, Value.Unknown.VALUE);
            if ((op == 0x11 || op == 0x13 || op == 0x17) && mod != 3) {
                state.store(address(state), Value.Unknown.VALUE);
            }
        } else if (op < 0x18 || op > 0x1F) {
            boolean set = op >= 0x90 && op <= 0x9F;
            if (!set) {
                state.flagsChanged();
            }
            if (hasModRm && !set) {
                state.vector(reg, Value.Unknown.VALUE, Value.Unknown.VALUE);
            }
            overwrite(state);
            if (op == 0xA2 || op == 0xB0 || op == 0xB1 || op == 0x31) {
                state.set(RAX, Value.Unknown.VALUE);
                state.set(RCX, Value.Unknown.VALUE);
                state.set(RDX, Value.Unknown.VALUE);
            }
        }
        return null;
    }

    private Value loaded(State state) {
        return state.load(address(state));
    }

    /** Four bytes of a word; two of them are never of interest. */
    private Value narrowed(Value value) {
        if (wide) {
            return value;
        }
        return value instanceof Value.Constant constant && !half
                ? new Value.Constant(constant.value() & 0xFFFF_FFFFL)
                : Value.Unknown.VALUE;
    }

    private void write(State state, Value value) {
        if (mod == 3) {
            state.set(rm, value);
        } else {
            state.store(address(state), wide || !value.isKnown() ? value : Value.Unknown.VALUE);
        }
    }

    /** For instructions whose effect is not described: any operand may have changed. */
    private void overwrite(State state) {
        if (!hasModRm) {
            if (map == 2 && op >= 0xC8 && op <= 0xCF) {
                state.set(rm, Value.Unknown.VALUE);
            }
            return;
        }
        if (reg != RSP) {
            state.set(reg, Value.Unknown.VALUE);
        }
        if (mod != 3) {
            state.store(address(state), Value.Unknown.VALUE);
        } else if (rm != RSP) {
            state.set(rm, Value.Unknown.VALUE);
        }
    }

    /** {@code call rel32}, and {@code mov rdx, [rip+rel32]}. */
    @Override
    public void references(byte[] code, long address, long[] variables, References found) {
        for (int i = 0; i + 5 <= code.length; i++) {
            byte each = code[i];
            if (each == (byte) 0xE8) {
                long target = address + i + 5 + word(code, i + 1);
                if ((target & (ALIGN - 1)) == 0) {
                    found.at(address + i, target);
                }
            } else if (each == 0x15 && i > 1 && code[i - 1] == (byte) 0x8B && code[i - 2] == 0x48) {
                long target = address + i + 5 + word(code, i + 1);
                if (Arrays.binarySearch(variables, target) >= 0) {
                    found.at(address + i, target);
                }
            }
        }
    }

    private static int word(byte[] code, int at) {
        return (code[at] & 0xFF) | (code[at + 1] & 0xFF) << 8 | (code[at + 2] & 0xFF) << 16 | code[at + 3] << 24;
    }

    @Override
    public int closure() {
        return RDX;
    }

    @Override
    public State entry() {
        State state = new State();
        for (int i = 0; i < PARAMETERS.length; i++) {
            state.set(PARAMETERS[i], new Value.Parameter(i));
        }
        state.set(RSP, new Value.Place(0, 0));
        state.vector(X15, new Value.Constant(0), new Value.Constant(0));
        return state;
    }

    @Override
    public int stackPointer() {
        return RSP;
    }

    @Override
    public int parameter(int index) {
        return index < PARAMETERS.length ? PARAMETERS[index] : -1;
    }

    @Override
    public int barrierRegister() {
        return R11;
    }

    @Override
    public void duffCopy(State state, long offset) {
        long blocks = DUFF_BLOCKS - offset / DUFF_BLOCK;
        if (offset >= 0 && blocks > 0) {
            state.copy(state.get(RDI), state.get(RSI), (int) blocks * 2);
        }
        state.set(RSI, Value.Unknown.VALUE);
        state.set(RDI, Value.Unknown.VALUE);
    }
}
