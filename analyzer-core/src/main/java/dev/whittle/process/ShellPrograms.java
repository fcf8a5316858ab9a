package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The programs that one shell starts, and those that it only looks for. */
final class ShellPrograms {
    /** A name that may mean more programs than this says nothing about any of them. */
    private static final int MAX_MATCHES = 128;

    private final ProcessModel model;
    private final ShellEvents events;
    private final ShellLimits limits;
    private final int depth;

    /** @param depth number of parent processes of the shell */
    ShellPrograms(ProcessModel model, ShellEvents events, ShellLimits limits, int depth) {
        this.model = model;
        this.events = events;
        this.limits = limits;
        this.depth = depth;
    }

    /** Whether a command has a path, or a program has its name. */
    boolean has(ShellCall call) {
        String name = call.argv().get(0);
        return name.indexOf('/') >= 0
                || model.files()
                        .command(
                                name,
                                call.variables().get("PATH"),
                                call.variables().directory())
                        .isPresent();
    }

    /** Starts a program. Returns its output. */
    Set<String> start(ShellCall call, ShellState state, Set<String> input) {
        if (!limits.allowsCommand(call.command(), call.argv())) {
            return Printed.UNKNOWN;
        }
        String directory = state.variables().directory();
        String program = call.argv().get(0);
        if (!Builtins.talks(program)) {
            events.reportWords(call.arguments(), Event.Role.ARGUMENT, program, state, call.line());
        }
        boolean placed = program.indexOf('/') == 1 && Marked.isKnown(program.substring(1));
        if (Marked.isPattern(program) && program.indexOf(Marked.HOLE) == 0 && !placed) {
            if (program.indexOf(' ') < 0) { // otherwise a message, as in ProcessModel
                events.undetermined(call.line(), call.shownUnknown());
            }
            return Printed.UNKNOWN;
        }
        return model.command(new CommandRequest(
                call.argv(),
                call.open(),
                call.variables()::environment,
                call.variables().get("PATH"),
                directory,
                events.where(call.line()),
                call.certainty(),
                input,
                depth + 1));
    }

    /** What {@code command -v} prints. A program that a script looks for is used if it exists. */
    Set<String> lookUp(List<String> names, ShellCall call) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : names) {
            if (name.startsWith("-")) {
                continue;
            }
            Set<String> path = call.variables().get("PATH");
            String directory = call.variables().directory();
            List<RootPath> programs = Marked.isPattern(name)
                    ? model.files().commandMatches(name, path, directory)
                    : model.files().command(name, path, directory).stream().toList();
            if (programs.size() > MAX_MATCHES) {
                continue;
            }
            for (RootPath program : programs) {
                found.add(program.raw());
                Invocation invocation = new Invocation(program, List.of(name), true, Environment.EMPTY, directory);
                events.report(new Event.Started(events.where(call.line()), Event.Certainty.WORD, invocation, name));
            }
        }
        return found.isEmpty() ? Printed.NONE : found;
    }
}
