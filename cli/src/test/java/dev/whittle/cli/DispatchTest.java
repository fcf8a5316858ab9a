package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.Dispatch.Verb;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DispatchTest {
    @Test
    void every_command_goes_by_its_own_name(@TempDir Path directory) {
        Console console = new Console(Environment.silent(directory, Map.of()));
        for (Verb verb : Dispatch.VERBS) {
            CommandLine command = new CommandLine(verb.command().apply(console));
            assertThat(command.getCommandName()).isEqualTo(verb.name());
        }
    }
}
