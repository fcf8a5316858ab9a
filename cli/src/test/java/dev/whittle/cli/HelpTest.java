package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.command.SlimCommand;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import dev.whittle.image.ArgumentList;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {
    private static final int WIDTH = 80;
    private static final int SCREEN = 40;

    private final Path directory;

    HelpTest(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<String> helpLines() {
        return Stream.of(
                        Stream.of("--help", "-h", "help"),
                        commands().map(command -> command + " --help"),
                        commands().map(command -> command + " -h"),
                        commands().map(command -> "help " + command))
                .flatMap(lines -> lines);
    }

    static Stream<String> commands() {
        return Dispatch.VERBS.stream().map(Dispatch.Verb::name);
    }

    /** Commands with subcommands. */
    static Stream<String> commandsWithExamples() {
        return commands()
                .filter(command -> !Set.of("families", "generate-completion").contains(command));
    }

    @ParameterizedTest
    @MethodSource("helpLines")
    void help_is_a_result_with_examples_and_no_line_too_wide(String line) {
        Whittle.Result result = run(line);
        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("\nExamples:\n  ");
        assertThat(result.outLines())
                .filteredOn(text -> !text.startsWith("  whittle ") && !text.startsWith("  docker "))
                .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(WIDTH));
    }

    /** A line of the examples, without its explanation, is a valid command line. */
    @ParameterizedTest
    @MethodSource("commandsWithExamples")
    void each_example_is_understood(String command) {
        List<String> lines = run(command + " --help").outLines();
        List<String> examples = lines.subList(lines.indexOf("Examples:") + 1, lines.size());
        assertThat(examples).hasSizeGreaterThan(4);
        for (String example : examples) {
            if (example.startsWith("      ")) {
                continue; // the explanation of the one above
            }
            String typed =
                    example.strip().replaceAll("^docker save \\S+ \\| ", "").replaceAll("(  | \\|| >).*", "");
            assertThat(typed).startsWith("whittle ");
            String nowhere = typed.substring("whittle ".length())
                    .replace("/usr/", "/nosuch/")
                    .replaceAll(" /(?= |$)", " /nosuch");
            Whittle.Result result =
                    Whittle.in(directory).run(ArgumentList.parse(nowhere).toArray(new String[0]));
            assertThat(result.exit()).as(typed + ": " + result.err()).isNotEqualTo(2);
        }
    }

    @Test
    void every_command_is_in_the_list_of_commands() {
        String help = run("--help").out();
        assertThat(commands()).allSatisfy(command -> assertThat(help).contains("\n  " + command + "  "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "ldd --version", "layer -V", "slim -V", "generate-completion --version"})
    void the_version_is_a_result(String line) {
        Whittle.Result result = run(line);
        assertThat(result.exit()).isZero();
        assertThat(result.out()).matches("whittle \\d+\\.\\d+\\.\\d+\\S*\n");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_short_help_is_one_screen(String command) {
        assertThat(run(command + " -h").outLines()).hasSizeLessThanOrEqualTo(SCREEN);
        assertThat(run(command + " -h").out()).endsWith("\nAll options: whittle " + command + " --help\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 100, 120})
    void lines_are_as_wide_as_the_terminal_and_no_name_is_broken(int columns) {
        Whittle.Result result =
                Whittle.in(directory).with("COLUMNS", String.valueOf(columns)).run("slim", "--help");
        assertThat(result.out()).contains("docker-archive:FILE[:REF]", "--platform PLATFORM");
        assertThat(result.outLines())
                .filteredOn(text -> !text.startsWith("  whittle ") && !text.startsWith("  docker "))
                .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(columns))
                .anySatisfy(text -> assertThat(text).hasSizeGreaterThan(columns - 12));
    }

    @Test
    void without_a_command_the_overview_is_shown() {
        Whittle.Result result = Whittle.in(directory).run();
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .isEqualTo(run("--help").out())
                .isEqualTo(run("help").out());
    }

    @Test
    void options_stand_in_groups_and_none_is_left_out() {
        List<String> lines = run("slim --help").outLines();
        assertThat(lines)
                .containsSubsequence(
                        "Arguments:",
                        "Options:",
                        "Image configuration:",
                        "What to keep:",
                        "Hidden dependencies:",
                        "Result:",
                        "Source:",
                        "Dynamic loader:",
                        "General:",
                        "Examples:");
        CommandLine slim = new CommandLine(new SlimCommand(new Console(Environment.silent(directory, Map.of()))));
        slim.getCommandSpec().options().forEach(option -> assertThat(lines)
                .as(option.longestName())
                .filteredOn(line -> Stream.of(option.names())
                        .anyMatch(name -> name.startsWith("--") && line.matches(".* " + name + "( .*)?")))
                .isNotEmpty());
    }

    private Whittle.Result run(String line) {
        return Whittle.in(directory).run(line.split(" "));
    }
}
