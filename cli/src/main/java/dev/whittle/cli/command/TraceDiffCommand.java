package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.bytes.ShellWord;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.StandardInput;
import dev.whittle.closure.Closure;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.pipeline.TraceLoader;
import dev.whittle.report.TraceDiffJson;
import dev.whittle.report.TraceDiffText;
import dev.whittle.resolve.Resolver;
import dev.whittle.source.Source;
import dev.whittle.trace.Trace;
import dev.whittle.trace.TraceDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "trace-diff",
        sortOptions = false,
        header =
                "Say what a run really used, or looked for and did not find, that would not be kept, and what would be kept that it did not open.",
        description = {
            "",
            "TRACE is the output of strace -f -y -e trace=%%file, or of glibc's loader with LD_DEBUG=libs,files. It is "
                    + "compared with what layer keeps for FILE, or, without FILE, with what slim keeps of the image. Not compared are "
                    + "files that the run made itself, files that the root does not have (a remark counts them), and /proc, /sys, /dev.",
            "",
            "For a slim image that fails, a trace also shows what was looked for and not found, although the root has it.",
            "",
            "Exit code 1 if something was used or looked for that is not kept: --trace TRACE of layer and slim keeps it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle trace-diff curl.trace /usr/bin/curl",
            "  whittle trace-diff curl.trace /usr/bin/curl -v            and what is kept and was not opened",
            "  whittle trace-diff nginx.trace --from docker-archive:nginx.tar",
            "  whittle trace-diff nginx.trace --from oci:layout:tag --format json",
            "  whittle trace-diff app.trace /usr/bin/app --without all   the loader's answer alone, against the run"
        })
public final class TraceDiffCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    private final Console console;

    @Often("output of strace -f -y -e trace=file")
    @Parameters(index = "0", arity = "1", paramLabel = "TRACE", description = "The trace; - is standard input.")
    String file = "";

    @Often("what is asked for (default: what the image starts)")
    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "What is asked for, as for layer (default: what the image starts).")
    List<String> files = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json (schema in docs/json.md).")
    Format format = Format.text;

    @Mixin
    ChoiceOptions asked = new ChoiceOptions();

    public TraceDiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        asked.source.take(console, files);
        if (files.isEmpty() && !asked.source.isNamed()) {
            throw new FailureException(
                    ExitCode.USAGE, "nothing to compare with: name a FILE after TRACE, or an image with --from");
        }
        asked.check(files);
        asked.selection.packages().leaveOut(); // no program uses them
        StandardInput.once(asked.selection, Optional.of(file), asked.source.named());
        try (Source opened = asked.source.open(console, asked.common)) {
            Optional<String> workingDirectory = opened.image().map(image -> StartPlan.commands(image.config())
                    .workingDirectory()
                    .raw());
            Trace trace = Core.call(() -> new TraceLoader(workingDirectory).read(TraceInput.of(console, file)));
            ChoiceOptions.Choice choice = asked.choose(console, opened, files);
            return tell(diff(trace, choice.closure(), new Resolver(choice.root())));
        }
    }

    private TraceDiff diff(Trace trace, Closure closure, Resolver resolver) throws FailureException {
        try {
            return TraceDiff.of(trace, closure, resolver);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(file) + ": " + Messages.reason(e), e);
        }
    }

    private int tell(TraceDiff diff) throws FailureException {
        console.print(format == Format.json ? TraceDiffJson.of(diff) : TraceDiffText.of(diff, asked.common.verbose()));
        console.flush();
        if (!asked.common.quiet()) {
            diff.remarks().forEach(console::tell);
            if (!diff.isComplete()) {
                console.tell("--trace " + RawText.visible(file.equals("-") ? "FILE" : ShellWord.quoted(file))
                        + " keeps what is lacking");
            }
        }
        return diff.isComplete() ? ExitCode.DONE : ExitCode.FINDINGS;
    }
}
