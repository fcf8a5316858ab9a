package dev.whittle.trace;

import java.util.List;

/**
 * What a trace tells.
 *
 * @param name of its file, for a person, raw
 * @param accesses one a path, in the order in which they were first seen
 * @param failed look-ups that found nothing (ENOENT, ENOTDIR), likewise; a directory in which something could not be made is {@link
 *     Access.Kind#WRITTEN_INTO}
 * @param remarks what it leaves open; one line each, raw
 */
public record Trace(String name, List<Access> accesses, List<Access> failed, List<String> remarks) {
    public Trace {
        failed = List.copyOf(failed);
        accesses = List.copyOf(accesses);
        remarks = List.copyOf(remarks);
    }
}
