package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * The start of a process: what {@code execve} is given, and the working directory.
 *
 * @param program the file, links unresolved
 * @param argv marked text; the first is the name that the program is started under
 * @param open whether more arguments may follow that nothing names
 * @param directory marked text, absolute; {@link Marked#UNKNOWN} if nothing names it
 */
public record Invocation(RootPath program, List<String> argv, boolean open, Environment environment, String directory) {
    public Invocation {
        argv = List.copyOf(argv);
    }

    /** The name by which a program knows what to do: the last component of its first argument. */
    public String name() {
        String first = argv.isEmpty() ? program.name() : argv.get(0);
        String name = first.substring(first.lastIndexOf('/') + 1);
        return name.startsWith("-") ? name.substring(1) : name;
    }

    /** The arguments behind the name. */
    public List<String> arguments() {
        return argv.isEmpty() ? List.of() : argv.subList(1, argv.size());
    }
}
