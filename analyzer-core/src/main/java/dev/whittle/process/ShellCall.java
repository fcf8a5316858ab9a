package dev.whittle.process;

import dev.whittle.shell.Command;
import dev.whittle.shell.Word;
import java.util.List;

/**
 * A command of a shell with its expanded arguments.
 *
 * @param argv marked
 * @param open whether more arguments may follow
 * @param variables those of the shell, and those assigned for this command only
 */
record ShellCall(
        List<String> argv, boolean open, Command.Simple command, Variables variables, Event.Certainty certainty) {
    int line() {
        return command.line();
    }

    List<String> arguments() {
        return argv.subList(1, argv.size());
    }

    /** The command that this one executes: {@code x} of {@code exec x}. */
    ShellCall with(List<String> words) {
        return new ShellCall(words, open, command, variables, certainty);
    }

    ShellCall with(Event.Certainty other) {
        return new ShellCall(argv, open, command, variables, other);
    }

    /** The first operand as it is written, for display. */
    String shownOperand() {
        List<Word> words = command.words();
        return words.size() > 1 ? words.get(1).shown() : words.get(0).shown();
    }

    /** The first word that is not literal, for display. */
    String shownUnknown() {
        List<Word> words = command.words();
        return words.stream()
                .filter(word -> !word.parts().stream().allMatch(Word.Literal.class::isInstance))
                .findFirst()
                .orElse(words.get(0))
                .shown();
    }
}
