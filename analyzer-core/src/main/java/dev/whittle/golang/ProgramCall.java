package dev.whittle.golang;

import java.util.List;
import java.util.Optional;

/**
 * A call that starts a program, or looks for one in PATH.
 *
 * @param caller the function that has it, with its package, raw
 * @param own whether the caller belongs to the program itself and not to a library of it
 * @param looks whether the program is only looked for
 * @param name of the program, or its path; raw
 * @param arguments without {@code argv[0]}, raw; empty for those that are not literals
 * @param complete whether these are all arguments
 */
public record ProgramCall(
        String caller, boolean own, boolean looks, String name, List<Optional<String>> arguments, boolean complete) {
    public ProgramCall {
        arguments = List.copyOf(arguments);
    }
}
