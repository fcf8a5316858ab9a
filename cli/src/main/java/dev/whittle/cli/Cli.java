package dev.whittle.cli;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.command.CompletionCommand;
import dev.whittle.cli.command.LayerCommand;
import dev.whittle.cli.command.LddCommand;
import dev.whittle.cli.command.SlimCommand;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.options.HelpOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the command line: parse, dispatch, and turn every end into an exit code and at most one line. */
public final class Cli {
    private static final int WIDTH = 110;

    private Cli() {}

    @Command(
            name = "whittle",
            sortOptions = false,
            versionProvider = Version.class,
            header = "What a binary needs to run, found from the outside and packed into a minimal layer.",
            description = {
                "",
                "Whittle reads ELF files as the dynamic loader does, never runs them, and works on roots of any",
                "architecture, glibc or musl."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  whittle ldd /usr/bin/curl                   what it needs, as a tree",
                "  whittle layer /usr/bin/curl -o curl.tar     exactly that, as a tar layer",
                "  docker save nginx | whittle slim - | docker load     a minimal image of an image",
                "  source <(whittle generate-completion)       completion for bash and zsh",
                "",
                "Exit codes: 0 done, 1 something is missing, 2 wrong usage, 3 unreadable input, 4 unwritable output,",
                "70 a bug, 141 the reader of standard output went away."
            })
    static final class Root {
        @Mixin
        HelpOptions help = new HelpOptions();
    }

    /** @param arguments raw */
    public static int run(String[] arguments, Environment environment) {
        Console console = new Console(environment);
        try {
            int exit = execute(arguments, console);
            console.flush();
            return exit;
        } catch (FailureException e) {
            return end(e, console);
        } catch (OutOfMemoryError e) {
            console.tell("out of memory: give Java more with JAVA_TOOL_OPTIONS=-Xmx2g");
            return ExitCode.INTERNAL;
        } catch (RuntimeException | Error e) {
            return bug(e, console);
        }
    }

    private static int bug(Throwable e, Console console) {
        console.tell("internal error: " + RawText.visible(RawText.ofText(String.valueOf(e)))
                + "; please report it with this trace:");
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().skip(1).forEach(line -> console.tell(RawText.ofText(line.strip())));
        return ExitCode.INTERNAL;
    }

    private static int end(FailureException failure, Console console) {
        if (!failure.raw().isEmpty()) {
            console.tell(failure.raw());
        }
        return failure.exitCode();
    }

    private static int execute(String[] arguments, Console console) throws FailureException {
        StringWriter help = new StringWriter();
        CommandLine commands = new CommandLine(new Root())
                .addSubcommand(new LddCommand(console))
                .addSubcommand(new LayerCommand(console))
                .addSubcommand(new SlimCommand(console))
                .addSubcommand(new CompletionCommand(console))
                .setOut(new PrintWriter(help, true))
                .setUsageHelpWidth(WIDTH)
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setAbbreviatedOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, args) -> usage(e, console))
                .setExecutionExceptionHandler((e, line, result) -> {
                    // Thrown on, it would be picocli's to tell, and exit code 1.
                    return e instanceof FailureException failure ? end(failure, console) : bug(e, console);
                });
        for (CommandLine command : commands.getSubcommands().values()) {
            command.getCommandSpec().versionProvider(new Version());
        }
        if (arguments.length == 0) {
            console.tell("which command? see whittle --help");
            return ExitCode.USAGE;
        }
        int exit = commands.execute(arguments);
        console.print(RawText.ofText(help.toString()));
        return exit;
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
