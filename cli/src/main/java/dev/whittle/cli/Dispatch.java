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
import dev.whittle.cli.console.Version;
import dev.whittle.cli.help.HelpPage;
import dev.whittle.cli.help.HelpText;
import dev.whittle.cli.help.Overview;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Picocli's part of a run: the commands, and which of them a line means. */
final class Dispatch {
    private static final String LOOK = "Look";
    private static final String MAKE = "Make";
    private static final String COMPARE = "Run and compare";
    private static final String OTHERS = "Others";

    /**
     * @param name as its annotation says, which takes time to read
     * @param summary for the overview
     */
    record Verb(String name, String group, String summary, Function<Console, Object> command) {}

    /** In the order of the overview. */
    static final List<Verb> VERBS = List.of(
            new Verb("ldd", LOOK, "what the loader would load for a program", LddCommand::new),
            new Verb("scan", LOOK, "what is missing in a root or image, and what is odd", ScanCommand::new),
            new Verb("verify", LOOK, "whether an image has everything it needs to start", VerifyCommand::new),
            new Verb("diff", LOOK, "what changed between two images or roots", DiffCommand::new),
            new Verb("sbom", LOOK, "a bill of materials", SbomCommand::new),
            new Verb("why", LOOK, "why a path is kept, or not", WhyCommand::new),
            new Verb("slim", MAKE, "a minimal image of an image", SlimCommand::new),
            new Verb("layer", MAKE, "a minimal layer: programs and what they need", LayerCommand::new),
            new Verb("copy", MAKE, "COPY lines or a Dockerfile; or check such lines", CopyCommand::new),
            new Verb("try", COMPARE, "run an image and its slim one, and compare them", TryCommand::new),
            new Verb("trace-diff", COMPARE, "what a traced run used that would not be kept", TraceDiffCommand::new),
            new Verb("families", OTHERS, "kinds of dependencies that the loader cannot see", FamiliesCommand::new),
            new Verb("config", OTHERS, "the settings that hold, and where they come from", ConfigCommand::new),
            new Verb(
                    "generate-completion",
                    OTHERS,
                    "a completion script for bash, zsh or fish",
                    console -> new CompletionCommand(console, overview())));

    private Dispatch() {}

    @Command(name = "whittle")
    private static final class Root {}

    static List<Overview.Command> overview() {
        return VERBS.stream()
                .map(verb -> new Overview.Command(verb.name(), verb.group(), verb.summary()))
                .toList();
    }

    static int run(String[] arguments, Console console) throws FailureException {
        CommandLine commands = commands(wanted(arguments), console);
        commands.setParameterExceptionHandler((e, args) -> {
                    console.tell(UsageError.of(e, VERBS.stream().map(Verb::name).toList()));
                    return ExitCode.USAGE;
                })
                .setExecutionStrategy(result -> execute(result, console))
                .setExecutionExceptionHandler((e, line, result) -> {
                    // Thrown on, it would be picocli's to tell, and exit code 1.
                    return e instanceof FailureException failure ? Cli.end(failure, console) : Cli.bug(e, console);
                });
        return commands.execute(Stream.of(arguments).map(Dispatch::withoutDash).toArray(String[]::new));
    }

    /** All as picocli knows them. */
    static CommandLine commands(List<Verb> verbs, Console console) {
        CommandLine commands = new CommandLine(new Root());
        for (Verb verb : verbs) {
            commands.addSubcommand(verb.command().apply(console));
        }
        return commands.setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setAbbreviatedOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int execute(ParseResult result, Console console) {
        ParseResult asked = result.hasSubcommand() ? result.subcommand() : result;
        try {
            if (asked.isVersionHelpRequested()) {
                return version(console);
            }
            if (asked.isUsageHelpRequested()) {
                CommandSpec spec = asked.commandSpec();
                HelpPage page = HelpPage.of(spec);
                console.print(RawText.ofText(
                        result.originalArgs().contains("--help")
                                ? HelpText.full(page, console.columns())
                                : HelpText.brief(page, console.columns())));
                return ExitCode.DONE;
            }
        } catch (FailureException e) {
            return Cli.end(e, console);
        }
        return new RunLast().execute(result);
    }

    static int version(Console console) throws FailureException {
        try {
            console.print("whittle " + Version.read() + "\n");
        } catch (IOException e) {
            throw new FailureException(ExitCode.INTERNAL, String.valueOf(e.getMessage()), e);
        }
        return ExitCode.DONE;
    }

    /** An image of standard input by its name: picocli takes what begins with a dash for an option. */
    private static String withoutDash(String argument) {
        return argument.startsWith("-:") ? "stdin:" + argument.substring(2) : argument;
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
}
