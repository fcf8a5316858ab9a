package dev.whittle.golang;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of registers and of memory that the function itself wrote, at one point of one path through it. */
final class State {
    private static final int REGISTERS = 32;

    /** Words of memory: an argument list has two for each argument. */
    private static final int MAX_WORDS = 512;

    private final Value[] registers;

    /** The lower and upper halves of the registers for vectors. */
    private final Value[] vectors;

    private final Map<Value.Place, Value> memory;

    /** Of conditional moves on the same flags, all are taken or none. */
    private int condition = -1;

    private boolean holds;

    State() {
        registers = new Value[REGISTERS];
        vectors = new Value[2 * REGISTERS];
        memory = new HashMap<>();
        Arrays.fill(registers, Value.Unknown.VALUE);
        Arrays.fill(vectors, Value.Unknown.VALUE);
    }

    private State(State other) {
        registers = other.registers.clone();
        vectors = other.vectors.clone();
        memory = new HashMap<>(other.memory);
        condition = other.condition;
        holds = other.holds;
    }

    State copy() {
        return new State(this);
    }

    Value get(int register) {
        return registers[register];
    }

    void set(int register, Value value) {
        registers[register] = value;
    }

    /** @param half 0 for the lower eight bytes, 1 for the upper */
    Value vector(int register, int half) {
        return vectors[2 * register + half];
    }

    void vector(int register, Value low, Value high) {
        vectors[2 * register] = low;
        vectors[2 * register + 1] = high;
    }

    /** The word at an address. */
    Value load(Value address) {
        if (address instanceof Value.Place place) {
            return memory.getOrDefault(place, Value.Unknown.VALUE);
        }
        return address instanceof Value.Constant constant ? new Value.Content(constant.value()) : Value.Unknown.VALUE;
    }

    void store(Value address, Value value) {
        if (address instanceof Value.Place place) {
            if (!value.isKnown()) {
                memory.remove(place);
            } else if (memory.size() < MAX_WORDS || memory.containsKey(place)) {
                memory.put(place, value);
            }
        }
    }

    /** Copies words. */
    void copy(Value to, Value from, int words) {
        for (int i = 0; i < words; i++) {
            store(to.plus(8L * i), load(from.plus(8L * i)));
        }
    }

    /** Forgets what a call may change: everything in registers but the one of the stack. */
    void forget(int stack) {
        Value kept = registers[stack];
        Arrays.fill(registers, Value.Unknown.VALUE);
        Arrays.fill(vectors, Value.Unknown.VALUE);
        registers[stack] = kept;
        condition = -1;
    }

    /** Instructions after this one that depend on flags are no longer related to those before. */
    void flagsChanged() {
        condition = -1;
    }

    /** A conditional move. Returns the other path, unless one on the same flags has decided before. */
    @Nullable
    State choose(int asked, int register, Value ifTrue, Value ifFalse) {
        boolean opposite = condition == (asked ^ 1);
        if (condition == asked || opposite) {
            set(register, holds != opposite ? ifTrue : ifFalse);
            return null;
        }
        State other = copy();
        condition = asked;
        holds = true;
        set(register, ifTrue);
        other.condition = asked;
        other.holds = false;
        other.set(register, ifFalse);
        return other;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof State state
                && condition == state.condition
                && holds == state.holds
                && Arrays.equals(registers, state.registers)
                && Arrays.equals(vectors, state.vectors)
                && memory.equals(state.memory);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(registers) + memory.hashCode();
    }
}
