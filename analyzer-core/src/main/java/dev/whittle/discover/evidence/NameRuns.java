package dev.whittle.discover.evidence;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Consecutive names in a file, each a separate string: names that a program tries in turn, or has in a table. Limited
 * in time and memory.
 */
final class NameRuns {
    private static final long MAX_BYTES = 16L << 20;
    private static final int MAX_NAME = 32;

    /** Maximum number of NULs between strings: compilers align long ones, and tables have fields. */
    private static final int MAX_GAP = 8;

    private static final int MAX_RUNS = 1000;

    private NameRuns() {}

    /** The runs of at least two names that contain a wanted one, in file order. */
    static List<List<String>> of(ByteSource content, List<Extent> parts, Set<String> wanted) throws IOException {
        List<List<String>> runs = new ArrayList<>();
        long left = MAX_BYTES;
        for (Extent part : parts) {
            byte[] bytes = new byte[(int) Math.min(part.length(), left)];
            content.readFully(part.offset(), ByteBuffer.wrap(bytes));
            left -= bytes.length;
            read(bytes, wanted, runs);
        }
        return runs;
    }

    private static void read(byte[] bytes, Set<String> wanted, List<List<String>> runs) {
        List<String> run = new ArrayList<>();
        boolean holds = false;
        int at = 0;
        int ended = 0;
        while (at < bytes.length && runs.size() < MAX_RUNS) {
            if (bytes[at] == 0) {
                at++;
                continue;
            }
            int start = at;
            while (at < bytes.length && at - start <= MAX_NAME && isName(bytes[at])) {
                at++;
            }
            boolean whole = at < bytes.length && bytes[at] == 0 && at - start >= 2 && at - start <= MAX_NAME;
            if (!whole || start - ended > MAX_GAP) {
                add(run, holds, runs);
                run = new ArrayList<>();
                holds = false;
            }
            if (whole) {
                String name = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
                run.add(name);
                holds |= wanted.contains(name);
                ended = at;
            } else {
                while (at < bytes.length && bytes[at] != 0) {
                    at++;
                }
                ended = at;
            }
        }
        add(run, holds, runs);
    }

    private static void add(List<String> run, boolean holds, List<List<String>> runs) {
        if (holds && run.size() > 1) {
            runs.add(List.copyOf(run));
        }
    }

    private static boolean isName(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '+';
    }
}
