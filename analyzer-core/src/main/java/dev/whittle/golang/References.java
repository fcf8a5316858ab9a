package dev.whittle.golang;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Which code calls which, of all of a program's functions: read once, since each round asks for other functions. */
final class References {
    private static final int BLOCK = 1 << 20;

    /** An instruction has up to so many bytes in the next block, or in the one before. */
    private static final int OVERLAP = 8;

    /** Bytes of code that are searched: the largest programs have 150 MB. */
    private static final long MAX_CODE = 512L << 20;

    /** The largest programs have two million calls. */
    private static final int MAX_COUNT = 1 << 22;

    private final FunctionTable table;
    private final long start;

    /** Offsets from the start: of the instruction in the lower half, of what it refers to in the upper. */
    private long[] all = new long[1 << 12];

    private int count;

    private References(FunctionTable table) {
        this.table = table;
        this.start = table.entry(0);
    }

    /** @param variables that hold functions, by address */
    static References read(Memory memory, FunctionTable table, InstructionSet machine, Set<Long> variables)
            throws IOException {
        References references = new References(table);
        long[] sorted = variables.stream().mapToLong(Long::longValue).sorted().toArray();
        long end = Math.min(table.end(table.count() - 1), references.start + MAX_CODE);
        for (long at = references.start; at < end; ) {
            byte[] bytes = memory.bytes(at, (int) Math.min(BLOCK + OVERLAP, end - at));
            if (bytes.length == 0) {
                break;
            }
            machine.references(bytes, at, sorted, references::add);
            at += Math.min(bytes.length, BLOCK);
        }
        return references;
    }

    private void add(long from, long target) {
        long offset = target - start;
        if (offset != (int) offset || count == MAX_COUNT) {
            return; // not an instruction of a program of less than two gigabytes
        }
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
        }
        all[count++] = offset << 32 | (from - start);
    }

    /** The functions that refer to some addresses. */
    Set<Integer> to(Set<Long> addresses) {
        long[] sorted = addresses.stream()
                .mapToLong(address -> address - start)
                .sorted()
                .toArray();
        Set<Integer> functions = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            long target = all[i] >> 32;
            if (target >= sorted[0]
                    && target <= sorted[sorted.length - 1]
                    && Arrays.binarySearch(sorted, target) >= 0) {
                functions.add(table.at(start + (int) all[i]));
            }
        }
        functions.remove(-1);
        return functions;
    }
}
