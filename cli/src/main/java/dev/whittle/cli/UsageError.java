package dev.whittle.cli;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Similar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a line that picocli refuses, in one line with the way to the right one. */
final class UsageError {
    private UsageError() {}

    /** @param commands the names of all */
    static String of(ParameterException failure, List<String> commands) {
        CommandSpec spec = failure.getCommandLine().getCommandSpec();
        String message;
        if (failure instanceof UnmatchedArgumentException unmatched) {
            message = unmatched(unmatched, spec, commands);
        } else if (failure instanceof MissingParameterException missing) {
            message = missing(missing);
        } else {
            message = badValue(failure);
        }
        return message + (message.endsWith("?") ? " see " : "; see ") + spec.qualifiedName() + " --help";
    }

    private static String unmatched(UnmatchedArgumentException failure, CommandSpec spec, List<String> commands) {
        String word = failure.getUnmatched().get(0);
        String shown = RawText.visible(word);
        if (failure.isUnknownOption()) {
            List<String> names = new ArrayList<>();
            spec.options().forEach(option -> names.addAll(Arrays.asList(option.names())));
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            return "unknown option: " + shown + meant(Similar.to(name, names));
        }
        if (spec.parent() == null) {
            return "no such command: " + shown + meant(Similar.to(word, commands));
        }
        return "one argument too many: " + shown;
    }

    private static String missing(MissingParameterException failure) {
        ArgSpec argument = failure.getMissing().get(0);
        return argument instanceof OptionSpec option
                ? option.longestName() + " needs a value: " + option.longestName() + " " + option.paramLabel()
                : "no " + argument.paramLabel().replace("[SOURCE] ", "") + " given";
    }

    private static String badValue(ParameterException failure) {
        ArgSpec argument = failure.getArgSpec();
        if (argument instanceof OptionSpec option) {
            String name = option.longestName();
            String value = failure.getValue() == null ? "" : failure.getValue();
            if (option.arity().max() == 0) {
                return name + " takes no value";
            }
            if (option.type().isEnum()) {
                List<String> words = Stream.of(option.type().getEnumConstants())
                        .map(String::valueOf)
                        .toList();
                return name + " " + RawText.visible(value) + ": not one of " + String.join(", ", words)
                        + meant(Similar.to(value, words));
            }
        }
        // Nothing else is known to come here: then picocli's own words are better than none.
        String message = String.valueOf(failure.getMessage()).replace('\n', ' ');
        return RawText.visible(
                message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1));
    }

    private static String meant(Optional<String> similar) {
        return similar.map(word -> "; did you mean " + word + "?").orElse("");
    }
}
