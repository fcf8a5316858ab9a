package dev.whittle.process;

import dev.whittle.shell.Command;
import dev.whittle.shell.Word;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Commands of a shell that are executed for their exit code. */
final class Conditions {
    private Conditions() {}

    /** Whether a command is only a test, so the commands after it may not be executed. */
    static boolean isTest(Command command) {
        if (command instanceof Command.Simple simple) {
            String name = simple.words().isEmpty()
                    ? ""
                    : simple.words().get(0).plain().orElse("");
            return Builtins.isTest(name);
        }
        if (command instanceof Command.AndOr andOr) {
            return andOr.links().stream().anyMatch(link -> isTest(link.command()));
        }
        return command instanceof Command.Test || command instanceof Command.Negated;
    }

    /** Whether a condition compares two known, equal texts; {@code [ a = b ]} and {@code [[ a == b ]]}. */
    static boolean isTrue(Command.Sequence condition, Variables variables, Expander.Context context) {
        return condition.commands().size() == 1 && isTrue(condition.commands().get(0), variables, context);
    }

    /** @param only the only command of a condition */
    static boolean isTrue(Command only, Variables variables, Expander.Context context) {
        List<Word> words;
        if (only instanceof Command.Test test) {
            words = test.words();
        } else if (only instanceof Command.Simple simple
                && !simple.words().isEmpty()
                && Builtins.isTest(simple.words().get(0).plain().orElse(""))) {
            words = simple.words().subList(1, simple.words().size());
        } else {
            return false;
        }
        boolean closed =
                words.size() == 4 && words.get(3).plain().filter("]"::equals).isPresent();
        if (words.size() != 3 && !closed) {
            return false;
        }
        String operator = words.get(1).plain().orElse("");
        if (!operator.equals("=") && !operator.equals("==")) {
            return false;
        }
        Set<String> left = new LinkedHashSet<>();
        Set<String> right = new LinkedHashSet<>();
        for (Variables.Arguments arguments : variables.arguments()) {
            Expander expander = new Expander(variables, arguments, context);
            left.addAll(expander.texts(words.get(0)));
            right.addAll(expander.texts(words.get(2)));
        }
        return left.size() == 1
                && left.equals(right)
                && !Marked.isPattern(left.iterator().next());
    }
}
