package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Activity;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Interruption;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.console.Sizes;
import dev.whittle.cli.options.CheckOptions;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.FastPath;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.PlainLine;
import dev.whittle.cli.options.ReportOptions;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StandardInput;
import dev.whittle.cli.options.Words;
import dev.whittle.closure.Closure;
import dev.whittle.closure.PathPattern;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.LayerPipeline;
import dev.whittle.report.ClosureProblems;
import dev.whittle.report.LayerReport;
import dev.whittle.report.Problem;
import dev.whittle.report.Remedies;
import dev.whittle.report.ResolutionFindings;
import dev.whittle.report.Rights;
import dev.whittle.report.SelectionList;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.source.HostAttributes;
import dev.whittle.source.Source;
import dev.whittle.write.LayerSummary;
import dev.whittle.write.LayerWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@FastPath
@Command(
        name = "layer",
        sortOptions = false,
        header = "Write a minimal tar layer: programs, their loader, libraries, and the links and directories on the"
                + " way.",
        description = {
            "",
            "The same input gives the same bytes; SOURCE_DATE_EPOCH, if set, bounds the times. The archive appears"
                    + " whole or not at all. Exit code 1 if something is missing; the layer is still written."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle layer /usr/bin/curl -o curl.tar",
            "  whittle layer --from dir:/srv/alpine /sbin/apk -o apk.tar.gz",
            "  whittle layer --from oci:layout:tag /usr/sbin/nginx -o nginx.tar",
            "  whittle layer /usr/sbin/nginx --include /etc/nginx --include '/usr/share/nginx/**' -o nginx.tar.zst",
            "  whittle layer /usr/bin/curl --without all -o curl.tar     what the loader opens, and nothing else",
            "  whittle layer ./app --add-user nonroot -o app.tar     for an image from scratch: the user's lines, too",
            "  whittle layer --add ./app:/app -o app.tar     a program of your own with the root's libraries",
            "  whittle layer /usr/bin/curl --dry-run         what would be written, and nothing else",
            "  whittle layer /usr/bin/curl -o - | docker import - curl"
        })
public final class LayerCommand implements Callable<Integer>, PlainLine.Options {
    private final Console console;

    @Often("program or library to keep")
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Program or library to keep with all that its loader opens; may be a pattern.")
    List<String> files = new ArrayList<>();

    @Often("the archive: .tar, .tar.gz, .tar.zst, or - for a pipe")
    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "The archive: .tar, .tar.gz or .tar.zst by its name; - is standard output.")
    @Nullable
    String output;

    @Words({"none", "gzip", "zstd"})
    @Option(
            names = "--compress",
            paramLabel = "METHOD",
            description = "none, gzip or zstd, the latter two with :LEVEL (default: by the name of OUT, else none).")
    @Nullable
    String compress;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Mixin
    FamilyOptions families = new FamilyOptions();

    @Mixin
    CheckOptions check = new CheckOptions();

    @Mixin
    ReportOptions telling = new ReportOptions();

    @Mixin
    SourceOptions source = new SourceOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    public LayerCommand(Console console) {
        this.console = console;
    }

    /** The command with these arguments, if they are {@linkplain PlainLine plain}. */
    public static Optional<LayerCommand> plain(Console console, List<String> arguments) {
        LayerCommand command = new LayerCommand(console);
        Optional<List<String>> files = PlainLine.take(arguments, command);
        files.ifPresent(named -> command.files = named);
        return files.map(named -> command);
    }

    @Override
    public boolean flag(String name) {
        return PlainOptions.flag(this, name);
    }

    @Override
    public boolean value(String name, String value) {
        return PlainOptions.value(this, name, value);
    }

    @Override
    public Integer call() throws FailureException {
        source.take(console, files);
        Optional<SlimOutput> archive =
                telling.isDryRun() ? Optional.empty() : Optional.of(ArchiveOutput.of(console, output, compress));
        telling.check(archive.map(SlimOutput::isStandardOutput).orElse(true));
        if (output != null && telling.file().filter(output::equals).isPresent()) {
            throw new FailureException(ExitCode.USAGE, RawText.visible(output) + ": both archive and report");
        }
        if (telling.file().filter(ReportOptions::isPage).isPresent()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    RawText.visible(telling.file().get()) + ": a page is made of an image: whittle slim --report;"
                            + " for JSON, name it .json");
        }
        StandardInput.once(selection, source.named());
        if (telling.report().isPresent()) {
            ArchiveOutput.check(console, telling.report().get());
        }
        Fate fate = archive.map(SlimOutput::fate).orElseGet(() -> new Fate("-", Optional.empty()));
        Interruption interruption =
                new Interruption(console, archive.isPresent() ? fate::told : () -> "nothing was written");
        try (interruption;
                Source opened = source.open(console, common)) {
            return write(opened, archive);
        }
    }

    private int write(Source opened, Optional<SlimOutput> archive) throws FailureException {
        SettingsOf.apply(console, families, selection, opened);
        LayerInput input = new LayerInput(console, source, selection, families, loader);
        LayerPipeline pipeline = input.pipeline(opened);
        Closure closure;
        Activity activity = new Activity(console, common.showsProgress(console), "looking for what they need");
        try (pipeline;
                activity) {
            closure = input.closure(pipeline, files);
        }
        refuse(pipeline, closure, telling.isDryRun() ? null : output);
        refuse(pipeline, closure, telling.report().orElse(null));
        Rights rights = Core.call(() -> pipeline.rights(closure));
        Remedies remedies = new Remedies(pipeline.resolver());
        List<Problem> problems = ClosureProblems.of(closure, common.findingsTold(), remedies::named);
        Optional<LayerSummary> summary = Optional.empty();
        if (archive.isPresent()) {
            SlimOutput to = archive.get();
            try (ProgressLine progress = new ProgressLine(console, common.showsProgress(console), "writing")) {
                summary = Optional.of(SlimWriter.run(
                        console,
                        source.image(),
                        to,
                        progress::update,
                        context -> Core.call(() -> pipeline.write(
                                closure,
                                SlimWriter.target(console, to, context, check.isOn()),
                                written -> report(closure, problems, Optional.of(written), rights)))));
            }
        } else {
            report(closure, problems, summary, rights);
            console.print(SelectionList.of(closure.selection()));
            console.flush();
        }
        tell(opened, closure, problems, summary, rights);
        return closure.isComplete() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private void refuse(LayerPipeline pipeline, Closure closure, @Nullable String written) throws FailureException {
        if (written != null && !written.equals("-")) {
            Core.run(() ->
                    pipeline.refuse(closure, HostPath.of(console.environment().workingDirectory(), written), written));
        }
    }

    private void report(Closure closure, List<Problem> problems, Optional<LayerSummary> summary, Rights rights)
            throws FailureException {
        if (telling.report().isPresent()) {
            ArchiveOutput.text(console, telling.report().get(), LayerReport.of(closure, problems, summary, rights));
        }
    }

    private void tell(
            Source opened, Closure closure, List<Problem> problems, Optional<LayerSummary> written, Rights rights) {
        Outcome outcome = new Outcome(console, common, closure, problems);
        Set<String> notes = new LinkedHashSet<>();
        List<String> more = new ArrayList<>();
        opened.remarks().forEach(remark -> more.add(RawText.visible(remark)));
        more.addAll(rights.lines());
        for (Resolution resolution : closure.resolutions()) {
            notes.addAll(ResolutionFindings.warnings(resolution, common.findingsTold()));
            resolution.remarks().forEach(remark -> more.add(RawText.visible(remark)));
        }
        for (PathPattern idle : closure.idleExcludes()) {
            notes.add("--exclude " + RawText.visible(idle.raw()) + ": nothing that would be kept has this path");
        }
        if (opened.image().isEmpty() && written.isPresent() && !HostAttributes.available()) {
            notes.add("file capabilities are not kept: this host's extended attributes cannot be read");
        }
        written.filter(summary -> summary.leftOut() > 0)
                .ifPresent(summary ->
                        notes.add(Sizes.count(summary.leftOut(), "socket") + " left out: an archive cannot hold any"));
        outcome.notes(notes);
        outcome.tell(
                written.isPresent() ? "written to " + Outcome.shown(String.valueOf(output)) : "nothing written",
                written.map(LayerCommand::sizes).orElseGet(() -> sizes(closure)),
                more);
    }

    private static List<String> sizes(LayerSummary summary) {
        return List.of(
                Sizes.count(summary.files(), "file") + ", " + Sizes.count(summary.links(), "link") + ", "
                        + Sizes.count(summary.directories(), "directory")
                        + (summary.others() > 0 ? ", " + Sizes.count(summary.others(), "special file") : "") + "; "
                        + Sizes.human(summary.contentBytes()) + " of content, " + Sizes.human(summary.size()) + " ("
                        + summary.size() + " bytes) written",
                "digest " + summary.digest(),
                "diffID " + summary.diffId());
    }

    private static List<String> sizes(Closure closure) {
        long bytes = LayerWriter.contentBytes(closure.selection());
        return List.of(closure.selection().all().size() + " paths, " + Sizes.human(bytes) + " (" + bytes + " bytes)");
    }
}
