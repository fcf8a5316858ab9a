package dev.whittle.resolve.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memo of results by name, for all programs of one root. A hostile file can request any number of names:
 * results are stored up to an amount that no real root reaches, and computed each time beyond it.
 */
public final class BoundedMemo<T> {
    /** Characters of all names, plus the overhead of each entry. */
    private static final long MAX = 8 << 20;

    private static final int ENTRY = 64;

    private final Map<String, T> answers = new ConcurrentHashMap<>();
    private final AtomicLong size = new AtomicLong();

    @Nullable
    public T get(String name) {
        return answers.get(name);
    }

    public void put(String name, T answer) {
        if (size.get() < MAX && answers.put(name, answer) == null) {
            size.addAndGet(ENTRY + name.length());
        }
    }
}
