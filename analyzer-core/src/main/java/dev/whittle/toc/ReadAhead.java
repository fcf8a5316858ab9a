package dev.whittle.toc;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Ranges of a blob that are read ahead where someone reads it in order: a walk through thousands of small files would ask
 * thousands of times. A read elsewhere fetches only what was asked for. Thread-safe.
 */
final class ReadAhead implements Ranges {
    private static final int FIRST = 16 << 10;
    private static final int MOST = 128 << 10;

    /** What may lie between two reads in order: headers of a tar, and what nobody wanted. */
    private static final int GAP = 4 << 10;

    /** Kept for the next reads; several threads may read at several places. */
    private static final int KEPT = 8;

    private final Ranges ranges;
    private final long end;
    private final Deque<Part> kept = new ArrayDeque<>();

    /** @param window bytes that were asked for at once */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(long from, byte[] bytes, int window) {
        boolean has(long start, int length) {
            return start >= from && start + length <= from + bytes.length;
        }

        /** Whether a read there goes on where this ends. */
        boolean isBefore(long start) {
            long last = from + bytes.length;
            return start >= from && start <= last + GAP;
        }
    }

    /** @param end of what may be read ahead */
    ReadAhead(Ranges ranges, long end) {
        this.ranges = ranges;
        this.end = end;
    }

    @Override
    public byte[] read(long from, int length) throws IOException {
        int window;
        synchronized (kept) {
            for (Part part : kept) {
                if (part.has(from, length)) {
                    int start = (int) (from - part.from());
                    return Arrays.copyOfRange(part.bytes(), start, start + length);
                }
            }
            window = window(from);
        }
        int wanted = (int) Math.min(Math.max(length, window), end - from);
        byte[] bytes = ranges.read(from, Math.max(wanted, length));
        synchronized (kept) {
            if (kept.size() == KEPT) {
                kept.removeLast();
            }
            kept.addFirst(new Part(from, bytes, window));
        }
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** The part that is read on is not needed any more. */
    private int window(long from) {
        for (Iterator<Part> parts = kept.iterator(); parts.hasNext(); ) {
            Part part = parts.next();
            if (part.isBefore(from)) {
                parts.remove();
                return Math.min(MOST, Math.max(FIRST, 2 * part.window()));
            }
        }
        return 0;
    }
}
