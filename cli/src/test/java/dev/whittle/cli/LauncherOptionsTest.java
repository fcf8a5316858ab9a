package dev.whittle.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.command.LddCommand;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The options that the launcher knows are those of the command. With {@code -Dwhittle.regenerate=true} this test writes them. */
class LauncherOptionsTest {
    private static final String REGENERATE = "mvn -Dquick -pl cli -am test -Dtest=LauncherOptionsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dwhittle.regenerate=true";

    @Test
    void the_launcher_knows_which_options_of_ldd_have_a_value() throws IOException {
        Path launcher = Path.of(System.getProperty("whittle.checkout"), "cli", "src", "launcher", "start.sh");
        String text = Files.readString(launcher);
        String expected = text.replaceFirst("(?m)^ldd_values='.*'$", "ldd_values=' " + values() + " '");
        if (Boolean.getBoolean("whittle.regenerate")) {
            Files.writeString(launcher, expected);
        }
        assertThat(launcher).as("regenerate it with: %s", REGENERATE).hasContent(expected);
        assertThat(expected).contains(" --from ");
    }

    private static String values() {
        Console console = new Console(Environment.silent(Path.of("/"), Map.of()));
        return new CommandLine(new LddCommand(console))
                .getCommandSpec().options().stream()
                        .filter(option -> option.arity().max() > 0)
                        .flatMap(option -> Arrays.stream(option.names()))
                        .collect(joining(" "));
    }
}
