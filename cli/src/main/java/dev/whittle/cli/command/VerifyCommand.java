package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.FetchedNote;
import dev.whittle.cli.options.FromOption;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StartOptions;
import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.start.BadStartException;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.discover.Catalogue;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.discover.rules.Rule;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.PlatformList;
import dev.whittle.path.RootPath;
import dev.whittle.pipeline.Closures;
import dev.whittle.report.VerifyJson;
import dev.whittle.report.VerifyText;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.scan.Verification;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
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
        name = "verify",
        sortOptions = false,
        header = "Check that an image has everything that it needs to start.",
        description = {
            "",
            "Looks at what Entrypoint, Cmd and Healthcheck start, with loader and libraries, and at what families of"
                    + " hidden dependencies call required. Nothing is run.",
            "",
            "Exit code 1 if something is missing; each line names what needs it and how to add it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle verify docker-archive:nginx-slim.tar",
            "  docker save nginx:slim | whittle verify -",
            "  whittle verify dir:/srv/root --entrypoint '/usr/sbin/nginx -t'",
            "  whittle verify tar:layer.tar /usr/bin/curl /usr/bin/jq     these programs, whatever the image starts",
            "  whittle verify oci:layout:1 --format json"
        })
public final class VerifyCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    private final Console console;

    @Often("docker-archive:FILE, oci:DIR, dir:PATH, - or a path")
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE",
            description =
                    "The image or root: {source-images}, {source-roots}, - for a pipe, or a path, recognised by its content.")
    String source = "";

    @Often("ELF files, in place of what the image starts")
    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "ELF files of the root to ask about, in place of what the image starts.")
    List<String> files = new ArrayList<>();

    @Mixin
    StartOptions start = new StartOptions();

    @Mixin
    FamilyOptions families = new FamilyOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json (schema in docs/json.md).")
    Format format = Format.text;

    @Mixin
    FromOption from = new FromOption();

    @Mixin
    ImageOptions medium = new ImageOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    public VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        source = from.source(source, files);
        Optional<PlatformList> several = medium.several();
        if (several.isPresent()) {
            PlatformRun.Form form = format == Format.json ? PlatformRun.Form.JSON : PlatformRun.Form.LINES;
            return new PlatformRun(console, common, medium, form)
                    .each(source, several.get(), (subject, image, platform) -> about(subject)
                            .check(image));
        }
        try (Source opened = SourceOptions.openInParts(console, common, medium, source)) {
            int exit = check(opened);
            FetchedNote.tell(console, common, opened);
            return exit;
        }
    }

    /** The same command, which says what it is about. */
    private VerifyCommand about(Console subject) {
        VerifyCommand command = new VerifyCommand(subject);
        command.source = source;
        command.files = files;
        command.start = start;
        command.families = families;
        command.format = format;
        command.medium = medium;
        command.loader = loader;
        command.common = common;
        return command;
    }

    private int check(Source opened) throws FailureException {
        try {
            SettingsOf.apply(console, families, opened);
            Resolver resolver = new Resolver(opened.root());
            List<String> lines = new ArrayList<>();
            VerifyRemedies remedies = new VerifyRemedies(resolver);
            Verification verification = verification(opened, resolver, remedies);
            verification.gaps().forEach(gap -> lines.add(remedies.of(gap)));
            if (format == Format.json) {
                console.print(VerifyJson.of(verification, lines, opened.shown()));
            } else if (!common.quiet() || !verification.isClosed()) {
                console.print(new VerifyText(common.style(console), common.verbose()).of(verification, lines));
            }
            console.flush();
            return verification.isClosed() ? ExitCode.DONE : ExitCode.FINDINGS;
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(source) + ": " + Messages.reason(e), e);
        }
    }

    private Verification verification(Source opened, Resolver resolver, VerifyRemedies remedies)
            throws IOException, FailureException {
        ImageConfig config = ConfigArguments.of(start)
                .apply(
                        opened.image().map(SourceImage::config).orElseGet(() -> ImageConfig.empty(SlimRequests.host())),
                        "");
        if (!files.isEmpty()) {
            List<RootPath> programs = files.stream().map(RootPath::of).toList();
            Closure closure = closure(resolver, config, programs, Optional.empty());
            remedies.know(closure);
            return Verification.of(resolver.root(), List.of(), closure);
        }
        if (!StartPlan.namesCommand(config)) {
            boolean image = opened.image().isPresent();
            throw new FailureException(
                    image ? ExitCode.INPUT : ExitCode.USAGE,
                    RawText.visible(source)
                            + (image
                                    ? ": the image starts nothing: it has neither Entrypoint nor Cmd"
                                    : ": a root without a configuration")
                            + "; say what to start with --entrypoint, or name FILEs");
        }
        try {
            StartPlan plan = StartPlan.of(config, resolver.root());
            Closure closure = closure(resolver, config, List.of(), Optional.of(plan));
            remedies.know(closure);
            return Verification.of(resolver.root(), plan.problems(), closure);
        } catch (BadStartException e) {
            return Verification.notStarted(e.raw());
        }
    }

    private Closure closure(Resolver resolver, ImageConfig config, List<RootPath> programs, Optional<StartPlan> plan)
            throws FailureException {
        LoaderOptions options = loader.options(Optional.of(config));
        ProcessEnvironment surroundings =
                new ProcessEnvironment(Optional.of(config), StartPlan.commands(config), options, plan.isPresent());
        List<Rule> rules = FamilyRules.of(console, families);
        Catalogue catalogue = Core.call(() -> Closures.catalogue(resolver, surroundings, families.choice(), rules));
        ClosureRequest request = new ClosureRequest(programs, List.of(), List.of(), options, loader.hwcaps(Hwcaps.NONE))
                .withCommands(surroundings.commands())
                .withStarted(plan.map(StartPlan::started).orElse(List.of()))
                .withHidden(plan.isPresent() ? catalogue.besides(plan.get().findings()) : catalogue);
        return Core.call(() -> Closures.of(resolver, request));
    }
}
