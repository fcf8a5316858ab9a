package dev.whittle.process;

import dev.whittle.shell.ShellParser;
import java.util.List;
import java.util.Set;

/** Executes the builtins of one shell; any other command is a program. */
final class ShellBuiltins {
    private final RootFiles files;
    private final ShellRun shell;
    private final ShellEvents events;
    private final ShellLimits limits;
    private final SourcedFiles sourced;
    private final ShellPrograms programs;

    ShellBuiltins(
            RootFiles files,
            ShellRun shell,
            ShellEvents events,
            ShellLimits limits,
            SourcedFiles sourced,
            ShellPrograms programs) {
        this.files = files;
        this.shell = shell;
        this.events = events;
        this.limits = limits;
        this.sourced = sourced;
        this.programs = programs;
    }

    /** Executes a command that is no function. Returns its output. */
    Set<String> call(ShellCall call, ShellState state, Set<String> input) {
        String name = call.argv().get(0);
        List<String> arguments = call.arguments();
        Variables variables = state.variables();
        VariableBuiltins changes = new VariableBuiltins(files, variables);
        switch (name) {
            case "cd", "pushd" -> {
                changes.changeDirectory(arguments);
                events.reportWords(arguments, Event.Role.ARGUMENT, name, state, call.line());
                return Printed.NONE;
            }
            case "set" -> {
                changes.set(arguments, call.open());
                return Printed.NONE;
            }
            case "shift" -> {
                changes.shift(arguments);
                return Printed.NONE;
            }
            case "unset" -> {
                arguments.stream().filter(word -> !word.startsWith("-")).forEach(variables::unset);
                return Printed.NONE;
            }
            case "read", "mapfile", "readarray", "getopts" -> {
                changes.read(arguments, name.equals("read") ? Printed.lines(input) : Printed.UNKNOWN);
                return Printed.NONE;
            }
            case "eval" -> {
                return evaluate(String.join(" ", arguments), call, state, input);
            }
            case "trap" -> {
                if (arguments.size() > 1 && !arguments.get(0).startsWith("-")) {
                    evaluate(arguments.get(0), call, state.branch(), Printed.NONE);
                }
                return Printed.NONE;
            }
            case ".", "source" -> {
                return sourced.call(call, state);
            }
            case "exit", "return" -> {
                state.end();
                return Printed.NONE;
            }
            case "exec" -> {
                return exec(call, state, input);
            }
            case "command", "builtin" -> {
                return command(call, state, input);
            }
            case "type", "hash" -> {
                return programs.lookUp(arguments, call);
            }
            case "which" -> {
                programs.start(call, state, input);
                return programs.lookUp(arguments, call);
            }
            case "echo", "printf" -> {
                return KnownOutput.printed(name, arguments);
            }
            case "pwd" -> {
                return Printed.either(Set.of(), variables.directories());
            }
            case "alias" -> {
                return Printed.NONE;
            }
            default -> {
                if (!Builtins.isSilent(name)) {
                    // It may be a function of a file that was not read.
                    boolean isCertain = !sourced.isIncomplete() || programs.has(call);
                    return programs.start(isCertain ? call : call.with(Event.Certainty.CONDITIONAL), state, input);
                }
                if (Builtins.isTest(name)) {
                    events.reportWords(arguments, Event.Role.ARGUMENT, name, state, call.line());
                }
                return Printed.NONE;
            }
        }
    }

    /** Follows text that this shell itself reads: {@code eval}, {@code trap}. */
    private Set<String> evaluate(String text, ShellCall call, ShellState state, Set<String> input) {
        boolean unknown = text.indexOf(Marked.HOLE) == 0;
        if (unknown) {
            events.undetermined(call.line(), call.shownOperand());
        }
        if (unknown || limits.isTooDeep()) {
            return Printed.UNKNOWN;
        }
        limits.enter();
        Set<String> printed = shell.sequence(ShellParser.parse(Marked.plain(text), call.line()), state, input);
        limits.leave();
        return printed;
    }

    private Set<String> exec(ShellCall call, ShellState state, Set<String> input) {
        List<String> arguments = call.arguments();
        int at = 0;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            at += arguments.get(at).equals("-a") ? 2 : 1;
        }
        if (at >= arguments.size()) {
            if (call.command().words().size() > 1 && at == 0 && !call.open()) {
                events.undetermined(call.line(), call.shownOperand()); // exec $nothing
            }
            return Printed.NONE;
        }
        Set<String> printed = programs.start(call.with(arguments.subList(at, arguments.size())), state, input);
        state.end();
        return printed;
    }

    /** {@code command x}, {@code command -v x}. */
    private Set<String> command(ShellCall call, ShellState state, Set<String> input) {
        List<String> arguments = call.arguments();
        int at = 0;
        boolean asks = false;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            asks |= arguments.get(at).indexOf('v') > 0 || arguments.get(at).indexOf('V') > 0;
            at++;
        }
        List<String> operands = arguments.subList(at, arguments.size());
        return asks || operands.isEmpty() ? programs.lookUp(operands, call) : call(call.with(operands), state, input);
    }
}
