package dev.whittle.cli.command.scan;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.command.PlatformRun;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.console.Version;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FetchedNote;
import dev.whittle.cli.options.FromOption;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StandardInput;
import dev.whittle.closure.Hwcaps;
import dev.whittle.image.PlatformList;
import dev.whittle.path.RootPath;
import dev.whittle.report.HtmlReport;
import dev.whittle.report.NeedsJson;
import dev.whittle.report.NeedsText;
import dev.whittle.report.ScanJson;
import dev.whittle.report.ScanSarif;
import dev.whittle.report.ScanText;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.scan.Needs;
import dev.whittle.scan.Scan;
import dev.whittle.scan.ScanRequest;
import dev.whittle.scan.ScanResult;
import dev.whittle.scan.ScanRule;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "scan",
        sortOptions = false,
        header = "Look through a whole root: what is missing, for whom, and what is odd about its ELF files.",
        description = {
            "",
            "Every ELF file is resolved by itself, as ldd would. What is missing only when a library is loaded alone is"
                    + " reported separately from what is missing for programs. Links are not followed; a file with several names"
                    + " counts once; /proc, /sys and /dev are left out.",
            "",
            "Exit code 1 if there is an error or a warning (--fail-on changes that); notes do not count."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle scan /                                  the whole machine",
            "  whittle scan / /usr/lib /opt                    only the files there",
            "  whittle scan docker-archive:nginx.tar --symbols   unused dependencies and undefined symbols too",
            "  whittle scan dir:/srv/root --format sarif       for a viewer of findings",
            "  whittle scan alpine.tar.gz --needs libcrypto.so.3   who needs it, and through whom",
            "  whittle scan tool_1.2_amd64.deb --fail-on never"
        })
public final class ScanCommand implements Callable<Integer> {
    enum Format {
        text,
        json,
        sarif,
        html
    }

    /** From which level on a finding makes for exit code 1. */
    enum FailOn {
        note,
        warning,
        error,
        never
    }

    private final Console console;

    @Often("docker-archive:FILE, oci:DIR, dir:PATH, - or a path")
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "The root: {sources}, - for a pipe; or a path, recognised by its content.")
    String source = "";

    @Often("only files below this path")
    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "Only files of the root at or below this path (default: /).")
    List<String> paths = new ArrayList<>();

    @Often("who needs this library, and through whom")
    @Option(
            names = "--needs",
            paramLabel = "LIB",
            description =
                    "List only the files that need this library (a soname or a path of the root), and through which others.")
    @Nullable
    String needs;

    @Often("look for every symbol, too")
    @Option(
            names = "--symbols",
            description =
                    "Look for every symbol: what is undefined (ldd -r), and libraries of which a file uses none (ldd"
                            + " -u).")
    boolean symbols;

    @Often("text (default), json or sarif")
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text (default), json (schema in docs/json.md), sarif (SARIF 2.1.0) or html (one page for a"
                    + " browser).")
    Format format = Format.text;

    @Often("exit code 1 from: note, warning (default), error, never")
    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description = "Exit code 1 from this level on: note, warning (default), error, or never.")
    FailOn failOn = FailOn.warning;

    @Mixin
    FromOption from = new FromOption();

    @Mixin
    ImageOptions medium = new ImageOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    public ScanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        source = from.source(source, paths);
        if (needs != null && (format == Format.sarif || format == Format.html)) {
            throw new FailureException(ExitCode.USAGE, "--needs has no findings: --format text or json");
        }
        Optional<PlatformList> several = medium.several();
        if (several.isPresent() && format == Format.html) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "--format html is a page about one image: name one --platform, such as linux/arm64");
        }
        if (several.isPresent()) {
            return new PlatformRun(console, common, medium, form())
                    .each(source, several.get(), (subject, image, platform) -> about(subject)
                            .look(image));
        }
        try (Source opened = SourceOptions.openInParts(console, common, medium, source)) {
            int exit = look(opened);
            FetchedNote.tell(console, common, opened);
            return exit;
        }
    }

    private PlatformRun.Form form() {
        return switch (format) {
            case text, html -> PlatformRun.Form.LINES;
            case json -> PlatformRun.Form.JSON;
            case sarif -> PlatformRun.Form.SARIF;
        };
    }

    /** The same command, which says what it is about. */
    private ScanCommand about(Console subject) {
        ScanCommand command = new ScanCommand(subject);
        command.source = source;
        command.paths = paths;
        command.needs = needs;
        command.symbols = symbols;
        command.format = format;
        command.failOn = failOn;
        command.medium = medium;
        command.loader = loader;
        command.common = common;
        return command;
    }

    private int look(Source opened) throws FailureException {
        try {
            if (common.verbose()) {
                opened.remarks().forEach(remark -> console.tell(RawText.visible(remark)));
            }
            Hwcaps hwcaps = loader.hwcaps(Hwcaps.NONE);
            LoaderOptions options =
                    loader.options(opened.image().map(SourceImage::config)).withHwcaps(hwcaps.levels());
            List<RootPath> below = paths.isEmpty()
                    ? List.of(RootPath.ROOT)
                    : paths.stream().map(RootPath::of).toList();
            Resolver resolver = new Resolver(opened.root());
            ScanRequest request = new ScanRequest(below, options, symbols);
            return needs != null ? needs(opened, resolver, request, needs) : scan(opened, resolver, request);
        } catch (FileSystemException e) {
            throw new FailureException(ExitCode.INPUT, Messages.file(e) + ": " + Messages.reason(e), e);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(source) + ": " + Messages.reason(e), e);
        }
    }

    private int scan(Source opened, Resolver resolver, ScanRequest request) throws IOException, FailureException {
        ScanResult result;
        try (ProgressLine progress = new ProgressLine(console, common.showsProgress(console), "scanning")) {
            result = Scan.run(resolver, request, progress::part);
        }
        console.print(
                switch (format) {
                    case text -> new ScanText(common.style(console), common.verbose()).print(result);
                    case json -> ScanJson.of(result, opened.shown());
                    case html -> HtmlReport.of(result, opened.shown(), version());
                    case sarif -> ScanSarif.of(result, opened.shown(), version());
                });
        console.flush();
        if (!common.quiet()) {
            tell(result, opened.image().isEmpty() && opened.files().isEmpty() && !StandardInput.isNamed(source));
        }
        return result.findings().stream().anyMatch(finding -> counts(finding.level()))
                ? ExitCode.FINDINGS
                : ExitCode.DONE;
    }

    /** @param directory whether the source is one, and so perhaps a part of a root */
    private void tell(ScanResult result, boolean directory) {
        int shown = common.verbose()
                ? result.remarks().size()
                : Math.min(result.remarks().size(), 3);
        result.remarks().subList(0, shown).forEach(console::tell);
        if (shown < result.remarks().size()) {
            console.tell("and " + (result.remarks().size() - shown) + " more that could not be read; -v lists all");
        }
        long lost = result.findings().stream()
                .filter(finding -> finding.rule() == ScanRule.MISSING_LOADER)
                .count();
        if (directory && result.programs() > 0 && lost == result.programs()) {
            console.tell("no program's loader is there: is " + RawText.visible(source)
                    + " a root? For a part of one, say" + " whittle scan / " + RawText.visible(source));
        }
    }

    private boolean counts(ScanRule.Level level) {
        return switch (failOn) {
            case never -> false;
            case note -> true;
            case warning -> level != ScanRule.Level.NOTE;
            case error -> level == ScanRule.Level.ERROR;
        };
    }

    private int needs(Source opened, Resolver resolver, ScanRequest request, String library)
            throws IOException, FailureException {
        Optional<Needs> needs;
        try (ProgressLine progress = new ProgressLine(console, common.showsProgress(console), "scanning")) {
            needs = Needs.of(resolver, request, library, progress::part);
        }
        if (needs.isEmpty()) {
            throw new FailureException(
                    ExitCode.INPUT, RawText.visible(library) + ": the root has no such library, and nothing needs it");
        }
        console.print(format == Format.json ? NeedsJson.of(needs.get(), opened.shown()) : NeedsText.of(needs.get()));
        console.flush();
        return needs.get().isMissing() ? ExitCode.FINDINGS : ExitCode.DONE;
    }

    private static String version() throws FailureException {
        try {
            return Version.read();
        } catch (IOException e) {
            throw new FailureException(ExitCode.INTERNAL, String.valueOf(e.getMessage()), e);
        }
    }
}
