package dev.whittle.process;

import dev.whittle.shell.Command;
import dev.whittle.shell.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Expands words (POSIX XCU 2.6) as far as values are known. A word may have several expansions, since a variable may
 * have several values; unknown parts become a {@linkplain Marked#HOLE hole}.
 */
final class Expander {
    /** Separates the elements of an array in the value of its variable. */
    static final char ELEMENT = '\uE005';

    private static final int MAX_PATTERN_TEXT = 1024;

    /** The name of a positional parameter. */
    private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,2}");

    private final Variables variables;
    private final Variables.Arguments arguments;
    private final Context context;

    /** The shell that expands the words. */
    interface Context {
        /** The output of a command substitution; marked, at least one. */
        Set<String> output(Command.Sequence body, Variables variables);

        /** The script under its given name, and its target if it is a link. */
        Set<String> scripts();
    }

    Expander(Variables variables, Variables.Arguments arguments, Context context) {
        this.variables = variables;
        this.arguments = arguments;
        this.context = context;
    }

    /** An expander for words that rarely contain arguments: it uses the first possible list. */
    static Expander withFirstArguments(Variables variables, Context context) {
        return new Expander(variables, variables.arguments().get(0), context);
    }

    /** One possible expansion of a word. */
    private static final class Way {
        private final List<String> done = new ArrayList<>();
        private final StringBuilder field = new StringBuilder();
        private boolean begun;

        /** Whether the field consists only of variables that nothing sets, so that it is probably absent. */
        private boolean unset;

        Way copy() {
            Way copy = new Way();
            copy.done.addAll(done);
            copy.field.append(field);
            copy.begun = begun;
            copy.unset = unset;
            return copy;
        }

        void append(String text) {
            field.append(text);
            begun = true;
            unset = false;
        }

        void end() {
            if (begun && !unset) {
                done.add(field.toString());
            }
            field.setLength(0);
            begun = false;
            unset = false;
        }

        void appendSplit(String text) {
            int start = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == ' ' || c == '\t' || c == '\n' || c == ELEMENT) {
                    if (i > start) {
                        append(text.substring(start, i));
                    }
                    end();
                    start = i + 1;
                }
            }
            if (start < text.length()) {
                append(text.substring(start));
            }
        }

        void appendElements(String text) {
            String[] elements = text.split(String.valueOf(ELEMENT), -1);
            for (int i = 0; i < elements.length; i++) {
                if (i > 0) {
                    end();
                }
                append(elements[i]);
            }
        }
    }

    /** The fields of a word, for each possible expansion; at least one. */
    List<List<String>> fields(Word word) {
        List<Way> ways = new ArrayList<>(List.of(new Way()));
        boolean first = true;
        for (Word.Part part : word.parts()) {
            ways = append(ways, part, first);
            first = false;
        }
        Set<List<String>> all = new LinkedHashSet<>();
        for (Way way : ways) {
            way.end();
            all.add(List.copyOf(way.done));
        }
        return List.copyOf(all);
    }

    private List<Way> append(List<Way> ways, Word.Part part, boolean first) {
        if (part instanceof Word.Literal literal) {
            String text = literal.quoted() ? literal.text() : Marked.unquoted(home(literal.text(), first));
            ways.forEach(way -> way.append(text));
            return ways;
        }
        boolean all = part instanceof Word.Parameter parameter
                && parameter.operator().isEmpty()
                && (parameter.name().equals("@") || parameter.name().equals("*"));
        if (all) {
            for (Way way : ways) {
                boolean next = false;
                for (String argument : arguments.words()) {
                    if (next) {
                        way.end();
                    }
                    if (part.quoted()) {
                        way.append(argument);
                    } else {
                        way.appendSplit(argument);
                    }
                    next = true;
                }
            }
            return ways;
        }
        Set<String> texts = values(part);
        boolean unset = part instanceof Word.Parameter parameter && !part.quoted() && isUnset(parameter);
        List<Way> extended = new ArrayList<>();
        for (Way way : ways) {
            for (String text : texts) {
                if (extended.size() >= Variables.MAX_VALUES) {
                    break;
                }
                Way copy = texts.size() == 1 ? way : way.copy();
                if (unset && !copy.begun) {
                    copy.field.append(text);
                    copy.begun = true;
                    copy.unset = true;
                } else if (part.quoted()) {
                    copy.appendElements(text);
                } else {
                    copy.appendSplit(text);
                }
                extended.add(copy);
            }
        }
        return extended;
    }

    private boolean isUnset(Word.Parameter parameter) {
        return parameter.operator().isEmpty()
                && !parameter.name().isEmpty()
                && !Character.isDigit(parameter.name().charAt(0))
                && Character.isLetter(parameter.name().charAt(0))
                && variables.get(parameter.name()).isEmpty();
    }

    /**
     * The possible values of a word as one text, without splitting: the value of an assignment, the subject of
     * {@code case}.
     */
    Set<String> texts(Word word) {
        List<StringBuilder> ways = new ArrayList<>(List.of(new StringBuilder()));
        boolean first = true;
        for (Word.Part part : word.parts()) {
            Set<String> texts = part instanceof Word.Literal literal
                    ? Set.of(literal.quoted() ? literal.text() : Marked.unquoted(home(literal.text(), first)))
                    : values(part);
            List<StringBuilder> extended = new ArrayList<>();
            for (StringBuilder way : ways) {
                for (String text : texts) {
                    if (extended.size() < Variables.MAX_VALUES && way.length() + text.length() <= (1 << 16)) {
                        extended.add(new StringBuilder(way).append(text));
                    }
                }
            }
            ways = extended.isEmpty() ? List.of(new StringBuilder(Marked.UNKNOWN)) : extended;
            first = false;
        }
        Set<String> all = new LinkedHashSet<>();
        ways.forEach(way -> all.add(way.toString()));
        return all;
    }

    /** {@code ~} and {@code ~/x} (POSIX XCU 2.6.1). */
    private String home(String text, boolean first) {
        boolean tilde = first && text.startsWith("~") && (text.length() == 1 || text.charAt(1) == '/');
        Set<String> home = tilde ? variables.get("HOME") : Set.of();
        return home.isEmpty() ? text : home.iterator().next() + text.substring(1);
    }

    private Set<String> values(Word.Part part) {
        if (part instanceof Word.Parameter parameter) {
            return parameter(parameter);
        }
        if (part instanceof Word.Substitution substitution) {
            Set<String> texts = new LinkedHashSet<>();
            context.output(substitution.body(), variables).forEach(text -> texts.add(text.replaceAll("\n+$", "")));
            return texts;
        }
        if (part instanceof Word.ProcessSubstitution substitution) {
            context.output(substitution.body(), variables);
            return Set.of("/dev/fd/63");
        }
        if (part instanceof Word.Arithmetic arithmetic) {
            texts(arithmetic.expression()); // for the commands in it
            return Set.of(Marked.UNKNOWN);
        }
        if (part instanceof Word.ArrayValue array) {
            List<String> elements = new ArrayList<>();
            for (Word element : array.elements()) {
                List<List<String>> ways = fields(element);
                elements.addAll(ways.get(0));
            }
            return Set.of(String.join(String.valueOf(ELEMENT), elements));
        }
        return Set.of(((Word.Literal) part).text());
    }

    private Set<String> parameter(Word.Parameter parameter) {
        Set<String> values = base(parameter.name());
        return switch (parameter.operator()) {
            case "" -> values.isEmpty() ? Set.of(Marked.UNKNOWN) : values;
            case ":-", "-", ":=", "=" -> orDefault(parameter, values);
            case ":+", "+" -> alternative(parameter, values);
            case "%", "%%", "#", "##" -> stripped(parameter, values);
            case "/", "//" -> replaced(parameter, values);
            case "^", "^^", ",", ",," -> inCase(parameter.operator(), values);
            case "indirect" -> indirect(values);
            case ":?", "?", "@" -> values.isEmpty() ? Set.of(Marked.UNKNOWN) : values;
            default -> {
                texts(parameter.argument());
                yield Set.of(Marked.UNKNOWN);
            }
        };
    }

    /** Empty if nothing sets it. */
    private Set<String> base(String name) {
        switch (name) {
            case "0", "BASH_SOURCE" -> {
                return context.scripts();
            }
            case "@", "*" -> {
                return arguments.words().isEmpty() && arguments.open()
                        ? Set.of(Marked.UNKNOWN)
                        : Set.of(String.join(" ", arguments.words()));
            }
            case "#", "?", "-", "$", "!", "" -> {
                return Set.of(Marked.UNKNOWN);
            }
            case "PWD" -> {
                return variables.directories();
            }
            default -> {
                // below
            }
        }
        if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
            // ${1e} is a "bad substitution" in every shell.
            int index = POSITION.matcher(name).matches() ? Integer.parseInt(name) : Integer.MAX_VALUE;
            if (index <= arguments.words().size()) {
                return Set.of(arguments.words().get(index - 1));
            }
            return Set.of(arguments.open() ? Marked.UNKNOWN : "");
        }
        return variables.get(name);
    }

    private Set<String> orDefault(Word.Parameter parameter, Set<String> values) {
        Set<String> all = new LinkedHashSet<>(values);
        boolean colon = parameter.operator().startsWith(":");
        boolean maybeEmpty = all.isEmpty() || (colon && all.remove(""));
        if (maybeEmpty || all.stream().anyMatch(text -> text.equals(Marked.UNKNOWN))) {
            all.addAll(texts(parameter.argument()));
        }
        if (all.isEmpty()) {
            all.add("");
        }
        if (parameter.operator().endsWith("=")) {
            variables.assign(parameter.name(), all);
        }
        return all;
    }

    private Set<String> alternative(Word.Parameter parameter, Set<String> values) {
        Set<String> all = new LinkedHashSet<>();
        if (values.isEmpty() || values.contains("")) {
            all.add("");
        }
        if (!values.isEmpty()) {
            all.addAll(texts(parameter.argument()));
        }
        return all;
    }

    private Set<String> stripped(Word.Parameter parameter, Set<String> values) {
        if (values.isEmpty()) {
            return Set.of(Marked.UNKNOWN);
        }
        Set<String> patterns = texts(parameter.argument());
        Set<String> all = new LinkedHashSet<>();
        for (String value : values) {
            for (String pattern : patterns) {
                all.add(stripped(value, pattern, parameter.operator()));
            }
        }
        return all;
    }

    private static String stripped(String value, String pattern, String operator) {
        if (!Marked.isKnown(value) || !Marked.isKnown(pattern) || value.length() > MAX_PATTERN_TEXT) {
            return Marked.UNKNOWN;
        }
        boolean suffix = operator.startsWith("%");
        boolean longest = operator.length() == 2;
        int length = value.length();
        for (int i = 0; i <= length; i++) {
            int count = longest ? length - i : i;
            String part = suffix ? value.substring(length - count) : value.substring(0, count);
            if (Marked.matches(pattern, part)) {
                return suffix ? value.substring(0, length - count) : value.substring(count);
            }
        }
        return value;
    }

    private Set<String> replaced(Word.Parameter parameter, Set<String> values) {
        Set<String> all = new LinkedHashSet<>();
        for (String argument : texts(parameter.argument())) {
            int slash = argument.indexOf('/');
            String pattern = slash < 0 ? argument : argument.substring(0, slash);
            String by = slash < 0 ? "" : argument.substring(slash + 1);
            for (String value : values) {
                boolean simple = !Marked.isPattern(pattern)
                        && !pattern.isEmpty()
                        && Marked.isKnown(value)
                        && value.length() <= MAX_PATTERN_TEXT;
                if (!simple) {
                    all.add(Marked.UNKNOWN);
                } else if (parameter.operator().equals("//")) {
                    all.add(value.replace(pattern, by));
                } else {
                    int at = value.indexOf(pattern);
                    all.add(at < 0 ? value : value.substring(0, at) + by + value.substring(at + pattern.length()));
                }
            }
        }
        return all.isEmpty() ? Set.of(Marked.UNKNOWN) : all;
    }

    private static Set<String> inCase(String operator, Set<String> values) {
        Set<String> all = new LinkedHashSet<>();
        for (String value : values) {
            boolean allLetters = operator.length() == 2 || value.isEmpty();
            String part = allLetters ? value : value.substring(0, 1);
            String changed = operator.startsWith("^") ? part.toUpperCase(Locale.ROOT) : part.toLowerCase(Locale.ROOT);
            all.add(allLetters ? changed : changed + value.substring(1));
        }
        return all.isEmpty() ? Set.of(Marked.UNKNOWN) : all;
    }

    private Set<String> indirect(Set<String> names) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : names) {
            all.addAll(Marked.isKnown(name) ? variables.get(name) : Set.of(Marked.UNKNOWN));
        }
        return all.isEmpty() ? Set.of(Marked.UNKNOWN) : all;
    }

    /** Whether a word expands to arguments that are not all known. */
    boolean takesOpenArguments(Word word) {
        return arguments.open()
                && word.parts().stream()
                        .anyMatch(part -> part instanceof Word.Parameter parameter
                                && (parameter.name().equals("@")
                                        || parameter.name().equals("*")));
    }
}
