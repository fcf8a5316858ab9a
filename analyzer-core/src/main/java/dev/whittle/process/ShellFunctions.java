package dev.whittle.process;

import dev.whittle.shell.Command;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions that one shell defines. One name may have several bodies, of different branches. */
final class ShellFunctions {
    private final ShellRun shell;
    private final ShellEvents events;
    private final ShellLimits limits;
    private final Map<String, List<Body>> bodies = new LinkedHashMap<>();
    private final Set<String> called = new HashSet<>();

    /** @param source the text that has the commands: a line is one of it, whoever calls the function */
    private record Body(Command commands, ShellSource source) {}

    ShellFunctions(ShellRun shell, ShellEvents events, ShellLimits limits) {
        this.shell = shell;
        this.events = events;
        this.limits = limits;
    }

    void define(Command.Function function) {
        bodies.computeIfAbsent(function.name(), name -> new ArrayList<>())
                .add(new Body(function.body(), events.source()));
    }

    boolean contains(String name) {
        return bodies.containsKey(name);
    }

    /** Follows a function. Returns its output. */
    Set<String> call(String name, Variables.Arguments arguments, ShellState state, Set<String> input) {
        called.add(name);
        boolean allowed = limits.allowsFunction(name, arguments);
        if (limits.isTooDeep() || !allowed) {
            return Printed.UNKNOWN;
        }
        limits.enter();
        Variables variables = state.variables();
        Set<String> printed = Set.of();
        ShellSource ofCall = events.source();
        for (Body body : List.copyOf(bodies.getOrDefault(name, List.of()))) {
            ShellState inner = state.subshell();
            inner.variables().setArguments(List.of(arguments));
            events.setSource(body.source);
            printed = Printed.either(printed, shell.execute(body.commands, inner, input));
            events.setSource(ofCall);
            List<Variables.Arguments> ofCaller = variables.arguments();
            variables.take(inner.variables());
            variables.setArguments(ofCaller);
        }
        limits.leave();
        return printed.isEmpty() ? Printed.UNKNOWN : printed;
    }

    /** Follows functions that are never called by a name that could be followed. */
    void callUncalled(Variables variables) {
        for (String name : List.copyOf(bodies.keySet())) {
            if (!called.contains(name)) {
                ShellState state = new ShellState(variables.branch(), Event.Certainty.CONDITIONAL);
                call(name, new Variables.Arguments(List.of(), true), state, Printed.NONE);
            }
        }
    }
}
