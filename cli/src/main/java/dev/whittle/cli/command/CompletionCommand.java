package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.HelpOptions;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "generate-completion",
        header = "Print a completion script for bash and zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(whittle generate-completion)         for this shell",
            "  whittle generate-completion > ~/.local/share/bash-completion/completions/whittle"
        })
public final class CompletionCommand implements Callable<Integer> {
    /** Picocli's script forbids file names where it has no words to offer; here that is every FILE. */
    private static final String NO_FILE_NAMES = "  type compopt &>/dev/null && compopt +o default\n";

    private final Console console;

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOptions help = new HelpOptions();

    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        CommandSpec root = spec.root();
        String script = AutoComplete.bash(root.name(), root.commandLine());
        console.print(RawText.ofText(script.replace(NO_FILE_NAMES, "")));
        return ExitCode.DONE;
    }
}
