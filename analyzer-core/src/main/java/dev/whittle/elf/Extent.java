package dev.whittle.elf;

import java.util.ArrayList;
import java.util.List;

/** A part of a file, in bytes. */
public record Extent(long offset, long length) {
    long end() {
        return offset + length;
    }

    /** In file order, each byte once, even if parts overlap. */
    static List<Extent> union(List<Extent> parts) {
        List<Extent> sorted = new ArrayList<>(parts);
        sorted.sort(
                (one, other) -> Long.compare(one.offset, other.offset)); // the JDK's own would be generated at run time
        List<Extent> union = new ArrayList<>();
        for (Extent part : sorted) {
            Extent last = union.isEmpty() ? null : union.get(union.size() - 1);
            if (last == null || part.offset > last.end()) {
                union.add(part);
            } else {
                union.set(union.size() - 1, new Extent(last.offset, Math.max(last.end(), part.end()) - last.offset));
            }
        }
        return union;
    }
}
