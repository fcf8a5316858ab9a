package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Interruption;
import dev.whittle.cli.console.Version;
import dev.whittle.cli.options.CheckOptions;
import dev.whittle.cli.options.CheckedSource;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.ConfigOptions;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.FastPath;
import dev.whittle.cli.options.FromOption;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.PlainLine;
import dev.whittle.cli.options.PlatformSources;
import dev.whittle.cli.options.PushOptions;
import dev.whittle.cli.options.ReportOptions;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StandardInput;
import dev.whittle.cli.options.Words;
import dev.whittle.image.PlatformList;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimPlan;
import dev.whittle.pipeline.SlimRequest;
import dev.whittle.report.HtmlReport;
import dev.whittle.report.Rights;
import dev.whittle.report.SelectionList;
import dev.whittle.report.SlimReport;
import dev.whittle.report.SlimResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@FastPath
@Command(
        name = "slim",
        sortOptions = false,
        header = "Make a minimal image of an image: what it starts and what that needs, with its configuration whole.",
        description = {
            "",
            "Kept is what Entrypoint, Cmd and Healthcheck start, found as a container runtime finds it, with loader"
                    + " and libraries; files and directories that they name; user and group files, volumes, WorkingDir and"
                    + " /tmp, with owners and modes as they were. Nothing is run. The same input gives the same bytes, in"
                    + " one layer.",
            "",
            "Exit code 1 if something is missing; the image is still written."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  docker save nginx:alpine | whittle slim - | docker load         gives nginx:alpine-slim",
            "  whittle slim docker-archive:nginx.tar -o oci:nginx-slim",
            "  whittle slim docker://nginx:alpine -o docker://registry.example/nginx:slim --attach sbom,provenance",
            "  whittle slim docker-daemon:nginx:alpine -o docker-daemon:nginx:mini",
            "  whittle slim oci:layout:1.22 -o docker-archive:nginx.tar --tag registry.example/nginx:slim",
            "  whittle slim nginx.tar -o - --entrypoint \"nginx -g 'daemon off;'\" --include /etc/nginx | docker load",
            "  whittle slim alpine-minirootfs.tar.gz -o oci-archive:apk.tar --entrypoint /sbin/apk --cmd=--version",
            "  whittle slim nginx.tar -o oci:nginx-slim --add-user nonroot --user nonroot --trim-users",
            "  whittle slim oci:nginx:1 --platform all -o oci:nginx-slim         every platform, as one index",
            "  whittle slim docker-daemon:a:1 docker-daemon:b:1 --shared-base -o oci:both   one common layer",
            "  whittle slim docker-archive:nginx.tar --dry-run --report kept.json"
        })
public final class SlimCommand implements Callable<Integer>, PlainLine.Options {
    private final Console console;

    @Often("docker-archive:FILE, oci:DIR, dir:PATH, - or a path")
    @Parameters(
            arity = "0..*",
            paramLabel = "SOURCE",
            description =
                    "The image, or several with --shared-base: {source-images}, - (-:REF) for a pipe; a root without"
                            + " a configuration: {source-roots}; or a path,"
                            + " recognised by its content.")
    List<String> sources = new ArrayList<>();

    private String source = "";

    @Often("where to: docker-archive:FILE, oci:DIR, docker-daemon:..")
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DEST",
            description =
                    "{destination-images}, or - for a docker archive into a pipe (the default if SOURCE is -); the root"
                            + " alone: {destination-roots}.")
    @Nullable
    String output;

    @Mixin
    ConfigOptions image = new ConfigOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Mixin
    FamilyOptions families = new FamilyOptions();

    @Words({"none", "gzip", "zstd"})
    @Option(
            names = "--compress",
            paramLabel = "METHOD",
            description = "none, gzip or zstd, the latter two with :LEVEL (default: gzip for docker://, oci: and"
                    + " oci-archive:, by the name for tar:, else none).")
    @Nullable
    String compress;

    @Option(
            names = "--shared-base",
            description =
                    "For several images: put the files that they have in common into one layer, which registries and"
                            + " nodes store once.")
    boolean sharedBase;

    @Option(
            names = "--keep-other-platforms",
            description = "Copy the images of platforms that --platform does not name unchanged into the new index.")
    boolean keepOthers;

    @Option(names = "--no-owner", description = "With -o dir:DIR: files belong to whoever runs this.")
    boolean noOwner;

    @Mixin
    CheckOptions check = new CheckOptions();

    @Mixin
    ReportOptions telling = new ReportOptions();

    @Often("write the bill of materials as well")
    @Option(
            names = "--sbom",
            paramLabel = "FILE",
            description =
                    "Write the bill of materials of what is kept, as whittle sbom does: CycloneDX, or SPDX if FILE"
                            + " ends in .spdx.json.")
    @Nullable
    String sbom;

    @Mixin
    FromOption from = new FromOption();

    @Mixin
    PushOptions push = new PushOptions();

    @Mixin
    ImageOptions medium = new ImageOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    private List<String> arguments = List.of();

    public SlimCommand(Console console) {
        this.console = console;
    }

    /** The command with these arguments, if they are {@linkplain PlainLine plain}. */
    public static Optional<SlimCommand> plain(Console console, List<String> arguments) {
        SlimCommand command = new SlimCommand(console);
        Optional<List<String>> sources = PlainLine.take(arguments, command).filter(named -> named.size() == 1);
        sources.ifPresent(named -> {
            command.sources = named;
            command.arguments = List.copyOf(arguments);
        });
        return sources.map(named -> command);
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
        if (sharedBase) {
            return shared();
        }
        if (sources.size() > 1) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "one SOURCE at a time: " + RawText.visible(sources.get(1))
                            + "; several go together with --shared-base only");
        }
        source = from.source(sources.isEmpty() ? "" : sources.get(0));
        Optional<PlatformList> several = medium.several();
        if (several.isEmpty() && keepOthers) {
            several = Optional.of(medium.asked().orElseGet(() -> new PlatformList(List.of(PlatformSources.machine()))));
        }
        ConfigChanges changes = ConfigArguments.of(image);
        Optional<SlimOutput> destination = telling.isDryRun()
                ? Optional.empty()
                : Optional.of(SlimOutput.of(console, output, compress, !noOwner, StandardInput.isNamed(source)));
        if (destination.isPresent()) {
            destination.get().checkName(changes.tag());
            destination.get().checkSource(console, source);
        }
        Pushing.check(push, destination);
        checkReport(destination);
        checkBill(destination);
        checkWritable(destination);
        StandardInput.once(selection, Optional.of(source));
        if (several.isPresent()) {
            return slim(source, several.get(), changes, destination);
        }
        Fate fate = destination.map(SlimOutput::fate).orElseGet(() -> new Fate("-", Optional.empty()));
        Interruption interruption =
                new Interruption(console, destination.isPresent() ? fate::told : () -> "nothing was written");
        try (interruption;
                CheckedSource opened = SourceOptions.openAhead(console, common, medium, source)) {
            return checked(opened, changes, destination);
        }
    }

    private int shared() throws FailureException {
        ConfigChanges changes = ConfigArguments.of(image);
        boolean hasPipe = sources.stream().anyMatch(StandardInput::isNamed);
        if (telling.isDryRun()
                || keepOthers
                || changes.tag().isPresent()
                || medium.several().isPresent()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "--shared-base goes with neither --dry-run nor --tag nor several platforms: it writes images of one"
                            + " platform, each with its own name");
        }
        SlimOutput destination = SlimOutput.of(console, output, compress, !noOwner, hasPipe);
        if (destination.destination().ownName().isPresent()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    RawText.visible(destination.shown())
                            + ": names one image; with --shared-base each has its own name"
                            + (destination.destination().isRegistry() ? ": use docker://HOST/PATH/" : ""));
        }
        Pushing.check(push, Optional.of(destination));
        for (String source : sources) {
            destination.checkSource(console, source);
        }
        checkReport(Optional.of(destination));
        checkBill(Optional.of(destination));
        StandardInput.once(selection, hasPipe ? Optional.of("-") : Optional.empty());
        if (sources.stream().distinct().count() < sources.size()) {
            throw new FailureException(ExitCode.USAGE, "a SOURCE is named twice");
        }
        return new SlimShared(console, this).run(sources, changes, destination);
    }

    private int slim(String source, PlatformList platforms, ConfigChanges changes, Optional<SlimOutput> destination)
            throws FailureException {
        try (PlatformSources images = SourceOptions.openIndex(console, common, medium, source, platforms)) {
            if (images.index().isAlone()) {
                // An image that comes alone stays alone.
                try (CheckedSource opened =
                        images.openAhead(images.index().chosen().get(0))) {
                    return checked(opened, changes, destination);
                }
            }
            return new SlimIndex(console, this, images).run(changes, destination);
        }
    }

    private int checked(CheckedSource opened, ConfigChanges changes, Optional<SlimOutput> destination)
            throws FailureException {
        try {
            return slim(opened, changes, destination);
        } catch (FailureException | RuntimeException e) {
            opened.confirm(); // a source that changed explains the failure
            throw e;
        }
    }

    private int slim(CheckedSource opened, ConfigChanges changes, Optional<SlimOutput> destination)
            throws FailureException {
        SettingsOf.apply(console, families, selection, opened.source());
        SlimRequest request = request(console, changes);
        SlimResult result;
        Rights rights;
        try (SlimRun run = new SlimRun(console, this, opened)) {
            result = destination.isPresent()
                    ? write(run, request, destination.get())
                    : Core.call(() -> SlimPipeline.dryRun(opened.source(), request, run));
            rights = run.rights();
        }
        if (destination.isEmpty()) {
            console.print(SelectionList.of(result.closure().selection()));
            console.flush();
        }
        new SlimSummary(console, common, result).tell(Optional.of(rights));
        return result.isComplete() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private SlimResult write(SlimRun run, SlimRequest request, SlimOutput destination) throws FailureException {
        SlimOutput output = run.pushing()
                .output(console, push, medium, destination, List.of(run.source().shown()), run::sending);
        return SlimWriter.run(
                console,
                medium,
                output,
                run::writing,
                context -> Core.call(() -> SlimPipeline.run(
                        run.source(), request, SlimWriter.target(console, output, context, check.isOn()), run)));
    }

    /** What to make of an image, after the settings have been applied to the options. */
    SlimRequest request(Console subject, ConfigChanges changes) throws FailureException {
        return SlimRequests.of(subject, changes, selection, families, loader, version());
    }

    Pushing pushing() throws FailureException {
        return new Pushing(push, line(), version());
    }

    /** The command line behind the name of the command. */
    private List<String> line() {
        if (spec == null) {
            return arguments;
        }
        List<String> whole = spec.commandLine().getParseResult().originalArgs();
        return whole.subList(Math.min(1, whole.size()), whole.size());
    }

    private static String version() {
        try {
            return Version.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkReport(Optional<SlimOutput> destination) throws FailureException {
        telling.check(destination.map(SlimOutput::isStandardOutput).orElse(true));
        Optional<String> report = telling.report();
        if (report.isPresent() && destination.isPresent() && destination.get().isFile(console, report.get())) {
            throw new FailureException(ExitCode.USAGE, RawText.visible(report.get()) + ": both image and report");
        }
    }

    /** Looks through an image for nothing else. */
    private void checkWritable(Optional<SlimOutput> destination) throws FailureException {
        if (destination.isPresent()) {
            destination.get().checkWritable();
        }
        if (telling.report().isPresent()) {
            ArchiveOutput.check(console, telling.report().get());
        }
        if (sbom != null) {
            ArchiveOutput.check(console, sbom);
        }
    }

    private void checkBill(Optional<SlimOutput> destination) throws FailureException {
        if (sbom == null) {
            return;
        }
        if (sbom.equals("-")) {
            throw new FailureException(
                    ExitCode.USAGE, "the bill of materials cannot go to standard output: use --sbom FILE");
        }
        boolean isImage = destination.isPresent() && destination.get().isFile(console, sbom);
        if (isImage || sbom.equals(telling.report().orElse(""))) {
            throw new FailureException(
                    ExitCode.USAGE, RawText.visible(sbom) + ": both " + (isImage ? "image" : "report") + " and bill");
        }
    }

    static String bill(String file, SlimPipeline pipeline, SlimPlan plan) throws FailureException {
        SbomCommand.Format format =
                file.endsWith(".spdx.json") ? SbomCommand.Format.spdx : SbomCommand.Format.cyclonedx;
        return SbomCommand.text(Core.call(() -> pipeline.bill(plan)), format, version());
    }

    static String report(String file, SlimPipeline pipeline, SlimResult result, Rights rights) throws FailureException {
        return ReportOptions.isPage(file)
                ? HtmlReport.of(result, Core.call(() -> pipeline.dropped(result)), version())
                : SlimReport.of(result, rights);
    }
}
