package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StartOptions;
import dev.whittle.closure.Closure;
import dev.whittle.closure.PathPattern;
import dev.whittle.path.HostPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.source.OverlayRoot;
import dev.whittle.source.Source;
import dev.whittle.why.BadReportException;
import dev.whittle.why.Kept;
import dev.whittle.why.ReportReader;
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
    private final SourceOptions source;
    private final SelectionOptions selection;
    private final FamilyOptions families;
    private final StartOptions start;
    private final LoaderArguments loader;
    private final CommonOptions common;

    WhyInput(
            Console console,
            SourceOptions source,
            SelectionOptions selection,
            FamilyOptions families,
            StartOptions start,
            LoaderArguments loader,
            CommonOptions common) {
        this.console = console;
        this.source = source;
        this.selection = selection;
        this.families = families;
        this.start = start;
        this.loader = loader;
        this.common = common;
    }

    /** Takes what is kept while its source is open. */
    interface Question {
        /** @param shown what was looked at, raw */
        int ask(Kept kept, String shown) throws FailureException;
    }

    int chosen(List<String> files, Question question) throws FailureException {
        ConfigChanges changes = ConfigChanges.of(start);
        if (!files.isEmpty() && start.any()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "--entrypoint, --cmd, --user and --env say what an image starts: no FILE with them");
        }
        if (files.isEmpty() && !source.isNamed() && changes.entrypoint().isEmpty() && !selection.any()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "asked for what? name a FILE behind PATH, an image with --from, or --report REPORT");
        }
        try (Source opened = source.open(console, common)) {
            if (common.verbose()) {
                opened.remarks().forEach(remark -> console.tell(RawText.visible(remark)));
            }
            OverlayRoot root;
            Closure closure;
            if (files.isEmpty()) {
                Slimming slimming = new Slimming(
                        console,
                        opened,
                        changes,
                        new SlimInput(console, selection, families, loader),
                        new ImageOptions(),
                        "");
                root = slimming.root();
                closure = slimming.plan().result().closure();
            } else {
                root = new OverlayRoot(opened.root());
                closure = new LayerInput(console, source, selection, families, loader)
                        .closure(new Resolver(root), opened, root, files);
            }
            return question.ask(Kept.of(closure, root, excludes(root)), opened.shown());
        }
    }

    private List<PathPattern> excludes(OverlayRoot root) throws FailureException {
        FileArguments arguments =
                new FileArguments(source, root, console.environment().workingDirectory());
        List<PathPattern> excludes = new ArrayList<>();
        for (String exclude : selection.excludes()) {
            excludes.add(arguments.place(exclude));
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
