package dev.whittle.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of commands in a script, as the text has them: what is known of a script without following it. Words behind
 * another command's name ({@code nohup x}, {@code sudo x}) and the values of {@code for} loops may be names as well.
 */
public final class CommandNames {
    /** How many words of a simple command count: {@code timeout -k 5 30 x}. */
    private static final int MAX_WORDS = 5;

    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Deque<Command> pending = new ArrayDeque<>();

    private CommandNames() {}

    /** The words that may be names of commands, each with the first line that has it. */
    public static Map<String, Integer> of(Command.Sequence script) {
        CommandNames names = new CommandNames();
        names.pending.push(script);
        while (!names.pending.isEmpty()) {
            names.add(names.pending.pop());
        }
        return names.lines;
    }

    private void add(Command command) {
        if (command instanceof Command.Sequence sequence) {
            sequence.commands().forEach(pending::push);
        } else if (command instanceof Command.Simple simple) {
            simple.assignments().forEach(assignment -> substitutions(assignment.value()));
            int count = 0;
            for (Word word : simple.words()) {
                if (count++ < MAX_WORDS) {
                    name(word);
                }
                substitutions(word);
            }
        } else if (command instanceof Command.Pipeline pipeline) {
            pipeline.commands().forEach(pending::push);
        } else if (command instanceof Command.AndOr list) {
            list.links().forEach(link -> pending.push(link.command()));
        } else if (command instanceof Command.Negated negated) {
            pending.push(negated.command());
        } else if (command instanceof Command.Background background) {
            pending.push(background.command());
        } else if (command instanceof Command.Group group) {
            pending.push(group.body());
        } else if (command instanceof Command.If branches) {
            branches.branches().forEach(branch -> {
                pending.push(branch.condition());
                pending.push(branch.body());
            });
            branches.otherwise().ifPresent(pending::push);
        } else if (command instanceof Command.Loop loop) {
            pending.push(loop.condition());
            pending.push(loop.body());
        } else if (command instanceof Command.For loop) {
            loop.values().orElse(List.of()).forEach(word -> {
                name(word);
                substitutions(word);
            });
            pending.push(loop.body());
        } else if (command instanceof Command.Case choice) {
            substitutions(choice.subject());
            choice.arms().forEach(arm -> pending.push(arm.body()));
        } else if (command instanceof Command.Function function) {
            pending.push(function.body());
        } else if (command instanceof Command.Test test) {
            test.words().forEach(this::substitutions);
        }
    }

    private void name(Word word) {
        Optional<String> text = word.parts().size() == 1 && word.parts().get(0) instanceof Word.Literal literal
                ? Optional.of(literal.text())
                : Optional.empty();
        text.filter(name -> !name.isEmpty() && name.charAt(0) != '-')
                .ifPresent(name -> lines.putIfAbsent(name, word.line()));
    }

    private void substitutions(Word word) {
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Substitution substitution) {
                pending.push(substitution.body());
            } else if (part instanceof Word.ProcessSubstitution substitution) {
                pending.push(substitution.body());
            } else if (part instanceof Word.Parameter parameter) {
                substitutions(parameter.argument());
            } else if (part instanceof Word.ArrayValue array) {
                array.elements().forEach(element -> {
                    name(element);
                    substitutions(element);
                });
            }
        }
    }
}
