package dev.whittle.resolve;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers by name, for all programs of one root. A hostile file asks for names without end: they are kept up to an amount
 * that no real root comes to, and found out each time from then on.
 */
final class Kept<T> {
    /** Characters of all names, each with what an entry takes besides. */
    private static final long MAX = 8 << 20;

    private static final int ENTRY = 64;

    private final Map<String, T> answers = new ConcurrentHashMap<>();
    private final AtomicLong size = new AtomicLong();

    @Nullable
    T get(String name) {
        return answers.get(name);
    }

    void put(String name, T answer) {
        if (size.get() < MAX && answers.put(name, answer) == null) {
            size.addAndGet(ENTRY + name.length());
        }
    }
}
