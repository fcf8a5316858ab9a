package dev.whittle.cli.help;

import dev.whittle.cli.options.Heading;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.Words;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What is to be said of a command.
 *
 * @param command its whole name, such as {@code whittle ldd}
 * @param summary one sentence
 * @param synopsis what follows the name: {@code [OPTION]... FILE...}
 * @param description paragraphs
 * @param arguments that are no options
 * @param groups options under their headings
 * @param examples command lines; an explanation may follow after two blanks
 */
public record HelpPage(
        String command,
        String summary,
        String synopsis,
        List<String> description,
        List<Item> arguments,
        List<Group> groups,
        List<String> examples) {
    /** Where options stand whose class has no heading. */
    private static final String OPTIONS = "Options";

    /** The last one, whatever comes first. */
    private static final String GENERAL = "General";

    /**
     * An option or an argument.
     *
     * @param names as it is written; empty for an argument
     * @param value the label of what it takes, if it takes something
     * @param text what it does
     * @param often the short text, if it belongs into the short help
     * @param words that it takes, if these are all
     */
    public record Item(
            List<String> names, Optional<String> value, String text, Optional<String> often, List<String> words) {
        /** As a list shows it: {@code -o, --output DEST}. */
        public String shown() {
            String joined = String.join(", ", names);
            // A long name that has no short one stands below the other long ones.
            String aligned = !names.isEmpty() && names.get(0).startsWith("--") ? "    " + joined : joined;
            return aligned
                    + value.map(label -> names.isEmpty() ? label : " " + label).orElse("");
        }

        /** One line for a list: the short text, or the first sentence. */
        public String gist() {
            if (often.isPresent()) {
                return often.get();
            }
            int end = text.indexOf(". ");
            String sentence = end < 0 ? text : text.substring(0, end);
            int colon = sentence.indexOf(": ");
            String first = colon > 0 ? sentence.substring(0, colon) : sentence;
            return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
        }
    }

    /** @param heading without a colon */
    public record Group(String heading, List<Item> options) {}

    public static HelpPage of(CommandSpec spec) {
        return new HelpPage(
                spec.qualifiedName(),
                text(String.join(" ", spec.usageMessage().header())),
                synopsis(spec),
                Arrays.stream(spec.usageMessage().description())
                        .map(HelpPage::text)
                        .filter(paragraph -> !paragraph.isBlank())
                        .toList(),
                spec.positionalParameters().stream().map(HelpPage::argument).toList(),
                groups(spec),
                Arrays.stream(spec.usageMessage().footer()).map(HelpPage::text).toList());
    }

    private static String synopsis(CommandSpec spec) {
        StringBuilder text = new StringBuilder("[OPTION]...");
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            String label = argument.paramLabel() + (argument.arity().max() > 1 ? "..." : "");
            // What --from may name instead is needed all the same.
            boolean needed = argument.arity().min() > 0 || argument.paramLabel().equals("SOURCE");
            text.append(' ').append(needed ? label : "[" + label + "]");
        }
        return text.toString();
    }

    private static Item argument(PositionalParamSpec argument) {
        return new Item(
                List.of(), Optional.of(argument.paramLabel()), joined(argument), often(argument), words(argument));
    }

    private static List<Group> groups(CommandSpec spec) {
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                groups.computeIfAbsent(heading(option), heading -> new ArrayList<>())
                        .add(item(option));
            }
        }
        List<Group> all = new ArrayList<>();
        groups.forEach((heading, options) -> all.add(new Group(heading, List.copyOf(options))));
        all.sort((one, other) ->
                Boolean.compare(one.heading().equals(GENERAL), other.heading().equals(GENERAL)));
        return List.copyOf(all);
    }

    private static Item item(OptionSpec option) {
        // Other long names are older ones that still work.
        String name = option.longestName();
        for (String each : option.names()) {
            if (each.startsWith("--")) {
                name = each;
                break;
            }
        }
        String shown = name;
        List<String> names = Arrays.stream(option.names())
                .filter(each -> !each.startsWith("--") || each.equals(shown))
                .sorted((a, b) -> a.length() - b.length())
                .toList();
        Optional<String> value = option.arity().max() > 0 ? Optional.of(option.paramLabel()) : Optional.empty();
        return new Item(names, value, joined(option), often(option), words(option));
    }

    private static String heading(OptionSpec option) {
        if (option.userObject() instanceof Field field) {
            Heading heading = field.getDeclaringClass().getAnnotation(Heading.class);
            return heading == null ? OPTIONS : heading.value();
        }
        return OPTIONS;
    }

    private static Optional<String> often(ArgSpec argument) {
        return argument.userObject() instanceof Field field
                ? Optional.ofNullable(field.getAnnotation(Often.class)).map(Often::value)
                : Optional.empty();
    }

    private static List<String> words(ArgSpec argument) {
        if (argument.type().isEnum()) {
            return Arrays.stream(argument.type().getEnumConstants())
                    .map(String::valueOf)
                    .toList();
        }
        Words words = argument.userObject() instanceof Field field ? field.getAnnotation(Words.class) : null;
        return words == null ? List.of() : List.of(words.value());
    }

    private static String joined(ArgSpec argument) {
        return Forms.insert(text(String.join(" ", argument.description())));
    }

    /** Picocli would format it. */
    private static String text(String format) {
        return format.replace("%n", "\n").replace("%%", "%");
    }
}
