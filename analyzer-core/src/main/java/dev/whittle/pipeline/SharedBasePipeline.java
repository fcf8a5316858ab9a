package dev.whittle.pipeline;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selection;
import dev.whittle.image.ConfigEdit;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.image.Platform;
import dev.whittle.report.SlimResult;
import dev.whittle.write.Destination;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.ImagesWriter;
import dev.whittle.write.NewImage;
import dev.whittle.write.PipeException;
import dev.whittle.write.SharedLayer;
import dev.whittle.write.SharedPaths;
import dev.whittle.write.SourceReadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Slims several images at once. What they have in common becomes one layer below each, so that registries and nodes store it
 * once.
 */
public final class SharedBasePipeline {
    /** The image that has only the common layer, so that it can be pushed by itself. */
    private static final ImageReference BASE = ImageReference.parse("shared-base:latest");

    private static final String CREATED_BY = "whittle slim --shared-base";

    private final ImageTarget target;
    private final List<Part> parts = new ArrayList<>();

    private SharedBasePipeline(ImageTarget target) {
        this.target = target;
    }

    /**
     * An image that is planned.
     *
     * @param shown what the user calls its source, visible
     */
    private record Part(String shown, SlimPipeline pipeline, SlimPlan plan, OutputChecks checks) {
        Selection selection() {
            return plan.result().closure().selection();
        }

        Platform platform() {
            return plan.config().platform();
        }
    }

    /**
     * Makes a slim image of each source. All of them appear or none.
     *
     * @throws PipelineException if an image cannot be made, if two are for different platforms, or if two get one name
     * @throws SourceReadException if a source cannot be read while its image is written
     * @throws PipeException if the pipe of the target cannot be written
     * @throws IOException if the target cannot be written
     * @throws IllegalArgumentException if the target takes one image only
     */
    public static <X extends Exception> SharedBaseResult run(
            SharedBaseRequest request, ImageTarget target, SeriesReporter<X> reporter)
            throws PipelineException, IOException, X {
        SharedBasePipeline pipeline = new SharedBasePipeline(target);
        List<Reporter<X>> reporters = new ArrayList<>();
        for (SharedBaseRequest.Image image : request.images()) {
            Reporter<X> following = reporter.image(image.shown());
            pipeline.plan(image, following);
            reporters.add(following);
        }
        pipeline.checkPlatforms();
        pipeline.checkNames();
        return pipeline.write(request.images().get(0).request().version(), reporters, reporter);
    }

    private <X extends Exception> void plan(SharedBaseRequest.Image image, Reporter<X> reporter)
            throws PipelineException, X {
        SlimPipeline pipeline = new SlimPipeline(image.source(), image.request());
        SlimPlan plan = pipeline.planned(target, reporter);
        parts.add(new Part(RawText.visible(image.shown()), pipeline, plan, pipeline.checks(plan, target)));
    }

    private void checkPlatforms() throws PipelineException {
        Part first = parts.get(0);
        for (Part part : parts) {
            if (!part.platform().complete().equals(first.platform().complete())) {
                throw new PipelineException(
                        PipelineException.Kind.INPUT,
                        first.shown() + " is for " + first.platform() + ", " + part.shown() + " for " + part.platform()
                                + ": a shared base is for one platform");
            }
        }
    }

    private void checkNames() throws PipelineException {
        Set<ImageReference> taken = new LinkedHashSet<>();
        for (Part part : parts) {
            List<ImageReference> names = part.pipeline().names();
            if (names.isEmpty() && target.destination().isRegistry()) {
                throw new PipelineException(
                        PipelineException.Kind.INPUT,
                        part.shown() + ": has no name, and a registry keeps no image without one");
            }
            for (ImageReference name : names) {
                ImageReference placed =
                        target.destination() instanceof Destination.Repositories path ? path.target(name) : name;
                if (!taken.add(placed)) {
                    throw new PipelineException(
                            PipelineException.Kind.INPUT,
                            part.shown() + ": another image will be called " + placed + " as well");
                }
            }
        }
    }

    private <X extends Exception> SharedBaseResult write(
            String version, List<Reporter<X>> reporters, SeriesReporter<X> reporter)
            throws PipelineException, IOException, X {
        try (ImagesWriter writer = ImagesWriter.ofSeveral(target.destination(), target.context())) {
            SharedPaths shared = SharedPaths.of(parts.stream()
                    .map(part ->
                            new SharedPaths.Part(part.selection(), part.checks().root()))
                    .toList());
            List<SharedLayer> below = new ArrayList<>();
            if (shared.count() > 0) {
                ImageSummary summary = writer.add(base(shared, version), (made, written) -> {});
                below.add(new SharedLayer(
                        summary.layer().orElseThrow(), CREATED_BY, writer.last().digest()));
            }
            List<SlimResult> results = new ArrayList<>();
            for (Part part : parts) {
                ImageSummary summary = add(part, shared, below, writer);
                results.add(part.plan().result().with(new SlimResult.Written(target.shown(), summary)));
            }
            for (int i = 0; i < parts.size(); i++) {
                reporters.get(i).confirming();
                parts.get(i).pipeline().confirm();
            }
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                reporters.get(i).written(part.pipeline(), part.plan(), results.get(i));
            }
            writer.sideBySide();
            writer.check(target::check);
            reporter.appearing();
            writer.commit();
            return new SharedBaseResult(
                    results,
                    below.stream()
                            .map(layer -> new SharedBaseResult.Base(layer.layer(), shared.count()))
                            .findFirst());
        }
    }

    private NewImage base(SharedPaths shared, String version) {
        Part first = parts.get(0);
        ImageConfig config = ImageConfig.empty(first.platform())
                .edit(edit -> edit.labels(Map.of(ConfigChanges.VERSION_LABEL, version)));
        return new NewImage(
                shared.base(first.selection()),
                first.checks().root(),
                config,
                List.of(BASE),
                target.compression(),
                target.latest(),
                CREATED_BY);
    }

    private ImageSummary add(Part part, SharedPaths shared, List<SharedLayer> below, ImagesWriter writer)
            throws PipelineException, IOException {
        NewImage image = part.pipeline().image(part.plan(), part.checks(), target);
        NewImage based = new NewImage(
                image.selection(),
                image.root(),
                image.config().edit(ConfigEdit::noBaseLabels),
                image.references(),
                image.compression(),
                image.latest(),
                image.createdBy());
        return writer.add(based, below, shared.rest(part.selection()), (made, written) -> part.checks()
                .image(made, written, part.platform(), target.shown()));
    }
}
