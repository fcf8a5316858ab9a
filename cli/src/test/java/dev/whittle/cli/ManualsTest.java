package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manual pages and completion scripts say what help says. */
class ManualsTest {
    @TempDir
    static Path directory = Path.of("");

    @BeforeAll
    static void write() throws IOException {
        Manuals.main(new String[] {directory.toString()});
    }

    static Stream<String> commands() {
        return Dispatch.VERBS.stream().map(Dispatch.Verb::name);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_has_a_page_with_all_its_options(String command) throws IOException {
        List<String> page = Files.readAllLines(directory.resolve("man/man1/whittle-" + command + ".1"));
        assertThat(page.get(0))
                .startsWith(".TH \"WHITTLE\\-"
                        + command.toUpperCase(java.util.Locale.ROOT).replace("-", "\\-"));
        assertThat(page)
                .contains(
                        ".SH \"NAME\"",
                        ".SH \"SYNOPSIS\"",
                        ".SH \"OPTIONS\"",
                        ".SH \"EXIT STATUS\"",
                        ".SH \"SEE ALSO\"");
        String help = Whittle.in(directory).run(command, "--help").out();
        help.lines()
                .filter(line -> line.startsWith("      --"))
                .map(line -> line.strip().replaceFirst(" .*", ""))
                .forEach(option ->
                        assertThat(String.join("\n", page)).contains("\\fB" + option.replace("-", "\\-") + "\\fR"));
    }

    /** A line that begins with a dot or a quote is a request to roff; a hyphen that is not escaped cannot be copied. */
    @Test
    void no_text_is_taken_for_a_request() throws IOException {
        try (Stream<Path> pages = Files.list(directory.resolve("man/man1"))) {
            for (Path page : pages.toList()) {
                assertThat(Files.readAllLines(page)).allSatisfy(line -> assertThat(line)
                        .matches("\\.(TH|SH|SS|TP|PP)( .*)?|[^.'].*")
                        .doesNotContainPattern("(?<!\\\\)-"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void each_shell_gets_commands_options_families_and_sources(String shell) {
        Whittle.Result result = Whittle.in(directory).run("generate-completion", shell);
        assertThat(result.exit()).isZero();
        assertThat(commands()).allSatisfy(command -> assertThat(result.out()).contains(command));
        assertThat(result.out())
                .contains("include-from", "docker-archive:", "ca-certificates", "minimal default generous", "sarif");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zsh", "fish"})
    void shells_that_can_show_descriptions_get_them(String shell) {
        assertThat(Whittle.in(directory).run("generate-completion", shell).out())
                .contains("a minimal image of an image", "keep this path too");
    }
}
