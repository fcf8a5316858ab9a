package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.FetchedNote;
import dev.whittle.closure.PathPattern;
import dev.whittle.explain.BadReportException;
import dev.whittle.explain.KeptPaths;
import dev.whittle.explain.ReportReader;
import dev.whittle.path.HostPath;
import dev.whittle.source.OverlayRoot;
import dev.whittle.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What is kept, for a question about it: chosen as layer and slim choose, or as one of their reports tells. */
final class WhyInput {
    /** A report of a whole distribution has some ten MB. */
    private static final int MAX_REPORT = 512 << 20;

    private final Console console;
    private final ChoiceOptions asked;

    WhyInput(Console console, ChoiceOptions asked) {
        this.console = console;
        this.asked = asked;
    }

    /** Uses the kept files while their source is open. */
    interface Question {
        /** @param shown name of the source, raw */
        int ask(KeptPaths kept, String shown) throws FailureException;
    }

    int chosen(List<String> files, Question question) throws FailureException {
        asked.check(files);
        if (files.isEmpty()
                && !asked.source.isNamed()
                && ConfigArguments.of(asked.start).entrypoint().isEmpty()
                && !asked.selection.any()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "nothing to look in: name a FILE after PATH, an image with --from, or --report REPORT");
        }
        asked.families.seeLeftOut();
        try (Source opened = asked.source.openInParts(console, asked.common)) {
            if (asked.common.verbose()) {
                opened.remarks().forEach(remark -> console.tell(RawText.visible(remark)));
            }
            ChoiceOptions.Choice choice = asked.choose(console, opened, files);
            KeptPaths kept = KeptPaths.of(choice.closure(), choice.root(), excludes(choice.root()));
            int exit = question.ask(kept, opened.shown());
            FetchedNote.tell(console, asked.common, opened);
            return exit;
        }
    }

    private List<PathPattern> excludes(OverlayRoot root) throws FailureException {
        FileArguments arguments =
                new FileArguments(asked.source, root, console.environment().workingDirectory());
        List<PathPattern> excludes = new ArrayList<>();
        for (String exclude : asked.selection.excludes()) {
            try {
                excludes.add(Core.call(() -> arguments.paths().place(exclude)).in(root));
            } catch (IOException e) {
                throw new FailureException(ExitCode.INPUT, RawText.visible(exclude) + ": " + Messages.reason(e), e);
            }
        }
        return excludes;
    }

    int reported(String report, Question question) throws FailureException {
        String shown = report.equals("-") ? "standard input" : report;
        try {
            return question.ask(ReportReader.read(read(report)), shown);
        } catch (BadReportException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(shown) + ": " + RawText.visible(e.reason()), e);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(shown) + ": " + Messages.reason(e), e);
        }
    }

    private byte[] read(String report) throws IOException {
        try (InputStream in = report.equals("-")
                ? console.environment().in()
                : Files.newInputStream(HostPath.of(console.environment().workingDirectory(), report))) {
            byte[] content = in.readNBytes(MAX_REPORT);
            if (content.length == MAX_REPORT) {
                throw new IOException("too long for a report");
            }
            return content;
        }
    }
}
