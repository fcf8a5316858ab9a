package dev.whittle.trace;

import java.util.List;

/**
 * What a trace tells.
 *
 * @param name of its file, for a person, raw
 * @param accesses one a path, in the order in which they were first seen
 * @param remarks what it leaves open; one line each, raw
 */
public record Trace(String name, List<Access> accesses, List<String> remarks) {
    public Trace {
        accesses = List.copyOf(accesses);
        remarks = List.copyOf(remarks);
    }
}
