package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * The start of a process: the arguments of {@code execve}, and the working directory.
 *
 * @param program the file, links unresolved
 * @param argv marked text; the first is the name of the process
 * @param open whether unknown arguments may follow
 * @param directory marked text, absolute; {@link Marked#UNKNOWN} if unknown
 */
public record Invocation(RootPath program, List<String> argv, boolean open, Environment environment, String directory) {
    public Invocation {
        argv = List.copyOf(argv);
    }

    /** The name by which a program chooses its function: the last component of its first argument. */
    public String name() {
        String first = argv.isEmpty() ? program.name() : argv.get(0);
        String name = first.substring(first.lastIndexOf('/') + 1);
        return name.startsWith("-") ? name.substring(1) : name;
    }

    /** The arguments after the name. */
    public List<String> arguments() {
        return argv.isEmpty() ? List.of() : argv.subList(1, argv.size());
    }
}
