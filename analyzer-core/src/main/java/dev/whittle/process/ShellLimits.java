package dev.whittle.process;

import dev.whittle.path.RootPath;
import dev.whittle.shell.Command;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Limits how deeply, and how often, one shell follows the same functions, files and commands. */
final class ShellLimits {
    /** Nesting limit for function calls, sourced files and evaluated text. */
    private static final int MAX_DEPTH = 24;

    /** How often a function, a command of the text, or a file to source is followed with the same arguments. */
    private static final int MAX_SAME = 4;

    /** How often a function or a command of the text is followed with different arguments. */
    private static final int MAX_CALLS = 128;

    private final Map<Object, Integer> repeats = new HashMap<>();
    private final IdentityHashMap<Command.Simple, Map<List<String>, Integer>> calls = new IdentityHashMap<>();
    private int depth;

    boolean isTooDeep() {
        return depth > MAX_DEPTH;
    }

    void enter() {
        depth++;
    }

    void leave() {
        depth--;
    }

    /** Counts a call of a function. Returns whether it is to be followed. */
    boolean allowsFunction(String name, Variables.Arguments arguments) {
        return repeats.merge(name, 1, Integer::sum) <= MAX_CALLS
                && repeats.merge(List.of(name, arguments), 1, Integer::sum) <= MAX_SAME;
    }

    /** Counts a reading of a file into the shell. Returns whether it is to be followed. */
    boolean allowsFile(RootPath file) {
        return repeats.merge(file, 1, Integer::sum) <= MAX_SAME;
    }

    /** Counts an execution of a command of the text. Returns whether it is to be followed. */
    boolean allowsCommand(Command.Simple command, List<String> argv) {
        Map<List<String>, Integer> counts = calls.computeIfAbsent(command, key -> new HashMap<>());
        return counts.merge(argv, 1, Integer::sum) <= MAX_SAME && counts.size() <= MAX_CALLS;
    }
}
