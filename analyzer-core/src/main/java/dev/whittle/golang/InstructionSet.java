package dev.whittle.golang;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The instructions of a processor, as far as they move addresses, numbers and control. */
interface InstructionSet {
    /** How an instruction goes on. */
    enum Flow {
        NEXT,
        /** Calls {@link Step#target}. */
        CALL,
        /** Calls something unknown. */
        CALL_ANY,
        /** Goes to {@link Step#target} or on. */
        BRANCH,
        /** Goes to {@link Step#target}. */
        JUMP,
        /** Returns, or goes somewhere unknown. */
        END
    }

    /** What {@link #decode} tells of an instruction. */
    final class Step {
        Flow flow = Flow.NEXT;
        int length;
        long target;
    }

    /**
     * Decodes the instruction at the buffer's position, which stays.
     *
     * @return whether it is known how long it is
     */
    boolean decode(ByteBuffer code, long address, Step step);

    /** Applies what {@link #decode} decoded last; returns a second state if there are two outcomes. */
    @Nullable
    State apply(State state);

    /**
     * Finds calls, and loads of variables that hold a function, in code that is not decoded: some of what it finds may be
     * no instruction.
     *
     * @param address of the first byte
     * @param variables sorted
     */
    void references(byte[] code, long address, long[] variables, References found);

    /** Receives what {@link #references} finds. */
    interface References {
        void at(long address, long target);
    }

    /** The register that holds a function's value, when it is called through a variable. */
    int closure();

    /** The state on entry of a function. */
    State entry();

    int stackPointer();

    /** The register of a parameter, or -1 if it is on the stack. */
    int parameter(int index);

    /** What a call of the write barrier overwrites. */
    int barrierRegister();

    /** Copies what a call into the middle of {@code runtime.duffcopy} copies. */
    void duffCopy(State state, long offset);
}
