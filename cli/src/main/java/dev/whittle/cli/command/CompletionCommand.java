package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.help.Completion;
import dev.whittle.cli.help.HelpPage;
import dev.whittle.cli.help.Overview;
import dev.whittle.cli.options.HelpOptions;
import dev.whittle.discover.Catalogue;
import dev.whittle.discover.evidence.Family;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "generate-completion",
        sortOptions = false,
        header = "Print a completion script for bash, zsh or fish.",
        description = {"", "A package and the installer put these scripts where the shells find them."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(whittle generate-completion)         for this shell, bash or zsh",
            "  whittle generate-completion bash > ~/.local/share/bash-completion/completions/whittle",
            "  whittle generate-completion zsh > /usr/local/share/zsh/site-functions/_whittle",
            "  whittle generate-completion fish > ~/.config/fish/completions/whittle.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Console console;
    private final List<Overview.Command> commands;

    @Parameters(arity = "0..1", paramLabel = "SHELL", description = "bash (default, for zsh too), zsh or fish.")
    String shell = "bash";

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOptions help = new HelpOptions();

    /** @param commands all, as the overview lists them */
    public CompletionCommand(Console console, List<Overview.Command> commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public Integer call() throws FailureException {
        if (!Completion.SHELLS.contains(shell)) {
            throw new FailureException(
                    ExitCode.USAGE, RawText.visible(shell) + ": not one of " + String.join(", ", Completion.SHELLS));
        }
        List<HelpPage> pages = spec.root().subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .map(HelpPage::of)
                .toList();
        List<String> families = Catalogue.families().stream().map(Family::name).toList();
        console.print(RawText.ofText(new Completion(commands, pages, families).script(shell)));
        return ExitCode.DONE;
    }
}
