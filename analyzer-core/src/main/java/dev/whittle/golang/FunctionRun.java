package dev.whittle.golang;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows one function from its entry to its end, in the order of its code, and tells what the registers hold at the
 * calls of interest. Where paths meet, each is followed on, up to a limit. Jumps back are not followed: the body of a
 * loop is read once.
 */
final class FunctionRun {
    private static final int MAX_STATES = 8;

    /** States times instructions: the largest functions of real programs have fifty thousand instructions. */
    private static final int MAX_STEPS = 1 << 20;

    private final InstructionSet machine;
    private final Special special;
    private final Map<Long, Template> targets;
    private final Map<Long, List<State>> pending = new HashMap<>();
    private final Set<Template> found = new LinkedHashSet<>();

    /**
     * Functions of Go's runtime with conventions of their own; empty ranges and 0 for those that the program does not
     * have.
     *
     * @param newObject returns the address of new memory
     * @param barriers keep all registers but one
     */
    record Special(long duffCopy, long duffCopyEnd, long newObject, Set<Long> barriers) {}

    /** @param targets the functions of interest, by address, and variables that hold one, by theirs */
    FunctionRun(InstructionSet machine, Special special, Map<Long, Template> targets) {
        this.machine = machine;
        this.special = special;
        this.targets = targets;
    }

    /** What the function at this address starts. */
    Set<Template> run(ByteBuffer code, long address) {
        InstructionSet.Step step = new InstructionSet.Step();
        List<State> states = new ArrayList<>(List.of(machine.entry()));
        State last = states.get(0);
        int steps = 0;
        while (code.hasRemaining() && steps < MAX_STEPS) {
            long at = address + code.position();
            List<State> joining = pending.remove(at);
            if (joining != null) {
                joining.forEach(state -> add(states, state));
            } else if (states.isEmpty()) {
                State unknown = last.copy(); // reached by a jump back, or through a table
                unknown.forget(machine.stackPointer());
                states.add(unknown);
            }
            if (!machine.decode(code, at, step)) {
                break;
            }
            last = states.get(0);
            steps += states.size();
            apply(step, at, states);
            code.position(code.position() + step.length);
        }
        return found;
    }

    private void apply(InstructionSet.Step step, long at, List<State> states) {
        switch (step.flow) {
            case NEXT -> {
                List<State> forked = new ArrayList<>();
                for (State state : states) {
                    State other = machine.apply(state);
                    if (other != null) {
                        forked.add(other);
                    }
                }
                forked.forEach(state -> add(states, state));
            }
            case CALL, CALL_ANY -> {
                for (State state : states) {
                    call(step, at, state);
                }
                List<State> after = List.copyOf(states);
                states.clear();
                after.forEach(state -> add(states, state));
            }
            case BRANCH -> jump(step.target, at, states);
            case JUMP -> {
                jump(step.target, at, states);
                states.clear();
            }
            case END -> states.clear();
        }
    }

    private void jump(long target, long at, List<State> states) {
        if (target > at) {
            List<State> there = pending.computeIfAbsent(target, key -> new ArrayList<>());
            states.forEach(state -> add(there, state.copy()));
        }
    }

    private static void add(List<State> states, State state) {
        if (states.size() < MAX_STATES && !states.contains(state)) {
            states.add(state);
        }
    }

    private void call(InstructionSet.Step step, long at, State state) {
        if (step.flow == InstructionSet.Flow.CALL_ANY
                && state.get(machine.closure()) instanceof Value.Content variable) {
            called(variable.address(), state);
        }
        if (step.flow == InstructionSet.Flow.CALL) {
            called(step.target, state);
            if (step.target >= special.duffCopy && step.target < special.duffCopyEnd) {
                machine.duffCopy(state, step.target - special.duffCopy);
                return;
            }
            if (special.barriers.contains(step.target)) {
                state.set(machine.barrierRegister(), Value.Unknown.VALUE);
                return;
            }
        }
        state.forget(machine.stackPointer());
        if (step.flow == InstructionSet.Flow.CALL && step.target == special.newObject) {
            state.set(machine.parameter(0), new Value.Place((int) at, 0));
        }
    }

    private void called(long address, State state) {
        Template template = targets.get(address);
        if (template != null) {
            found.add(template.at(state, machine));
        }
    }
}
