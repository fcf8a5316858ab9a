package dev.whittle.hostile;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Limits for one input in addition to its size: CPU time, allocated memory, and characters of output. Instrumented
 * code, as in a fuzzer, gets more ({@code -Dwhittle.fuzz.slower=N}).
 */
final class Budget {
    private static final long SLOWER = Long.getLong("whittle.fuzz.slower", 1);

    private static final long MAX_NANOS = 2_000_000_000L * SLOWER;

    /**
     * The same in {@linkplain Yardstick yardsticks}, which take longer on a slow or busy machine: the larger of the two
     * limits counts.
     */
    private static final long MAX_YARDSTICKS = 20 * SLOWER;

    /** All memory allocated while one input is read, however short-lived; includes instrumented classes. */
    private static final long MAX_ALLOCATED = (1L << 30) * SLOWER;

    /** The same per byte of input. */
    private static final long ALLOCATED_PER_BYTE = 4 << 10;

    private static final long MAX_OUTPUT = 1 << 20;

    /** Output per byte of input: a line of evidence names its source. */
    private static final long OUTPUT_PER_BYTE = 256;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long time = threads.getCurrentThreadCpuTime();
    private long allocated = threads.getCurrentThreadAllocatedBytes();

    /** An input that exceeds a limit. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String subject, long used, long most) {
            super(subject + ": " + used + ", at most " + most);
        }
    }

    /** @param output characters produced from the input */
    void check(int input, long output) {
        long used = threads.getCurrentThreadCpuTime() - time;
        if (used > MAX_NANOS) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long yardstick = Yardstick.measure();
            allocated += threads.getCurrentThreadAllocatedBytes() - before; // measuring is no part of the work
            check("nanoseconds", used, Math.max(MAX_NANOS, MAX_YARDSTICKS * yardstick));
        }
        long most = MAX_ALLOCATED + ALLOCATED_PER_BYTE * input;
        check("bytes asked for", threads.getCurrentThreadAllocatedBytes() - allocated, most);
        check("characters out", output, MAX_OUTPUT + OUTPUT_PER_BYTE * input);
    }

    private static void check(String subject, long used, long most) {
        if (used > most) {
            throw new Exceeded(subject, used, most);
        }
    }
}
