package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Set;

/** Something that a process does. */
public sealed interface Event {
    Where where();

    /** How surely it happens. */
    enum Certainty {
        /** On every way through: without it the start fails. */
        STRAIGHT,
        /** In a branch, a loop, behind a test, or where a failure is expected. */
        CONDITIONAL,
        /** A word that may name a program, among the arguments of one that starts others. */
        WORD
    }

    /** A process is started whose program the root has. */
    record Started(Where where, Certainty certainty, Invocation invocation, String named) implements Event {}

    /** A program is started that the root does not have in that process's PATH. */
    record Missing(Where where, Certainty certainty, String command) implements Event {}

    /** A program is started, or a file sourced, whose name only a run can say. */
    record Undetermined(Where where, String text) implements Event {}

    /** A file is read as a part of the script. */
    record Sourced(Where where, RootPath file) implements Event {}

    /** A script is read by the interpreter that is given it, whatever its mode. */
    record Interpreted(Where where, RootPath file) implements Event {}

    /**
     * A word that may name files.
     *
     * @param text marked
     * @param directory what a relative one is seen from; marked
     * @param path what PATH may be
     */
    record Named(Where where, Role role, String command, String text, String directory, Set<String> path)
            implements Event {}

    /** What a named word is. */
    enum Role {
        ARGUMENT,
        VALUE,
        REDIRECT
    }

    /**
     * A directory is read with all that is in it.
     *
     * @param text marked
     * @param directory what a relative one is seen from; marked
     * @param bounded whether only some of it is likely used: it is searched, not copied
     * @param names of the files that are looked for, marked; none if all are
     */
    record Walked(Where where, Certainty certainty, String text, String directory, boolean bounded, List<String> names)
            implements Event {
        public Walked {
            names = List.copyOf(names);
        }
    }

    /** Text of a file that is written at the start: a here-document. */
    record Written(Where where, String text) implements Event {}
}
