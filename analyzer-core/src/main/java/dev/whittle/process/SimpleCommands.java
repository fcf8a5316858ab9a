package dev.whittle.process;

import dev.whittle.shell.Command;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Executes the simple commands of one shell (POSIX XCU 2.9.1), with each expansion that their words may have. */
final class SimpleCommands {
    /** Words that may precede the name of a program. */
    private static final Set<String> PREFIXES = Set.of("exec", "command", "nohup");

    /**
     * What the words of a command are for one of the argument lists that the shell may have.
     *
     * @param open whether more arguments may follow
     */
    private record Alternative(List<List<String>> lists, boolean open) {}

    private final RootFiles files;
    private final ShellEvents events;
    private final Expander.Context context;
    private final Redirections redirections;
    private final Assignments assignments;
    private final ShellFunctions functions;
    private final SourcedFiles sourced;
    private final ShellBuiltins builtins;

    SimpleCommands(
            RootFiles files,
            ShellEvents events,
            Expander.Context context,
            Redirections redirections,
            Assignments assignments,
            ShellFunctions functions,
            SourcedFiles sourced,
            ShellBuiltins builtins) {
        this.files = files;
        this.events = events;
        this.context = context;
        this.redirections = redirections;
        this.assignments = assignments;
        this.functions = functions;
        this.sourced = sourced;
        this.builtins = builtins;
    }

    /** Executes a command. Returns its output. */
    Set<String> execute(Command.Simple command, ShellState state, Set<String> input) {
        String name =
                command.words().isEmpty() ? "" : command.words().get(0).plain().orElse("");
        if (command.words().isEmpty() || Builtins.declares(name)) {
            assignments.assign(command, state, state.variables());
            redirections.input(command.redirects(), state, input);
            assignments.export(command, name, state.variables());
            return Printed.NONE;
        }
        Event.Certainty certainty =
                Redirections.hideMessages(command) ? Event.Certainty.CONDITIONAL : state.certainty();
        Set<String> read = redirections.input(command.redirects(), state, name, input);
        Variables variables = variables(command, state);
        List<Alternative> alternatives = new ArrayList<>();
        for (Variables.Arguments arguments : state.variables().arguments()) {
            Expander expander = new Expander(variables, arguments, context);
            boolean open = command.words().stream().anyMatch(expander::takesOpenArguments);
            List<List<String>> lists = ArgumentLists.of(command.words(), expander);
            if (name.equals(".") || name.equals("source")) {
                lists = sourced.existing(lists, variables);
            }
            alternatives.add(new Alternative(lists, open));
        }
        Event.Certainty ofEach = mayBeSeveral(alternatives, variables) ? Event.Certainty.CONDITIONAL : certainty;
        Set<String> printed = Set.of();
        Set<List<String>> seen = new HashSet<>();
        for (Alternative alternative : alternatives) {
            // Each list is another possibility: after "cd $x" the shell is in any of the directories.
            boolean moves = alternative.lists().size() > 1 && (name.equals("cd") || name.equals("pushd"));
            Set<String> start = state.variables().directories();
            Set<String> reached = new LinkedHashSet<>();
            for (List<String> argv : alternative.lists()) {
                if (seen.add(argv)) {
                    if (moves) {
                        state.variables().setDirectories(start);
                    }
                    ShellCall call = new ShellCall(argv, alternative.open(), command, variables, ofEach);
                    printed = Printed.either(printed, call(call, state, read));
                    reached.addAll(state.variables().directories());
                }
            }
            if (moves && !reached.isEmpty()) {
                state.variables().setDirectories(reached);
            }
        }
        redirections.written(command, name, state, read, printed);
        return printed.isEmpty() ? Printed.NONE : printed;
    }

    /** The variables of the shell, and those that are assigned for one command only. */
    private Variables variables(Command.Simple command, ShellState state) {
        if (command.assignments().isEmpty()) {
            return state.variables();
        }
        Variables variables = state.variables().branch();
        assignments.assign(command, state, variables);
        command.assignments().forEach(assignment -> variables.export(assignment.name()));
        return variables;
    }

    /** Whether the command may be one of several, of which at least one exists: then none of them is certain. */
    private boolean mayBeSeveral(List<Alternative> alternatives, Variables variables) {
        Set<String> names = new LinkedHashSet<>();
        for (Alternative alternative : alternatives) {
            for (List<String> argv : alternative.lists()) {
                boolean isPrefix = argv.size() > 1 && PREFIXES.contains(argv.get(0));
                names.add(argv.isEmpty() ? "" : argv.get(isPrefix ? 1 : 0));
            }
        }
        return names.size() > 1
                && names.stream().anyMatch(name -> files.command(name, variables.get("PATH"), variables.directory())
                        .isPresent());
    }

    private Set<String> call(ShellCall call, ShellState state, Set<String> input) {
        if (call.argv().isEmpty()) {
            if (!call.command().words().isEmpty() && !call.open()) {
                events.undetermined(call.line(), call.shownUnknown());
            }
            return Printed.UNKNOWN;
        }
        String name = call.argv().get(0);
        if (functions.contains(name)) {
            Variables.Arguments arguments = new Variables.Arguments(call.arguments(), call.open());
            return functions.call(name, arguments, state.with(call.certainty()), input);
        }
        return builtins.call(call, state, input);
    }
}
