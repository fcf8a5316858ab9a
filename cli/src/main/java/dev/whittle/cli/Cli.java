package dev.whittle.cli;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.command.LayerCommand;
import dev.whittle.cli.command.LddCommand;
import dev.whittle.cli.command.SlimCommand;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Environment;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.help.Overview;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** One run of the command line: parse, dispatch, and turn every end into an exit code and at most one line. */
public final class Cli {
    private Cli() {}

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
        } catch (Exception | Error e) {
            return bug(e, console);
        }
    }

    private static int execute(String[] arguments, Console console) throws Exception {
        if (arguments.length == 0) {
            console.print(RawText.ofText(Overview.text(Dispatch.overview(), console.columns())));
            return ExitCode.USAGE;
        }
        if (arguments.length == 1 && List.of("--version", "-V").contains(arguments[0])) {
            return Dispatch.version(console);
        }
        if (arguments[0].equals("help") && arguments.length > 1) {
            return Dispatch.run(new String[] {arguments[1], "--help"}, console);
        }
        if (List.of("help", "--help", "-h").contains(arguments[0])) {
            console.print(RawText.ofText(Overview.text(Dispatch.overview(), console.columns())));
            return ExitCode.DONE;
        }
        Optional<? extends Callable<Integer>> plain = plain(arguments, console);
        return plain.isPresent() ? plain.get().call() : Dispatch.run(arguments, console);
    }

    /** The commands whose start counts, or which are given often. */
    private static Optional<? extends Callable<Integer>> plain(String[] arguments, Console console) {
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        return switch (arguments[0]) {
            case "ldd" -> LddCommand.plain(console, rest);
            case "layer" -> LayerCommand.plain(console, rest);
            case "slim" -> SlimCommand.plain(console, rest);
            default -> Optional.empty();
        };
    }

    static int bug(Throwable e, Console console) {
        console.tell("internal error: " + RawText.visible(RawText.ofText(String.valueOf(e)))
                + "; please report it with this trace:");
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().skip(1).forEach(line -> console.tell(RawText.ofText(line.strip())));
        return ExitCode.INTERNAL;
    }

    static int end(FailureException failure, Console console) {
        if (!failure.raw().isEmpty()) {
            console.tell(failure.raw());
        }
        return failure.exitCode();
    }
}
