package dev.whittle.golang;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a function starts, in terms of its own parameters: {@code run(name, args...)}.
 *
 * @param words the name of the program, and arguments
 * @param rest a slice of strings with the arguments after these
 * @param skipped strings at the start of the rest that are not arguments: {@code argv[0]}
 * @param looks whether it only looks for the program
 */
record Template(List<Text> words, Text rest, int skipped, boolean looks) {
    private static final int MAX_WORDS = 64;
    private static final int STRING = 16;

    /** A string or a slice: where it is, and its length. */
    record Text(Value pointer, Value length) {
        static final Text UNKNOWN = new Text(Value.Unknown.VALUE, Value.Unknown.VALUE);
        static final Text EMPTY = new Text(Value.Unknown.VALUE, new Value.Constant(0));

        /** A string or slice in two registers for parameters. */
        static Text parameter(int index) {
            return new Text(new Value.Parameter(index), new Value.Parameter(index + 1));
        }

        boolean isParameter() {
            return pointer instanceof Value.Parameter parameter
                    && length instanceof Value.Parameter other
                    && other.index() == parameter.index() + 1;
        }

        boolean isKnown() {
            return pointer.isKnown() && length.isKnown();
        }
    }

    Template {
        words = List.copyOf(words);
    }

    /** The function with the program's name in one parameter, and the arguments in another. */
    static Template of(int name, int rest, int skipped) {
        return new Template(List.of(Text.parameter(name)), Text.parameter(rest), skipped, false);
    }

    static Template looksFor(int name) {
        return new Template(List.of(Text.parameter(name)), Text.EMPTY, 0, true);
    }

    Text name() {
        return words.get(0);
    }

    /** Whether a caller of the function that has this call decides on the program or on a shell's text. */
    boolean dependsOnParameters() {
        return name().isParameter()
                || (words.size() > 2
                        && name().isKnown()
                        && words.subList(1, words.size()).stream().anyMatch(Text::isParameter));
    }

    /** What a call starts: parameters replaced by what the registers hold. */
    Template at(State state, InstructionSet machine) {
        UnaryOperator<Value> value = argument -> argument instanceof Value.Parameter parameter
                ? machine.parameter(parameter.index()) < 0
                        ? Value.Unknown.VALUE
                        : state.get(machine.parameter(parameter.index()))
                : argument;
        List<Text> all = new ArrayList<>();
        for (Text word : words) {
            all.add(new Text(value.apply(word.pointer), value.apply(word.length)));
        }
        Text list = new Text(value.apply(rest.pointer), value.apply(rest.length));
        boolean listed = list.length instanceof Value.Constant count
                && count.value() >= 0
                && count.value() <= MAX_WORDS
                && (list.pointer instanceof Value.Place
                        || list.pointer instanceof Value.Constant
                        || count.value() == 0);
        if (!listed) {
            return new Template(all, list.isParameter() ? list : Text.UNKNOWN, skipped, looks);
        }
        int length = (int) ((Value.Constant) list.length).value();
        for (int i = skipped; i < length; i++) {
            Value place = list.pointer.plus((long) STRING * i);
            all.add(new Text(state.load(place), state.load(place.plus(8))));
        }
        return new Template(all, Text.EMPTY, 0, looks);
    }
}
