package dev.whittle.cli;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.command.CompletionCommand;
import dev.whittle.cli.command.ConfigCommand;
import dev.whittle.cli.command.FamiliesCommand;
import dev.whittle.cli.command.LayerCommand;
import dev.whittle.cli.command.LddCommand;
import dev.whittle.cli.command.SbomCommand;
import dev.whittle.cli.command.SlimCommand;
import dev.whittle.cli.command.TraceDiffCommand;
import dev.whittle.cli.command.TryCommand;
import dev.whittle.cli.command.VerifyCommand;
import dev.whittle.cli.command.WhyCommand;
import dev.whittle.cli.command.copy.CopyCommand;
import dev.whittle.cli.command.diff.DiffCommand;
import dev.whittle.cli.command.scan.ScanCommand;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.HelpOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Picocli's part of a run: the commands, their help, and what is wrong with a line. */
final class Dispatch {
    private static final int WIDTH = 110;

    /** @param name as its annotation says, which takes time to read */
    record Verb(String name, Function<Console, Object> command) {}

    /** In the order of the help. */
    static final List<Verb> VERBS = List.of(
            new Verb("ldd", LddCommand::new),
            new Verb("layer", LayerCommand::new),
            new Verb("slim", SlimCommand::new),
            new Verb("why", WhyCommand::new),
            new Verb("try", TryCommand::new),
            new Verb("trace-diff", TraceDiffCommand::new),
            new Verb("scan", ScanCommand::new),
            new Verb("verify", VerifyCommand::new),
            new Verb("diff", DiffCommand::new),
            new Verb("sbom", SbomCommand::new),
            new Verb("copy", CopyCommand::new),
            new Verb("families", FamiliesCommand::new),
            new Verb("config", ConfigCommand::new),
            new Verb("generate-completion", CompletionCommand::new));

    private Dispatch() {}

    @Command(
            name = "whittle",
            sortOptions = false,
            versionProvider = Version.class,
            header = "Find what a binary needs to run, without running it, and pack it into a minimal layer.",
            description = {
                "",
                "Whittle reads ELF files as the dynamic loader does and works on roots of any architecture, glibc or"
                        + " musl. It runs nothing of them, but for one command: try, which runs an image to compare it."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  whittle ldd /usr/bin/curl                   what it needs, as a tree",
                "  whittle layer /usr/bin/curl -o curl.tar     exactly that, as a tar layer",
                "  docker save nginx | whittle slim - | docker load     a minimal image of an image",
                "  whittle scan / --format json                every ELF file of a root, and what it lacks",
                "  whittle verify nginx-slim.tar               is anything missing?",
                "  whittle try nginx                           does a slim one do the same?",
                "  source <(whittle generate-completion)       completion for bash and zsh",
                "",
                "Exit codes: 0 done, 1 something is missing, 2 wrong usage, 3 unreadable input, 4 unwritable output,",
                "70 a bug, 141 standard output was closed."
            })
    static final class Root {
        @Mixin
        HelpOptions help = new HelpOptions();
    }

    static int run(String[] arguments, Console console) throws FailureException {
        StringWriter help = new StringWriter();
        CommandLine commands = new CommandLine(new Root());
        for (Verb verb : wanted(arguments)) {
            commands.addSubcommand(verb.command().apply(console));
        }
        commands.setOut(new PrintWriter(help, true))
                .setUsageHelpWidth(WIDTH)
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setAbbreviatedOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, args) -> usage(e, console))
                .setExecutionExceptionHandler((e, line, result) -> {
                    // Thrown on, it would be picocli's to tell, and exit code 1.
                    return e instanceof FailureException failure ? Cli.end(failure, console) : Cli.bug(e, console);
                });
        for (CommandLine command : commands.getSubcommands().values()) {
            command.getCommandSpec().versionProvider(new Version());
        }
        int exit = commands.execute(arguments);
        console.print(RawText.ofText(help.toString()));
        return exit;
    }

    /** The command that is named first, or all: reading the annotations of one takes some 10 ms. */
    private static List<Verb> wanted(String[] arguments) {
        for (Verb verb : VERBS) {
            if (verb.name().equals(arguments[0]) && !verb.name().equals("generate-completion")) {
                return List.of(verb);
            }
        }
        return VERBS;
    }

    private static int usage(ParameterException failure, Console console) {
        String message = String.valueOf(failure.getMessage()).replace('\n', ' ');
        String first = message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
        List<String> similar = List.of();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            similar = unmatched.getSuggestions();
            boolean isCommand = failure.getCommandLine().getParent() == null && !unmatched.isUnknownOption();
            if (isCommand) {
                first = "no such command: " + unmatched.getUnmatched().get(0);
            }
        }
        String meant = similar.isEmpty() ? ";" : "; did you mean " + String.join(" or ", similar) + "?";
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        console.tell(RawText.visible(first) + meant + " see " + command + " --help");
        return ExitCode.USAGE;
    }
}
