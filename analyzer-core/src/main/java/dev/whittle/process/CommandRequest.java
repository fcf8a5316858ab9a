package dev.whittle.process;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A command to start.
 *
 * @param argv marked
 * @param open whether more arguments may follow
 * @param environment computed only if the program is found
 * @param path possible values of PATH; none for the default
 * @param directory marked
 * @param input what it reads; marked
 * @param depth number of parent processes
 */
record CommandRequest(
        List<String> argv,
        boolean open,
        Supplier<Environment> environment,
        Set<String> path,
        String directory,
        Where where,
        Event.Certainty certainty,
        Set<String> input,
        int depth) {
    CommandRequest {
        argv = List.copyOf(argv);
    }

    /**
     * A command that a process starts with its own environment, in its own directory.
     *
     * @param depth number of parent processes
     */
    static CommandRequest of(
            Invocation parent,
            List<String> argv,
            Where where,
            Event.Certainty certainty,
            Set<String> input,
            int depth) {
        return new CommandRequest(
                argv,
                parent.open(),
                parent::environment,
                parent.environment().get("PATH"),
                parent.directory(),
                where,
                certainty,
                input,
                depth);
    }

    /** @param mayFollow whether more arguments may follow */
    CommandRequest withOpen(boolean mayFollow) {
        return new CommandRequest(argv, mayFollow, environment, path, directory, where, certainty, input, depth);
    }
}
