package dev.whittle.trace;

import java.util.List;

/**
 * The content of a trace.
 *
 * @param name of its file, for display, raw
 * @param accesses one per path, in order of first use
 * @param failed failed look-ups (ENOENT, ENOTDIR), likewise; a directory in which something could not be created is
 *     {@link Access.Kind#WRITTEN_INTO}
 * @param remarks what the trace does not tell; one line each, raw
 */
public record Trace(String name, List<Access> accesses, List<Access> failed, List<String> remarks) {
    public Trace {
        failed = List.copyOf(failed);
        accesses = List.copyOf(accesses);
        remarks = List.copyOf(remarks);
    }
}
