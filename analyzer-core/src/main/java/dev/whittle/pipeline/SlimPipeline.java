package dev.whittle.pipeline;

import dev.whittle.bytes.RawText;
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
import dev.whittle.write.ImageOutput;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.NewImage;
import dev.whittle.write.PipeException;
import dev.whittle.write.SourceReadException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One image's way from its source to its destination. */
public final class SlimPipeline {
    private final Source source;
    private final SlimRequest request;
    private final ConfigChanges changes;
    private final SlimClosure closures;
    private final OverlayRoot root;
    /** The root for the analysis alone. */
    private final HeldRoot held;

    private final Resolver resolver;

    /** @param source remains the caller's to close */
    public SlimPipeline(Source source, SlimRequest request) {
        this.source = source;
        this.request = request;
        this.changes = request.changes();
        this.closures = new SlimClosure(request);
        this.root = new OverlayRoot(source.root());
        this.held = new HeldRoot(root);
        this.resolver = new Resolver(held);
    }

    /**
     * Makes a slim image: finds what it needs, writes it, reads it back, and lets it appear.
     *
     * @param source remains the caller's to close
     * @return what is kept and why, what there is to say, and what was written
     * @throws SourceReadException if the source cannot be read while the image is written
     * @throws PipeException if the pipe of the target cannot be written
     * @throws IOException if the target cannot be written
     */
    public static <X extends Exception> SlimResult run(
            Source source, SlimRequest request, ImageTarget target, Reporter<X> reporter)
            throws PipelineException, IOException, X {
        SlimPipeline pipeline = new SlimPipeline(source, request);
        SlimPlan plan = pipeline.planned(target, reporter);
        return pipeline.write(plan, target, reporter);
    }

    /** Finds what would be kept, and writes nothing. */
    public static <X extends Exception> SlimResult dryRun(Source source, SlimRequest request, Reporter<X> reporter)
            throws PipelineException, X {
        SlimPipeline pipeline = new SlimPipeline(source, request);
        SlimPlan plan = pipeline.planned(reporter);
        reporter.confirming();
        pipeline.confirm();
        reporter.written(pipeline, plan, plan.result());
        return plan.result();
    }

    /** Plans an image for a target, which must not be one of the files that are read. */
    <X extends Exception> SlimPlan planned(ImageTarget target, Reporter<X> reporter) throws PipelineException, X {
        SlimPlan plan = planned(reporter);
        Optional<Path> file = target.destination().file();
        if (file.isPresent()) {
            refuse(plan, file.get(), target.shown());
        }
        return plan;
    }

    private <X extends Exception> SlimPlan planned(Reporter<X> reporter) throws PipelineException, X {
        Reporter.Phase phase = reporter.analysing();
        SlimPlan plan;
        try (phase) {
            plan = plan();
        }
        reporter.planned(this, plan);
        return plan;
    }

    /** The source's, with the files that are added. */
    public OverlayRoot root() {
        return root;
    }

    public Source source() {
        return source;
    }

    /** What is kept. Called once. */
    public SlimPlan plan() throws PipelineException {
        ImageConfig old = source.image().map(SourceImage::config).orElseGet(() -> ImageConfig.empty(request.host()));
        ImageConfig config = changes.apply(old, request.version());
        SelectedPaths paths = closures.paths(root, config);
        requireSomething(config, paths);
        StartPlan starts = starts(config);
        Closure closure = closures.closure(resolver, paths, config, starts);
        if (source.image().isEmpty()) {
            config = changes.apply(
                    NewConfig.of(closure, request.host()), request.version()); // its platform is known now
        }
        try (held) {
            return new SlimPlan(
                    new SlimFindings(source, changes, resolver).result(old, config, starts, closure), config);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private StartPlan starts(ImageConfig config) throws PipelineException {
        try {
            return StartPlan.of(config, held, request.keep().accounts());
        } catch (BadStartException e) {
            throw new PipelineException(PipelineException.Kind.INPUT, e.raw(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private PipelineException unreadable(IOException e) {
        return PipelineException.unreadable(source.shown(), e);
    }

    private void requireSomething(ImageConfig config, SelectedPaths paths) throws PipelineException {
        if (StartPlan.namesCommand(config)
                || !paths.includes().isEmpty()
                || !request.keep().traces().isEmpty()) {
            return;
        }
        String shown = RawText.visible(source.shown());
        if (source.image().isEmpty()) {
            throw new PipelineException(
                    PipelineException.Kind.REQUEST,
                    shown + ": a root without a configuration: say what to start with --entrypoint, or what to keep"
                            + " with --include");
        }
        throw new PipelineException(
                PipelineException.Kind.INPUT,
                shown + ": the image starts nothing: it has neither Entrypoint nor Cmd; use --entrypoint, or --include"
                        + " what to keep");
    }

    /** For the files that are kept. */
    public Bill bill(SlimPlan plan) throws PipelineException {
        KeptRoot kept = new KeptRoot(root, plan.result().closure().selection());
        try {
            return new BillReader(new Resolver(kept), root, closures.options(plan.config()))
                    .read(
                            source.shown(),
                            source.image()
                                    .map(image -> image.config().createdSeconds())
                                    .orElse(0L),
                            (done, total) -> {});
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Refuses to overwrite what is being read: it would be lost, and if writing fails, so would the new image. */
    public void refuse(SlimPlan plan, Path file, String named) throws PipelineException {
        new OwnInput(plan.result().closure().selection(), source, root).refuse(file, named);
    }

    /** What of the source is left out; nothing where the source was not counted, which may be the host's root. */
    public Dropped dropped(SlimResult result) throws PipelineException {
        if (result.source().all().isEmpty()) {
            return Dropped.NONE;
        }
        try {
            return Dropped.of(source.root(), result.closure().selection());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    public Rights rights(SlimPlan plan, boolean owners) throws PipelineException {
        return Closures.rights(plan.result().closure(), root, owners);
    }

    /** The names of the new image. */
    public List<ImageReference> names() {
        return names(source.image().map(SourceImage::references).orElse(List.of()));
    }

    /**
     * The names of the new image, where they are not chosen those that are made of the source's: an image that was slimmed
     * before keeps the name that it got then; the name of one with a shell for debugging says so.
     *
     * @param references the names of the source
     */
    List<ImageReference> names(List<ImageReference> references) {
        if (changes.tag().isPresent()) {
            return List.of(changes.tag().get());
        }
        boolean again = source.image()
                .map(image -> image.config().labels().containsKey(ConfigChanges.VERSION_LABEL))
                .orElse(false);
        return references.stream()
                .map(name -> again && name.isSlimmed() ? name.tagged().withoutDebug() : name.slimmed())
                .map(name -> request.keep().paths().shell() ? name.debug() : name)
                .distinct()
                .toList();
    }

    /**
     * Waits until all of the source is checked: nothing may come of it before.
     *
     * @throws PipelineException if it is damaged, or has changed since it was opened
     */
    public void confirm() throws PipelineException {
        SourceReading.read(source.shown(), () -> {
            source.confirm();
            return source;
        });
    }

    /**
     * Writes the image.
     *
     * @throws IOException as {@link #run}
     */
    public <X extends Exception> SlimResult write(SlimPlan plan, ImageTarget target, Reporter<X> reporter)
            throws PipelineException, IOException, X {
        OutputChecks checks = checks(plan, target);
        NewImage image = image(plan, checks, target);
        try (ImageOutput output = target.destination().open(target.context())) {
            ImageSummary summary = output.write(image, target.context());
            output.written()
                    .checkWith(
                            (made, written) ->
                                    checks.image(made, written, plan.config().platform(), target.shown()),
                            summary);
            SlimResult result = plan.result().with(new SlimResult.Written(target.shown(), summary));
            reporter.confirming();
            confirm();
            reporter.written(this, plan, result);
            output.commit();
            return result;
        }
    }

    /** Reads the output back, if the target asks for it. */
    OutputChecks checks(SlimPlan plan, ImageTarget target) {
        return OutputChecks.of(
                target.checked(), plan.result().closure(), root, closures.options(plan.config()), target.environment());
    }

    /** What is to be written. */
    NewImage image(SlimPlan plan, OutputChecks checks, ImageTarget target) {
        return new NewImage(
                plan.result().closure().selection(),
                checks.root(),
                plan.config(),
                names(),
                target.compression(),
                target.latest(),
                "whittle slim");
    }
}
