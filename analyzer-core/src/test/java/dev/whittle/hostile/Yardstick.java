package dev.whittle.hostile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * A fixed piece of work on text, of the kind that a reader does. Its cost is the unit for limits of time, so that a test
 * does not fail because the machine is slow or busy. About 0.15 s of CPU time on an idle machine.
 */
final class Yardstick {
    private static final int ROUNDS = 200;
    private static final int WORDS = 20_000;

    private Yardstick() {}

    /** @return the CPU time it takes now, in nanoseconds */
    static long measure() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        work(); // compiled code is measured, as with the reader
        long start = threads.getCurrentThreadCpuTime();
        int found = work();
        long time = threads.getCurrentThreadCpuTime() - start;
        if (found != ROUNDS * WORDS) {
            throw new IllegalStateException("the work was not done: " + found);
        }
        return time;
    }

    private static int work() {
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Integer> words = new HashMap<>();
            for (int i = 0; i < WORDS; i++) {
                words.put("word-" + round + "-" + i, i);
            }
            found += words.size();
        }
        return found;
    }
}
