package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.image.ArgumentList;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private static final int WIDTH = 110;

    private final Path directory;

    HelpTest(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<String> helpLines() {
        return Stream.concat(Stream.of("--help", "-h", "layer -h"), commands().map(command -> command + " --help"));
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
        assertThat(result.outLines()).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(WIDTH));
    }

    /** A line of the examples, without its explanation, is a valid command line. */
    @ParameterizedTest
    @MethodSource("commandsWithExamples")
    void each_example_is_understood(String command) {
        List<String> lines = run(command + " --help").outLines();
        List<String> examples = lines.subList(lines.indexOf("Examples:") + 1, lines.size());
        assertThat(examples).hasSizeGreaterThan(4);
        for (String example : examples) {
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

    @Test
    void the_completion_script_names_commands_and_options_and_leaves_file_names_alone() {
        Whittle.Result result = run("generate-completion");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains(
                        "complete -F _complete_whittle -o default whittle",
                        "local commands=\"" + commands().collect(Collectors.joining(" ")) + "\"",
                        "'--format'",
                        "'--include-from'")
                .doesNotContain("compopt +o default");
    }

    private Whittle.Result run(String line) {
        return Whittle.in(directory).run(line.split(" "));
    }
}
