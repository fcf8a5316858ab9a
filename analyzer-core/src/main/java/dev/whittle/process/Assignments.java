package dev.whittle.process;

import dev.whittle.shell.Command;
import dev.whittle.shell.Word;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The assignments of one shell: they change variables, and the words of their values may name files. */
final class Assignments {
    /**
     * Limit for the words of assigned values that are examined: far more than scripts have, unless they extend a list
     * in each line.
     */
    private static final int MAX_VALUE_WORDS = 500_000;

    /** Limit for the combinations of text, directory and PATH whose words are remembered. */
    private static final int MAX_PLACES = 128;

    private final ShellEvents events;
    private final Expander.Context context;

    /** Words of assigned values that were reported, with their directory and PATH. */
    private final Map<List<Object>, Set<String>> reported = new HashMap<>();

    private int valueWords;

    Assignments(ShellEvents events, Expander.Context context) {
        this.events = events;
        this.context = context;
    }

    /**
     * Evaluates the assignments of a command.
     *
     * @param target what gets the values
     */
    void assign(Command.Simple command, ShellState state, Variables target) {
        for (Command.Assignment assignment : command.assignments()) {
            Set<String> values = new LinkedHashSet<>();
            for (Variables.Arguments arguments : state.variables().arguments()) {
                values.addAll(new Expander(target, arguments, context).texts(assignment.value()));
            }
            if (assignment.append()) {
                values = appended(target.get(assignment.name()), values, assignment);
            }
            target.assign(assignment.name(), values);
            reportWords(values, state, command.line());
        }
    }

    private static Set<String> appended(Set<String> before, Set<String> values, Command.Assignment assignment) {
        boolean array = assignment.value().parts().stream().anyMatch(Word.ArrayValue.class::isInstance);
        Set<String> all = new LinkedHashSet<>();
        for (String start : before.isEmpty() ? Printed.NONE : before) {
            for (String value : values) {
                all.add(array && !start.isEmpty() ? start + Expander.ELEMENT + value : start + value);
            }
        }
        return all;
    }

    /** Exports what a declaration names: {@code export A B=x}, {@code declare -x A}. */
    void export(Command.Simple command, String name, Variables variables) {
        if (!name.equals("export") && !hasExportOption(command)) {
            return;
        }
        command.assignments().forEach(assignment -> variables.export(assignment.name()));
        for (Word word : command.words().subList(1, command.words().size())) {
            Expander.withFirstArguments(variables, context).texts(word).stream()
                    .filter(text -> !text.startsWith("-"))
                    .forEach(variables::export);
        }
    }

    private static boolean hasExportOption(Command.Simple command) {
        return command.words().stream()
                .map(word -> word.plain().orElse(""))
                .anyMatch(word -> word.startsWith("-") && !word.startsWith("--") && word.indexOf('x') > 0);
    }

    /** Reports each word once per directory and PATH: a script may add one to a list in each line. */
    private void reportWords(Set<String> values, ShellState state, int line) {
        Variables variables = state.variables();
        List<Object> place = List.of(events.source(), variables.directory(), variables.get("PATH"));
        if (reported.size() > MAX_PLACES) {
            reported.clear();
        }
        Set<String> before = reported.computeIfAbsent(place, key -> new HashSet<>());
        for (String value : values) {
            if (valueWords > MAX_VALUE_WORDS) {
                events.undetermined(line, "more values than can be followed");
                return;
            }
            List<String> words = List.of(value.split("[ " + Expander.ELEMENT + "]", Variables.MAX_WORDS + 1));
            valueWords += words.size();
            for (String word : words.subList(0, Math.min(words.size(), Variables.MAX_WORDS))) {
                if (before.add(word)) {
                    events.reportWords(List.of(word), Event.Role.VALUE, "", state, line);
                }
            }
        }
    }
}
