package dev.whittle.shell;

import java.util.List;
import java.util.Optional;

/**
 * One word of a command before expansion (POSIX XCU 2.6).
 *
 * @param parts in order; none for an empty quoted word
 * @param line where it begins, counted from 1
 */
public record Word(List<Part> parts, int line) {
    public Word {
        parts = List.copyOf(parts);
    }

    /** A piece of a word. */
    public sealed interface Part {
        /** Whether the piece was quoted: then it is neither split nor matched against file names. */
        boolean quoted();
    }

    /** Literal text. */
    public record Literal(String text, boolean quoted) implements Part {}

    /**
     * {@code $name} or <code>${name…}</code>.
     *
     * @param name of a variable, a number, or one of {@code @ * # ? - $ !}
     * @param operator after the name: {@code :-}, {@code %%}, {@code /} and so on; {@code length} and {@code indirect}
     *     for <code>${#name}</code> and <code>${!name}</code>; empty for a plain parameter
     * @param argument the word after the operator, empty if there is none
     */
    public record Parameter(String name, String operator, Word argument, boolean quoted) implements Part {}

    /** {@code $(…)} or backquotes. */
    public record Substitution(Command.Sequence body, boolean quoted) implements Part {}

    /** {@code <(…)} or {@code >(…)}: expands to a file name. */
    public record ProcessSubstitution(Command.Sequence body) implements Part {
        @Override
        public boolean quoted() {
            return true;
        }
    }

    /** {@code $((…))}: a number. */
    public record Arithmetic(Word expression, boolean quoted) implements Part {}

    /** {@code (a b c)} as the value of an assignment. */
    public record ArrayValue(List<Word> elements) implements Part {
        public ArrayValue {
            elements = List.copyOf(elements);
        }

        @Override
        public boolean quoted() {
            return false;
        }
    }

    /** The text of a word that is one unquoted literal, which is the only form in which a reserved word counts. */
    public Optional<String> plain() {
        return parts.size() == 1 && parts.get(0) instanceof Literal literal && !literal.quoted()
                ? Optional.of(literal.text())
                : Optional.empty();
    }

    /** For a message: parts that are not literal are shortened. */
    public String shown() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                text.append(literal.text());
            } else if (part instanceof Parameter parameter) {
                text.append('$').append(parameter.name());
            } else {
                text.append("$(...)");
            }
        }
        return text.toString();
    }

    /** A quoted word with this text. */
    public static Word quoted(String text, int line) {
        return new Word(List.of(new Literal(text, true)), line);
    }
}
