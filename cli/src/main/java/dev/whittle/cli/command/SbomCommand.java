package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.console.Version;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.FromOption;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StartOptions;
import dev.whittle.closure.Closure;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Platform;
import dev.whittle.image.PlatformList;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimRequest;
import dev.whittle.report.CycloneDxJson;
import dev.whittle.report.OpenVexJson;
import dev.whittle.report.SpdxJson;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.sbom.Bill;
import dev.whittle.sbom.BillReader;
import dev.whittle.sbom.Unused;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sbom",
        sortOptions = false,
        header = "Write a bill of materials: packages, programs, libraries, modules, and what depends on what.",
        description = {
            "",
            "Packages come from the databases of dpkg, apk and rpm and from chisel's manifest; modules from the build"
                    + " information of Go programs, the audit section of Rust programs and the pom.properties of Java"
                    + " archives; packages of languages from the metadata of Python, npm, RubyGems and composer. Programs"
                    + " and libraries are files with the loader's edges as dependencies; files that no package owns are"
                    + " listed. The same input gives the same bytes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle sbom docker-archive:nginx.tar -o nginx.cdx.json",
            "  whittle sbom alpine-minirootfs.tar.gz --format spdx -o alpine.spdx.json",
            "  whittle sbom nginx.tar -o nginx.cdx.json --vex candidates.json     packages that nothing uses, for"
                    + " review",
            "  whittle sbom dir:/srv/root --vex candidates.json --entrypoint /usr/bin/app",
            "  whittle slim nginx.tar -o oci:nginx-slim --sbom nginx-slim.cdx.json"
        })
public final class SbomCommand implements Callable<Integer> {
    enum Format {
        cyclonedx,
        spdx
    }

    private final Console console;

    @Often("docker-archive:FILE, oci:DIR, dir:PATH, - or a path")
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "The root: {sources}, - for a pipe; or a path, recognised by its content.")
    String source = "";

    @Often("write to FILE (default: standard output)")
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: -, standard output).")
    String output = "-";

    @Often("cyclonedx (default) or spdx")
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "cyclonedx (1.6, the default) or spdx (2.3), both as JSON.")
    Format format = Format.cyclonedx;

    @Option(
            names = "--vex",
            paramLabel = "FILE",
            description = "Write the packages of which what the image starts uses nothing as OpenVEX: candidates for a"
                    + " person to review, each with its evidence and its limits.")
    @Nullable
    String vex;

    @Mixin
    StartOptions start = new StartOptions();

    @Mixin
    FromOption from = new FromOption();

    @Mixin
    ImageOptions medium = new ImageOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    public SbomCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        source = from.source(source);
        if (vex == null && start.any()) {
            throw new FailureException(
                    ExitCode.USAGE, "--entrypoint, --cmd, --user and --env say what --vex is about: not without it");
        }
        if (vex != null && vex.equals(output)) {
            throw new FailureException(ExitCode.USAGE, RawText.visible(output) + ": both bill and candidates");
        }
        Optional<PlatformList> several = medium.several();
        if (several.isPresent()) {
            return each(several.get());
        }
        try (Source opened = SourceOptions.open(console, common, medium, source)) {
            return write(opened);
        }
    }

    private int each(PlatformList platforms) throws FailureException {
        if (output.equals("-") || "-".equals(vex)) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "each platform has a bill of its own, and standard output takes one: use -o FILE, which makes"
                            + " FILE-OS-ARCH of each");
        }
        return new PlatformRun(console, common, medium, PlatformRun.Form.LINES)
                .each(source, platforms, (subject, image, platform) -> about(subject, platform)
                        .write(image));
    }

    /** A copy of this command for one platform, with output files of its own. */
    private SbomCommand about(Console subject, Platform platform) {
        SbomCommand command = new SbomCommand(subject);
        command.source = source;
        command.output = PlatformFile.name(output, platform.toString());
        command.format = format;
        command.vex = vex == null ? null : PlatformFile.name(vex, platform.toString());
        command.start = start;
        command.medium = medium;
        command.loader = loader;
        command.common = common;
        return command;
    }

    private int write(Source opened) throws FailureException {
        try {
            Optional<ImageConfig> config = opened.image().map(SourceImage::config);
            Bill bill = bill(opened, config);
            String version = Version.read();
            Optional<String> candidates =
                    vex == null ? Optional.empty() : Optional.of(candidates(opened, bill, version));
            SourceOptions.confirm(opened);
            ArchiveOutput.text(console, output, text(bill, format, version));
            if (candidates.isPresent()) {
                ArchiveOutput.text(console, String.valueOf(vex), candidates.get());
            }
            if (!common.quiet()) {
                bill.remarks().forEach(remark -> console.tell(RawText.visible(remark)));
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(source) + ": " + Messages.reason(e), e);
        }
    }

    private Bill bill(Source opened, Optional<ImageConfig> config) throws IOException {
        LoaderOptions options = loader.options(config);
        try (ProgressLine progress = new ProgressLine(console, common.showsProgress(console), "reading")) {
            return new BillReader(new Resolver(opened.root()), opened.root(), options)
                    .read(
                            opened.shown(),
                            config.map(ImageConfig::createdSeconds).orElse(0L),
                            progress::part);
        }
    }

    static String text(Bill bill, Format format, String version) {
        return switch (format) {
            case cyclonedx -> CycloneDxJson.of(bill, version);
            case spdx -> SpdxJson.of(bill, version);
        };
    }

    private String candidates(Source opened, Bill bill, String version) throws FailureException, IOException {
        SlimRequest request = SlimRequests.of(
                console, ConfigArguments.of(start), new SelectionOptions(), new FamilyOptions(), loader, version);
        Closure closure = Core.call(
                () -> new SlimPipeline(opened, request).plan().result().closure());
        List<Unused> unused = Unused.of(opened.root(), closure);
        return OpenVexJson.of(opened.shown(), bill.created(), unused, version);
    }
}
