package dev.whittle.cli.command.copy;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.command.ArchiveOutput;
import dev.whittle.cli.command.Core;
import dev.whittle.cli.command.SettingsOf;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Version;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StandardInput;
import dev.whittle.dockerfile.ContextFiles;
import dev.whittle.dockerfile.CopyConfig;
import dev.whittle.dockerfile.CopyPlan;
import dev.whittle.dockerfile.DockerfileText;
import dev.whittle.dockerfile.ParentsPlan;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.image.Platform;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.OwnInput;
import dev.whittle.report.CopyReport;
import dev.whittle.report.ListFormat;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "copy",
        sortOptions = false,
        header =
                "Write the COPY lines for an image FROM scratch, or its whole Dockerfile; or check lines kept by hand.",
        description = {
            "",
            "COPY follows links, creates directories as root, and reads names as patterns. So each file is copied to"
                    + " the name that is requested, directories of other users have lines of their own, and names are"
                    + " escaped. What COPY cannot create is reported, with exit code 1 if a program needs it;"
                    + " --format add keeps everything.",
            "",
            "Without FILE: what the image starts, as slim keeps it. With FILE, the dockerfile starts that program,"
                    + " unless all that the image starts is kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle copy --from docker-archive:nginx.tar --format dockerfile -o Dockerfile",
            "  whittle copy --from docker-daemon:nginx:alpine /usr/sbin/nginx --without all",
            "  whittle copy --from oci:layout:tag --format dockerfile --image registry.example/nginx:1.22 -o"
                    + " Dockerfile",
            "  whittle copy --from nginx.tar --check Dockerfile     are the lines there still right?",
            "  whittle copy /usr/bin/curl --format null | tar --null -T - -c >curl.tar",
            "  whittle copy --from dir:/srv/alpine /sbin/apk --format null | rsync -0 --files-from=- /srv/alpine/ new/"
        })
public final class CopyCommand implements Callable<Integer> {
    private static final String LAYER = "layer.tar";

    private final Console console;

    @Often("program or library (default: what the image starts)")
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Program or library to copy with all that its loader opens; may be a pattern.")
    List<String> files = new ArrayList<>();

    @Mixin
    CopyOptions copy = new CopyOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Mixin
    FamilyOptions families = new FamilyOptions();

    @Mixin
    SourceOptions source = new SourceOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    @Spec
    CommandSpec spec;

    public CopyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        source.take(console, files);
        copy.checkTogether();
        families.leaveOut("directories"); // a line for each would hide the others
        selection.packages().leaveOut(); // COPY cannot write a reduced database
        CopyOptions.Format format = copy.format();
        String stage = copy.stageToWrite(format);
        int piped = StandardInput.once(selection, source.named(), Optional.ofNullable(copy.check));
        if (piped > 0 && format == CopyOptions.Format.add) {
            throw CopyOptions.usage(
                    "--format add: standard input is gone when the layer is made; name a file instead of -");
        }
        Optional<Check> check = copy.check == null ? Optional.empty() : Optional.of(Check.read(console, copy.check));
        try (Source opened = source.open(console, common)) {
            SettingsOf.apply(console, families, selection, opened);
            if (format == CopyOptions.Format.dockerfile) {
                image(opened); // an error in it is reported before any work is done
            }
            CopyInput input = new CopyInput(console, source, selection, families, loader);
            CopyInput.Input read = input.of(opened, files);
            CopyPlan plan = input.plan(opened, read);
            if (check.isPresent()) {
                return check.get().run(opened, read, plan, copy.stage(), common.quiet());
            }
            return write(opened, read, plan, input.context(read), format, stage);
        }
    }

    private int write(
            Source opened,
            CopyInput.Input read,
            CopyPlan plan,
            ContextFiles context,
            CopyOptions.Format format,
            String stage)
            throws FailureException {
        CopyConfig config = config(opened, read);
        CopyFindings findings = CopyFindings.of(read, common);
        if (format != CopyOptions.Format.add) {
            findings.written(read.closure());
        }
        switch (format) {
            case copy -> findings.add(plan);
            case list, dockerfile, json -> {
                findings.add(plan);
                findings.add(config, format != CopyOptions.Format.list);
                if (format == CopyOptions.Format.list) {
                    findings.add(context.notInSource(context.targets(plan)));
                    findings.add(plan.paths().stream()
                            .map(RootPath::raw)
                            .filter(ListFormat::isUnsayable)
                            .map(ListFormat::unsayable)
                            .toList());
                }
            }
            case parents -> findings.add(parents(opened, read, context).findings());
            case nul ->
                findings.add(context.notInSource(parents(opened, read, context).added()));
            default -> {}
        }
        String text =
                switch (format) {
                    case copy -> DockerfileText.copy(plan, stage);
                    case dockerfile ->
                        DockerfileText.whole(
                                plan, stage, image(opened), "Written by whittle " + version(), config.lines());
                    case parents -> DockerfileText.parents(parents(opened, read, context), stage);
                    case add -> DockerfileText.add(LayerCommandLine.of(arguments(), !files.isEmpty(), LAYER), LAYER);
                    case list ->
                        joined(
                                plan.paths().stream()
                                        .filter(path -> !context.targets(plan).contains(path))
                                        .map(RootPath::raw)
                                        .filter(path -> !ListFormat.isUnsayable(path))
                                        .toList(),
                                "\n");
                    case nul -> joined(names(parents(opened, read, context), findings), "\0");
                    case json ->
                        CopyReport.of(
                                plan, read.closure(), stage, config.lines(), findings.findings(), findings.remarks());
                };
        if (!copy.output.equals("-")) {
            OwnInput ownInput = new OwnInput(read.closure().selection(), opened, read.root());
            Core.run(() ->
                    ownInput.refuse(HostPath.of(console.environment().workingDirectory(), copy.output), copy.output));
        }
        SourceOptions.confirm(opened);
        ArchiveOutput.text(console, copy.output, text);
        console.flush();
        findings.tell(console, common);
        return findings.isComplete() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private CopyConfig config(Source opened, CopyInput.Input read) throws FailureException {
        ImageConfig config = opened.image().map(SourceImage::config).orElseGet(CopyCommand::none);
        try {
            return CopyConfig.of(read.root(), read.closure(), ConfigChanges.labelled(config, version()));
        } catch (IOException e) {
            throw CopyInput.unreadable(opened, e);
        }
    }

    private static ImageConfig none() {
        return ImageConfig.empty(new Platform("linux", "", Optional.empty()));
    }

    private String image(Source opened) throws FailureException {
        return copy.image()
                .or(() -> opened.image().flatMap(SourceImage::reference))
                .map(ImageReference::toString)
                .orElseThrow(() -> CopyOptions.usage(RawText.visible(opened.shown())
                        + ": what is the image's name? say --image REF, or --format copy for the lines alone"));
    }

    private static ParentsPlan parents(Source opened, CopyInput.Input read, ContextFiles context)
            throws FailureException {
        try {
            return ParentsPlan.of(read.root(), read.closure().selection(), context);
        } catch (IOException e) {
            throw CopyInput.unreadable(opened, e);
        }
    }

    /** Of the host's own root, names that are right in every working directory. */
    private List<String> names(ParentsPlan plan, CopyFindings findings) {
        findings.leftOut(plan.leftOut());
        return plan.paths().stream()
                .map(path -> source.isHost() ? path.raw() : path.relative())
                .toList();
    }

    private static String joined(List<String> names, String end) {
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append(name).append(end));
        return text.toString();
    }

    private List<String> arguments() {
        List<String> all = spec.root().commandLine().getParseResult().originalArgs();
        return all.subList(Math.min(1, all.size()), all.size());
    }

    private static String version() {
        try {
            return Version.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
