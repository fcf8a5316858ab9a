package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.closure.Closure;
import dev.whittle.closure.start.BadStartException;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.report.Dropped;
import dev.whittle.report.Rights;
import dev.whittle.report.SlimResult;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.HeldRoot;
import dev.whittle.sbom.Bill;
import dev.whittle.sbom.BillReader;
import dev.whittle.sbom.KeptRoot;
import dev.whittle.source.OverlayRoot;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import dev.whittle.write.Compression;
import dev.whittle.write.NewImage;
import dev.whittle.write.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One image's way from its source to its destination. */
final class Slimming {
    private final Console console;
    private final Source source;
    private final ConfigChanges changes;
    private final SlimInput input;
    private final ImageOptions engine;
    private final String version;
    private final OverlayRoot root;
    /** The root for the analysis alone. */
    private final HeldRoot held;

    private final Resolver resolver;

    Slimming(
            Console console,
            Source source,
            ConfigChanges changes,
            SlimInput input,
            ImageOptions engine,
            String version) {
        this.console = console;
        this.source = source;
        this.changes = changes;
        this.input = input;
        this.engine = engine;
        this.version = version;
        this.root = new OverlayRoot(source.root());
        this.held = new HeldRoot(root);
        this.resolver = new Resolver(held);
    }

    /** @param config of the new image, but for its layer */
    record Plan(SlimResult result, ImageConfig config) {}

    /** The source's, with the files that are added. */
    OverlayRoot root() {
        return root;
    }

    /** What is kept. */
    Plan plan() throws FailureException {
        ImageConfig old = source.image().map(SourceImage::config).orElseGet(NewConfig::empty);
        ImageConfig config = changes.apply(old, version);
        SelectedPaths paths = input.paths(root, config);
        requireSomething(config, paths);
        StartPlan starts = starts(config);
        Closure closure = input.closure(resolver, paths, config, starts);
        if (source.image().isEmpty()) {
            config = changes.apply(NewConfig.of(closure), version); // its platform is known now
        }
        try (held) {
            return new Plan(new SlimFindings(source, changes, resolver).result(old, config, starts, closure), config);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private StartPlan starts(ImageConfig config) throws FailureException {
        try {
            return StartPlan.of(config, held, input.accounts());
        } catch (BadStartException e) {
            throw new FailureException(ExitCode.INPUT, e.raw(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private FailureException unreadable(IOException e) {
        return new FailureException(ExitCode.INPUT, RawText.visible(source.shown()) + ": " + Messages.reason(e), e);
    }

    private void requireSomething(ImageConfig config, SelectedPaths paths) throws FailureException {
        if (StartPlan.namesCommand(config) || !paths.includes().isEmpty() || input.isTraced()) {
            return;
        }
        String shown = RawText.visible(source.shown());
        if (source.image().isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE,
                    shown + ": a root without a configuration: say what to start with --entrypoint, or what to keep"
                            + " with --include");
        }
        throw new FailureException(
                ExitCode.INPUT,
                shown + ": the image starts nothing: it has neither Entrypoint nor Cmd; use --entrypoint, or --include"
                        + " what to keep");
    }

    /** For the files that are kept. */
    Bill bill(Plan plan) throws FailureException {
        KeptRoot kept = new KeptRoot(root, plan.result().closure().selection());
        try {
            return new BillReader(new Resolver(kept), root, input.options(plan.config()))
                    .read(
                            source.shown(),
                            SbomCommand.created(source.image().map(SourceImage::config)),
                            (done, total) -> {});
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Refuses to overwrite what is being read: it would be lost, and if writing fails, so would the new image. */
    void refuse(Plan plan, Path file, String named) throws FailureException {
        new OwnInput(plan.result().closure().selection(), source, root).refuse(file, named);
    }

    /** What of the source is left out; nothing where the source was not counted, which may be the host's root. */
    Dropped dropped(SlimResult result) throws FailureException {
        if (result.source().all().isEmpty()) {
            return Dropped.NONE;
        }
        try {
            return Dropped.of(source.root(), result.closure().selection());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    Rights rights(Plan plan, boolean owners) throws FailureException {
        return Closures.rights(plan.result().closure(), root, owners);
    }

    /** The names of the new image. */
    List<ImageReference> names() {
        return changes.tag().map(List::of).orElseGet(() -> source.image()
                .map(image -> nextNames(image.config(), image.references()))
                .orElse(List.of()));
    }

    /**
     * The names that are made of the source's: an image that was slimmed before keeps the name that it got then; one with a
     * shell for debugging tells by its name.
     */
    List<ImageReference> nextNames(ImageConfig config, List<ImageReference> references) {
        boolean again = config.labels().containsKey(ConfigChanges.VERSION_LABEL);
        return references.stream()
                .map(name -> again && name.isSlimmed() ? name.tagged().withoutDebug() : name.slimmed())
                .map(name -> input.includesShell() ? name.debug() : name)
                .distinct()
                .toList();
    }

    /** @param checked whether the output is read back and compared */
    SlimResult write(Plan plan, SlimOutput output, boolean checked, Progress progress, SlimWriter.Condition condition)
            throws FailureException {
        Checks checks = checks(plan, checked);
        NewImage image = image(plan, checks, output.compression());
        return new SlimWriter(console, engine, checks).write(image, output, progress, plan.result(), condition);
    }

    /** @param on whether the output is read back and compared */
    Checks checks(Plan plan, boolean on) throws FailureException {
        return Checks.of(on, console, plan.result().closure(), root, input.options(plan.config()));
    }

    /** What is to be written. */
    NewImage image(Plan plan, Checks checks, Compression compression) throws FailureException {
        return new NewImage(
                plan.result().closure().selection(),
                checks.root(),
                plan.config(),
                names(),
                compression,
                ArchiveOutput.latest(console),
                "whittle slim");
    }
}
