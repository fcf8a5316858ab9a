package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.console.Version;
import dev.whittle.cli.engine.Engine;
import dev.whittle.cli.engine.TrialEngine;
import dev.whittle.cli.options.CheckOptions;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.ConfigOptions;
import dev.whittle.cli.options.FamilyOptions;
import dev.whittle.cli.options.FromOption;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.LoaderArguments;
import dev.whittle.cli.options.Often;
import dev.whittle.cli.options.SelectionOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.cli.options.StandardInput;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.SlimRequest;
import dev.whittle.report.HiddenLines;
import dev.whittle.report.SlimResult;
import dev.whittle.report.TrialJson;
import dev.whittle.report.TrialText;
import dev.whittle.source.Source;
import dev.whittle.trial.Trial;
import dev.whittle.trial.TriedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
        name = "try",
        sortOptions = false,
        header = "Run an image and what slim makes of it, and say where they differ and which missing path is why.",
        description = {
            "",
            "The one command that runs an image: on your engine (docker or podman), the original first, each in a"
                    + " container without a network unless a --run-option chooses one. Compared are whether it starts,"
                    + " stays up or how it ends, its health check, the ports that it listens on, the lines that it prints"
                    + " (times and the like left out) and the answers to --ask. What the slim image looks for and does not"
                    + " find is found in its messages and, if the host has strace, in its system calls: strace is put into"
                    + " the container and needs no rights. Containers and temporary images are removed at the end; after a"
                    + " kill, by the next try.",
            "",
            "Exit code 1 if they differ. docs/troubleshooting.md says how to go on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  whittle try nginx:alpine                             an image of the engine, and what slim makes of it",
            "  whittle try nginx:alpine nginx:alpine-slim           two images that are there",
            "  whittle try app.tar --ask 'curl -fsS http://$HOST:8080/health' --ask ./smoke.sh",
            "  whittle try app.tar --keep minimal --fix -o docker-daemon:app:slim",
            "  whittle slim app.tar --keep minimal --include-from tried.txt -o oci:app     the same again, without a"
                    + " run",
            "  whittle try app.tar --run-option '--env MODE=test --read-only --tmpfs /run'"
        })
public final class TryCommand implements Callable<Integer> {
    /** Of making and trying a slim image. */
    private static final int MAX_ROUNDS = 20;

    private static final String TRIED = "tried.txt";

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
            description = "The image: a name that the engine knows, or a source as for slim, but no pipe.")
    String source = "";

    @Often("compare with this one (default: slim it)")
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SLIM",
            description =
                    "What it is compared with, likewise (default: what slim makes of SOURCE with the options below).")
    @Nullable
    String slim;

    @Often("ask both containers this, and compare the answers")
    @Option(
            names = "--ask",
            paramLabel = "COMMAND",
            description =
                    "Compare the answers to this shell command too. It runs on this host, in the container's network"
                            + " if that is one of its own, with $$HOST for the container's address and $$CONTAINER for its"
                            + " ID; again until it ends with 0. May be given several times.")
    List<String> ask = new ArrayList<>();

    @Option(
            names = "--run-option",
            paramLabel = "WORDS",
            description = "Options of docker create for both containers, such as '--env A=b --volume data:/data'.")
    List<String> runOption = new ArrayList<>();

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            description =
                    "Watch a container for at most this long (default: 20); one that is still running then counts as up.")
    @Nullable
    String time;

    @Often("keep what is missing, and try again")
    @Option(names = "--fix", description = "Keep what is missing and try again, until both do the same.")
    boolean fix;

    @Option(
            names = "--tried",
            paramLabel = "FILE",
            description = "With --fix: where to write what was missing, for --include-from (default: tried.txt).")
    @Nullable
    String tried;

    @Often("where the slim image goes")
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DEST",
            description = "Where the slim image goes if both do the same, as for slim.")
    @Nullable
    String output;

    @Option(
            names = "--strace",
            paramLabel = "PROGRAM",
            description = "strace for this machine, dynamic or static (default: that of PATH; none: do without).")
    String strace = "strace";

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json (schema in docs/json.md).")
    Format format = Format.text;

    @Mixin
    ConfigOptions image = new ConfigOptions();

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Mixin
    FamilyOptions families = new FamilyOptions();

    @Mixin
    CheckOptions check = new CheckOptions();

    @Mixin
    FromOption from = new FromOption();

    @Mixin
    ImageOptions medium = new ImageOptions();

    @Mixin
    LoaderArguments loader = new LoaderArguments();

    @Mixin
    CommonOptions common = new CommonOptions();

    public TryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws FailureException {
        sources();
        check();
        ConfigChanges changes = ConfigArguments.of(image);
        long limit = TryOptions.millis(time);
        List<String> options = TryOptions.words(runOption);
        Optional<SlimOutput> destination =
                output == null ? Optional.empty() : Optional.of(SlimOutput.of(console, output, null, true, false));
        if (destination.isPresent()) {
            destination.get().checkName(changes.tag());
            destination.get().checkWritable();
        }
        List<String> before = fix ? earlier() : List.of();
        try (TrialEngine engine = open(options);
                Source original = SourceOptions.open(console, common, medium, TryOptions.source(console, source))) {
            SettingsOf.apply(console, families, selection, original);
            TryImages images = new TryImages(console, engine, medium, original, request(changes));
            TryProgress progress = new TryProgress(console, common, limit);
            Trial.Request request =
                    new Trial.Request(ask, limit, fix ? MAX_ROUNDS : 1, images.start(), images.workingDirectory());
            Trial.Result result;
            try (progress;
                    TrySlimmer slimmer = slimmer(images)) {
                Trial trial = new Trial(
                        engine, progress, request, new TryTracer(console, strace).find(), images.resolver(), progress);
                result = trial.run(images.original(), slimmer);
            }
            refuse(result);
            return tell(result, destination, images, before);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, Messages.told(e), e);
        }
    }

    private void sources() throws FailureException {
        List<String> rest = new ArrayList<>();
        if (slim != null) {
            rest.add(slim);
        }
        source = from.source(source, rest);
        if (rest.size() > 1) {
            throw usage("too many images: --from names SOURCE, and only SLIM may follow");
        }
        slim = rest.isEmpty() ? null : rest.get(0);
    }

    private void check() throws FailureException {
        StandardInput.once(selection, Optional.of(source));
        if (StandardInput.isNamed(source) || "-".equals(slim)) {
            throw usage("a pipe is no source here: an image is read and run; name a file");
        }
        boolean slims = fix
                || output != null
                || selection.any()
                || families.any()
                || image.start().any();
        if (slim != null && slims) {
            throw usage("SLIM is there already: options that make one are for SOURCE alone");
        }
        if (tried != null && !fix) {
            throw usage("--tried is for --fix: what is missing is printed without it");
        }
        if (output != null && (output.equals("-") || output.startsWith("-:"))) {
            throw usage("-o: standard output has the table; name a file or docker-daemon:REF");
        }
    }

    private TrialEngine open(List<String> options) throws FailureException {
        try {
            return TrialEngine.open(Engine.find(medium.engine(), console.environment()), options);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, Messages.reason(e), e);
        }
    }

    private SlimRequest request(ConfigChanges changes) throws FailureException {
        return SlimRequests.of(console, changes, selection, families, loader, version());
    }

    private TrySlimmer slimmer(TryImages images) {
        return slim == null
                ? images.slimmer(check.isOn())
                : images.given(TryOptions.source(console, slim), common, medium);
    }

    /** An earlier file is not lost: it must be named, and goes into the new one. */
    private List<String> earlier() throws FailureException {
        String file = triedFile();
        boolean exists =
                Files.exists(HostPath.of(console.environment().workingDirectory(), file), LinkOption.NOFOLLOW_LINKS);
        if (!exists) {
            return List.of();
        }
        if (!selection.includeFrom().equals(Optional.of(file))) {
            throw usage(RawText.visible(file) + " is there: name it with --include-from too, or another with --tried");
        }
        try {
            byte[] content =
                    Files.readAllBytes(HostPath.of(console.environment().workingDirectory(), file));
            return RawText.of(content).lines().toList();
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(file) + ": " + Messages.reason(e), e);
        }
    }

    private String triedFile() {
        return tried == null ? TRIED : tried;
    }

    /** With nothing to compare, nothing is said of the slim image. */
    private void refuse(Trial.Result result) throws FailureException {
        if (!result.rounds().isEmpty()) {
            return;
        }
        String shown = RawText.visible(source);
        Optional<String> refused = result.original().refused();
        if (refused.isPresent()) {
            throw new FailureException(
                    ExitCode.INPUT, shown + ": the original does not start: " + RawText.visible(refused.get()));
        }
        String unanswered = result.original().answers().stream()
                .filter(answer -> answer.exitCode() != 0)
                .map(answer -> RawText.visible(answer.question())
                        + (answer.exitCode() < 0 ? " (not asked)" : " (exit code " + answer.exitCode() + ")"))
                .findFirst()
                .orElse("");
        throw new FailureException(
                ExitCode.INPUT,
                shown + ": the original does not answer --ask either: " + unanswered
                        + TryOptions.ended(result.original()) + "; --time gives it longer");
    }

    private int tell(Trial.Result result, Optional<SlimOutput> destination, TryImages images, List<String> before)
            throws FailureException {
        boolean equal = result.isEqual();
        if (fix && !result.tried().isEmpty()) {
            ArchiveOutput.text(console, triedFile(), TriedFile.text(source, before, result.tried()));
        }
        console.print(
                format == Format.json
                        ? TrialJson.of(source, Optional.ofNullable(slim), result)
                        : TrialText.of(result, common.style(console), common.verbose(), fix));
        console.flush();
        result.last().ifPresent(round -> round.remarks().forEach(line -> console.tell(RawText.visible(line))));
        if (!common.quiet()) {
            warn(images, equal);
        }
        if (destination.isPresent() && equal) {
            images.write(destination.get(), result.tried(), check.isOn(), common);
        } else if (destination.isPresent()) {
            console.tell(RawText.visible(destination.get().shown()) + ": not written, for the two images differ");
        }
        if (fix && !result.tried().isEmpty() && !common.quiet()) {
            console.tell("--include-from " + RawText.visible(triedFile()) + " keeps what was missing");
        }
        return equal ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    /** What slim says of the same image: that two runs were alike does not take it back. */
    private void warn(TryImages images, boolean equal) {
        Optional<SlimResult> made = images.result();
        made.ifPresent(result ->
                result.problems().forEach(problem -> console.tell(problem.what() + "; fix: " + problem.fix())));
        List<String> undetermined = made.map(result -> HiddenLines.undetermined(result.closure(), common.verbose()))
                .orElse(List.of());
        console.tell(undetermined);
        if (ask.isEmpty() && equal) {
            console.tell("nothing was asked of the two: --ask 'curl -fsS http://$HOST:8080/' compares what they answer"
                    + " while they run");
        }
    }

    private static String version() {
        try {
            return Version.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FailureException usage(String message) {
        return new FailureException(ExitCode.USAGE, message);
    }
}
