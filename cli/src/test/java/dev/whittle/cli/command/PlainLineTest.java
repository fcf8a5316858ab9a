package dev.whittle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import dev.whittle.cli.options.ImageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The short way past picocli ends where picocli ends. */
class PlainLineTest {
    private static final int LINES = 2000;

    private final Console console = new Console(Environment.silent(Path.of("/"), Map.of()));

    /** Values that some parser may take for something else. */
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

    @Test
    void a_line_that_is_plain_is_taken_as_picocli_takes_it() {
        Random random = new Random(7);
        int plain = 0;
        for (int i = 0; i < LINES; i++) {
            List<String> line = line(random);
            Optional<LddCommand> taken = LddCommand.plain(console, line);
            if (taken.isPresent()) {
                plain++;
                assertThat(taken.get())
                        .as("%s", line)
                        .usingRecursiveComparison()
                        .ignoringFields("console")
                        .isEqualTo(picocli(line));
            }
        }
        assertThat(plain).as("plain ones of %d", LINES).isGreaterThan(LINES / 10);
    }

    @Test
    void every_option_but_those_of_help_and_of_images_has_a_plain_form() {
        // Reading an image takes longer than picocli does.
        Set<String> image =
                CommandSpec.forAnnotatedObject(new ImageOptions()).optionsMap().keySet();
        for (OptionSpec option :
                new CommandLine(new LddCommand(console)).getCommandSpec().options()) {
            for (String name : option.names()) {
                List<String> line = new ArrayList<>(List.of(name, "file"));
                if (option.arity().max() > 0) {
                    line.add(1, value(option));
                }
                boolean left = option.usageHelp() || option.versionHelp() || image.contains(name);
                assertThat(LddCommand.plain(console, line).isPresent()).as(name).isEqualTo(!left);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--help", "-qv a", "--format= a", "--format xml a", "--formal list a", "-- a", "a --from"})
    void anything_else_is_left_to_picocli(String line) {
        assertThat(LddCommand.plain(console, List.of(line.split(" ")))).isEmpty();
    }

    private List<String> line(Random random) {
        List<OptionSpec> options =
                new CommandLine(new LddCommand(console)).getCommandSpec().options();
        List<String> line = new ArrayList<>();
        int words = 1 + random.nextInt(4);
        for (int i = 0; i < words; i++) {
            OptionSpec option = options.get(random.nextInt(options.size()));
            String[] names = option.names();
            String name = names[random.nextInt(names.length)];
            // Mostly a value that it takes: else hardly a line would be plain.
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

    private LddCommand picocli(List<String> line) {
        LddCommand command = new LddCommand(console);
        try {
            // As the tool sets it up.
            new CommandLine(command)
                    .setExpandAtFiles(false)
                    .setTrimQuotes(false)
                    .setAbbreviatedOptionsAllowed(false)
                    .setOverwrittenOptionsAllowed(true)
                    .parseArgs(line.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new AssertionError("picocli refuses " + line, e);
        }
        return command;
    }
}
