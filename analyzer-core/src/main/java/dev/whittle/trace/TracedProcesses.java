package dev.whittle.trace;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processes of a trace. The parent of a process is known only if calls such as clone are traced; otherwise a new
 * process has what all possible parents have in common.
 */
final class TracedProcesses {
    private static final int MAX_PROCESSES = 1 << 16;

    private final Map<Integer, Tracee> live = new LinkedHashMap<>();
    private final Set<Integer> attached = new HashSet<>();
    private Tracee first;
    private Tracee last;
    private boolean firstHasEnded;

    /** One process, and its current call. */
    static final class Tracee {
        private final int pid;
        private ProcessContext context;
        private String begun = "";

        Tracee(int pid, ProcessContext context) {
            this.pid = pid;
            this.context = context;
        }

        ProcessContext context() {
            return context;
        }

        /** A call that is printed in two parts begins. */
        void begin(String text) {
            begun = text;
        }

        /** The part of the current call that was printed; empty if none. */
        String end() {
            String text = begun;
            begun = "";
            return text;
        }

        private boolean isForking() {
            return begun.startsWith("clone") || begun.startsWith("fork") || begun.startsWith("vfork");
        }
    }

    /** @param workingDirectory of the first process, if it is known */
    TracedProcesses(Optional<String> workingDirectory) {
        this.first = new Tracee(LinePrefix.NONE, new ProcessContext(workingDirectory));
        this.last = first;
    }

    /** A line without a number belongs to the only process, as long as there is one. */
    Tracee of(int pid) {
        if (pid == LinePrefix.NONE) {
            boolean numbered = first.pid != LinePrefix.NONE;
            return numbered && live.size() == 1 ? live.values().iterator().next() : first;
        }
        Tracee known = live.get(pid);
        if (known != null) {
            return known;
        }
        boolean isFirst = first.pid == LinePrefix.NONE && !attached.contains(pid);
        Tracee process = isFirst ? named(pid) : new Tracee(pid, inherited());
        if (live.size() < MAX_PROCESSES) {
            live.put(pid, process);
        }
        return process;
    }

    /** The process that had no number before another appeared now has one. */
    private Tracee named(int pid) {
        Tracee process = new Tracee(pid, first.context);
        process.begun = first.begun;
        first = process;
        last = process;
        return process;
    }

    private ProcessContext inherited() {
        Set<Tracee> all = new HashSet<>(live.values());
        if (first.pid == LinePrefix.NONE && !firstHasEnded) {
            all.add(first);
        }
        Set<Tracee> parents = new HashSet<>(all);
        parents.removeIf(process -> !process.isForking());
        if (parents.isEmpty()) {
            parents.addAll(all.isEmpty() ? Set.of(last) : all);
        }
        ProcessContext context = parents.iterator().next().context.copy();
        parents.forEach(process -> context.retain(process.context));
        return context;
    }

    /** {@code strace: Process 12 attached}: it is a child, not the first one. */
    void attach(int pid) {
        attached.add(pid);
    }

    /** @param shares whether both are threads of one process */
    void fork(Tracee parent, int child, boolean shares) {
        ProcessContext context = shares ? parent.context : parent.context.copy();
        Tracee known = live.get(child);
        if (known == null) {
            live.put(child, new Tracee(child, context));
        } else if (shares) {
            known.context = context;
        }
    }

    void exit(Tracee process) {
        last = process;
        firstHasEnded |= process.pid == LinePrefix.NONE;
        live.remove(process.pid);
    }

    /**
     * A thread that executes a program continues under its leader's number: strace, src/strace.c: maybe_switch_tcbs.
     */
    void supersede(Tracee leader, int thread) {
        Tracee tracee = live.remove(thread);
        if (tracee != null) {
            leader.begin(tracee.end());
        }
    }
}
