package dev.whittle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The shortcut past picocli gives the same result as picocli. */
class PlainLineTest {
    private static final int LINES = 1000;

    /** Commands with a shortcut. */
    enum Command {
        LDD,
        LAYER,
        SLIM;

        Callable<Integer> made(Console console) {
            return switch (this) {
                case LDD -> new LddCommand(console);
                case LAYER -> new LayerCommand(console);
                case SLIM -> new SlimCommand(console);
            };
        }

        Optional<? extends Callable<Integer>> plain(Console console, List<String> line) {
            return switch (this) {
                case LDD -> LddCommand.plain(console, line);
                case LAYER -> LayerCommand.plain(console, line);
                case SLIM -> SlimCommand.plain(console, line);
            };
        }
    }

    private final Console console = new Console(Environment.silent(Path.of("/"), Map.of()));

    /** Values that a parser may misread. */
    private static final List<String> VALUES = List.of(
            "json",
            "tree",
            "never",
            "always",
            "dir:/srv",
            "all",
            "a",
            "a b",
            "a=b",
            "=",
            "@a",
            "\"a\"",
            "'",
            "${a}",
            "%n",
            "ldd",
            "a,b",
            "\\",
            "*",
            "",
            "-",
            "-q",
            "--",
            "--format",
            "-qv",
            "\u00ff");

    @ParameterizedTest
    @EnumSource
    void a_line_that_is_plain_is_taken_as_picocli_takes_it(Command command) {
        List<OptionSpec> options = options(command);
        Random random = new Random(7);
        int plain = 0;
        for (int i = 0; i < LINES; i++) {
            List<String> line = line(options, random);
            Optional<?> taken = command.plain(console, line);
            if (taken.isPresent()) {
                plain++;
                assertThat((Object) taken.get())
                        .as("%s", line)
                        .usingRecursiveComparison()
                        .ignoringFields("console", "spec", "arguments") // the line itself, which each has in its way
                        .isEqualTo(picocli(command, line));
            }
        }
        assertThat(plain).as("plain ones of %d", LINES).isGreaterThan(LINES / 10);
    }

    @ParameterizedTest
    @EnumSource
    void every_option_but_those_of_help_has_a_plain_form(Command command) {
        for (OptionSpec option : options(command)) {
            for (String name : option.names()) {
                List<String> line = new ArrayList<>(List.of(name, "file"));
                if (option.arity().max() > 0) {
                    line.add(1, value(option));
                }
                boolean left = option.usageHelp() || option.versionHelp();
                assertThat(command.plain(console, line).isPresent()).as(name).isEqualTo(!left);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LDD, ''",
        "LDD, --help",
        "LDD, -qv a",
        "LDD, --format= a",
        "LDD, --format xml a",
        "LDD, --formal list a",
        "LDD, -- a",
        "LDD, a --from",
        "LAYER, --include a",
        "LAYER, a -o",
        "LAYER, a -oout.tar",
        "SLIM, -o a",
        "SLIM, a b",
        "SLIM, a --cmd --version",
        "SLIM, a --dry-run=true"
    })
    void anything_else_is_left_to_picocli(Command command, String line) {
        assertThat(command.plain(console, List.of(line.split(" ")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LDD, -", "LAYER, a -o -", "SLIM, -", "SLIM, - -o - --report=-"})
    void a_lone_hyphen_is_a_pipe(Command command, String line) {
        assertThat(command.plain(console, List.of(line.split(" ")))).isPresent();
    }

    private List<OptionSpec> options(Command command) {
        return new CommandLine(command.made(console)).getCommandSpec().options();
    }

    private List<String> line(List<OptionSpec> options, Random random) {
        List<String> line = new ArrayList<>();
        int words = 1 + random.nextInt(4);
        for (int i = 0; i < words; i++) {
            OptionSpec option = options.get(random.nextInt(options.size()));
            String[] names = option.names();
            String name = names[random.nextInt(names.length)];
            // Usually a valid value; otherwise hardly any line would be plain.
            String value = random.nextInt(3) > 0 ? value(option) : VALUES.get(random.nextInt(VALUES.size()));
            switch (random.nextInt(4)) {
                case 0 -> line.add(VALUES.get(random.nextInt(VALUES.size())));
                case 1 -> line.add(name + "=" + value);
                default -> {
                    line.add(name);
                    if (option.arity().max() > 0) {
                        line.add(value);
                    }
                }
            }
        }
        line.add(random.nextInt(line.size() + 1), "file");
        return line;
    }

    private static String value(OptionSpec option) {
        return option.type().isEnum() ? option.type().getEnumConstants()[1].toString() : "some";
    }

    private Object picocli(Command which, List<String> line) {
        Object command = which.made(console);
        try {
            // Configured like the tool.
            new CommandLine(command)
                    .setExpandAtFiles(false)
                    .setTrimQuotes(false)
                    .setAbbreviatedOptionsAllowed(false)
                    .setOverwrittenOptionsAllowed(true)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(line.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new AssertionError("picocli refuses " + line, e);
        }
        return command;
    }
}
