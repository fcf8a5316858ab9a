package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that a process does. */
public sealed interface Event {
    Where where();

    /** How certain it is. */
    enum Certainty {
        /** On every path: without it the start fails. */
        STRAIGHT,
        /** In a branch, a loop, after a test, or where a failure is expected. */
        CONDITIONAL,
        /** A word that may name a program, among the arguments of a program that starts others. */
        WORD
    }

    /**
     * A process is started whose program the root has.
     *
     * @param input what it may read from its standard input, marked; empty if unknown
     */
    record Started(Where where, Certainty certainty, Invocation invocation, String named, Set<String> input)
            implements Event {
        public Started {
            input = input.equals(Printed.UNKNOWN) || input.equals(Printed.NONE) ? Set.of() : Set.copyOf(input);
        }

        Started(Where where, Certainty certainty, Invocation invocation, String named) {
            this(where, certainty, invocation, named, Set.of());
        }

        /** The one text that it reads from its standard input, marked; empty if unknown, or if there are several. */
        public Optional<String> text() {
            return input.size() == 1 ? Optional.of(input.iterator().next()) : Optional.empty();
        }
    }

    /** A program is started that does not exist in that process's PATH. */
    record Missing(Where where, Certainty certainty, String command) implements Event {}

    /** A file that a shell reads as a part of the script does not exist. */
    record MissingSource(Where where, Certainty certainty, String file) implements Event {}

    /** A program is started, or a file sourced, whose name is known at run time only. */
    record Undetermined(Where where, String text) implements Event {}

    /** A file is read as a part of the script. */
    record Sourced(Where where, RootPath file) implements Event {}

    /** A script is read by the interpreter that it is passed to, whatever its mode. */
    record Interpreted(Where where, RootPath file) implements Event {}

    /**
     * A word that may name files.
     *
     * @param text marked
     * @param directory base of a relative one; marked
     * @param path possible values of PATH
     */
    record Named(Where where, Role role, String command, String text, String directory, Set<String> path)
            implements Event {}

    /** The kind of a named word. */
    enum Role {
        ARGUMENT,
        VALUE,
        REDIRECT
    }

    /**
     * A directory is read with its content.
     *
     * @param text marked
     * @param directory base of a relative one; marked
     * @param bounded whether only some of it is probably used: it is searched, not copied
     * @param names of the files that are searched for, marked; none if all are read
     */
    record Walked(Where where, Certainty certainty, String text, String directory, boolean bounded, List<String> names)
            implements Event {
        public Walked {
            names = List.copyOf(names);
        }
    }

    /** Marked text of a file that is written at start: a here-document, or what a command prints. */
    record Written(Where where, String text) implements Event {}
}
