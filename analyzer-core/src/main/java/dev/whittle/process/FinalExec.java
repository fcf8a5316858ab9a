package dev.whittle.process;

import dev.whittle.shell.Command;
import dev.whittle.shell.ShellParser;
import dev.whittle.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The program that replaces an entrypoint script at its end: {@code exec nginx "$@"}.
 *
 * @param words with {@link #ARGUMENTS} for the script's own; empty if they cannot be derived
 * @param problem why not, for display, raw; empty if they can
 */
public record FinalExec(List<String> words, String problem) {
    /** All arguments of the script. */
    public static final String ARGUMENTS = "$@";

    public FinalExec {
        words = List.copyOf(words);
    }

    /** @param text of the script, raw */
    public static FinalExec of(String text) {
        List<Command> commands = ShellParser.parse(text, 1).commands();
        int last = -1;
        for (int i = 0; i < commands.size(); i++) {
            last = isExec(commands.get(i)) ? i : last;
        }
        if (last < 0) {
            return cannot("it does not end with exec");
        }
        if (last + 1 < commands.size()) {
            return commands.get(last + 1) instanceof Command.Simple simple
                            && !simple.words().isEmpty()
                    ? cannot("line " + simple.line() + " does more than exec: "
                            + shown(simple.words().get(0)))
                    : cannot("more commands follow its last exec");
        }
        Constants constants = new Constants();
        for (Command command : commands) {
            constants.look(command, true);
        }
        if (constants.changesArguments > 0) {
            return cannot("line " + constants.changesArguments + " changes its arguments");
        }
        Command.Simple exec = (Command.Simple) commands.get(last);
        for (Command.Redirect redirect : exec.redirects()) {
            return cannot("line " + exec.line() + " does more than exec: " + shown(redirect.target()));
        }
        List<String> words = new ArrayList<>();
        for (Word word : exec.words().subList(1, exec.words().size())) {
            Optional<String> constant = constants.of(word);
            if (constant.isEmpty()) {
                return cannot("line " + word.line() + " names " + shown(word));
            }
            words.add(constant.get());
        }
        return new FinalExec(words, "");
    }

    private static FinalExec cannot(String problem) {
        return new FinalExec(List.of(), problem);
    }

    /** {@code exec 3>&1} starts nothing. */
    private static boolean isExec(Command command) {
        return command instanceof Command.Simple simple
                && simple.words().size() > 1
                && simple.words().get(0).plain().filter("exec"::equals).isPresent();
    }

    private static String shown(Word word) {
        StringBuilder text = new StringBuilder();
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Literal literal) {
                text.append(literal.text());
            } else if (part instanceof Word.Parameter parameter) {
                text.append('$').append(parameter.name());
            } else {
                text.append("$(...)");
            }
        }
        return text.toString();
    }

    /** Variables to which one constant is assigned, outside any branch. */
    private static final class Constants {
        private final Map<String, String> values = new HashMap<>();
        private final Set<String> changed = new HashSet<>();
        private int changesArguments;

        void look(Command command, boolean always) {
            if (command instanceof Command.Simple simple) {
                String name = simple.words().isEmpty()
                        ? ""
                        : simple.words().get(0).plain().orElse("");
                boolean sets = name.equals("set")
                        && simple.words().stream()
                                .anyMatch(word ->
                                        word.plain().filter("--"::equals).isPresent());
                if ((name.equals("shift") || sets) && changesArguments == 0) {
                    changesArguments = simple.line();
                }
                for (Command.Assignment assignment : simple.assignments()) {
                    Optional<String> value = assignment.append() ? Optional.empty() : of(assignment.value());
                    boolean first = always && !values.containsKey(assignment.name());
                    if (first && value.isPresent()) {
                        values.put(assignment.name(), value.get());
                    } else {
                        changed.add(assignment.name());
                    }
                }
            } else {
                parts(command).forEach(part -> look(part, false));
            }
        }

        private static List<Command> parts(Command command) {
            List<Command> all = new ArrayList<>();
            if (command instanceof Command.Sequence sequence) {
                all.addAll(sequence.commands());
            } else if (command instanceof Command.Pipeline pipeline) {
                all.addAll(pipeline.commands());
            } else if (command instanceof Command.AndOr andOr) {
                andOr.links().forEach(link -> all.add(link.command()));
            } else if (command instanceof Command.Negated negated) {
                all.add(negated.command());
            } else if (command instanceof Command.Background background) {
                all.add(background.command());
            } else if (command instanceof Command.Group group) {
                all.add(group.body());
            } else if (command instanceof Command.If conditional) {
                conditional.branches().forEach(branch -> all.addAll(List.of(branch.condition(), branch.body())));
                conditional.otherwise().ifPresent(all::add);
            } else if (command instanceof Command.Loop loop) {
                all.addAll(List.of(loop.condition(), loop.body()));
            } else if (command instanceof Command.For loop) {
                all.add(loop.body());
            } else if (command instanceof Command.Case choice) {
                choice.arms().forEach(arm -> all.add(arm.body()));
            }
            return all;
        }

        /** A completely known word. */
        Optional<String> of(Word word) {
            StringBuilder text = new StringBuilder();
            for (Word.Part part : word.parts()) {
                if (part instanceof Word.Literal literal) {
                    if (!literal.quoted()
                            && (Marked.isPattern(Marked.unquoted(literal.text()))
                                    || literal.text().startsWith("~"))) {
                        return Optional.empty();
                    }
                    text.append(literal.text());
                } else if (part instanceof Word.Parameter parameter
                        && parameter.operator().isEmpty()
                        && values.containsKey(parameter.name())
                        && !changed.contains(parameter.name())) {
                    text.append(values.get(parameter.name()));
                } else if (part instanceof Word.Parameter parameter
                        && parameter.operator().isEmpty()
                        && word.parts().size() == 1
                        && (parameter.name().equals("@") || (parameter.name().equals("*") && !parameter.quoted()))) {
                    return Optional.of(ARGUMENTS);
                } else {
                    return Optional.empty();
                }
            }
            return Optional.of(text.toString());
        }
    }
}
