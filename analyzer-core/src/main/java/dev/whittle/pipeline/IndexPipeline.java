package dev.whittle.pipeline;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.IoMessage;
import dev.whittle.bytes.RawText;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.ImageReference;
import dev.whittle.image.NewIndex;
import dev.whittle.image.OldIndex;
import dev.whittle.report.SlimResult;
import dev.whittle.source.Source;
import dev.whittle.source.SourceBlob;
import dev.whittle.source.SourceIndex;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.ImagesWriter;
import dev.whittle.write.IndexSummary;
import dev.whittle.write.NewImage;
import dev.whittle.write.PipeException;
import dev.whittle.write.SourceReadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Slims an image of several platforms: one image after the other, so that one root is open at a time, and then a new index.
 *
 * @param <X> failure of the reporter
 */
public final class IndexPipeline<X extends Exception> {
    /** Annotation of the new index: the digest of the old one. */
    private static final String SOURCE = "dev.whittle.source.digest";

    private final SourceIndex index;
    private final IndexRequest request;
    private final SeriesReporter<X> reporter;
    private final List<IndexResult.Image> images = new ArrayList<>();
    private final NewIndex next = new NewIndex();
    private final List<ImageReference> names = new ArrayList<>();

    private IndexPipeline(SourceIndex index, IndexRequest request, SeriesReporter<X> reporter) {
        this.index = index;
        this.request = request;
        this.reporter = reporter;
    }

    /**
     * Makes a slim image of each platform that was asked for, and an index of them. All of it appears or nothing.
     *
     * @param index remains the caller's to close
     * @throws PipelineException if an image cannot be made; the message starts with its platform
     * @throws PipeException if the pipe of the target cannot be written
     * @throws IOException if the target cannot be written
     * @throws IllegalArgumentException if the target takes one image only
     */
    public static <X extends Exception> IndexResult run(
            SourceIndex index, IndexRequest request, ImageTarget target, SeriesReporter<X> reporter)
            throws PipelineException, IOException, X {
        return new IndexPipeline<>(index, request, reporter).write(target);
    }

    /** Finds what would be kept of each image, and writes nothing. */
    public static <X extends Exception> IndexResult dryRun(
            SourceIndex index, IndexRequest request, SeriesReporter<X> reporter) throws PipelineException, X {
        IndexPipeline<X> pipeline = new IndexPipeline<>(index, request, reporter);
        for (SourceIndex.Member member : index.chosen()) {
            try (Source source = pipeline.open(member)) {
                Reporter<X> image = reporter.image(member.platform().toString());
                pipeline.add(member, SlimPipeline.dryRun(source, request.image(), image));
            } catch (PipelineException e) {
                throw e.about(member.platform().toString());
            }
        }
        reporter.appearing();
        return new IndexResult(pipeline.images, Optional.empty());
    }

    private IndexResult write(ImageTarget target) throws PipelineException, IOException, X {
        try (ImagesWriter writer = ImagesWriter.ofIndex(target.destination(), target.context())) {
            int manifests = 0;
            int preferred = 0;
            for (SourceIndex.Member member : index.all()) {
                if (index.chosen().contains(member)) {
                    if (member.platform().fits(request.preferred())) {
                        preferred = images.size();
                    }
                    slim(member, writer, target);
                } else if (request.keepOthers()) {
                    copy(member, writer);
                } else {
                    continue;
                }
                manifests++;
            }
            IndexSummary summary = writer.index(document(), manifests, names, preferred);
            writer.check((digests, whole) -> target.check(digests, whole));
            reporter.appearing();
            writer.commit();
            return new IndexResult(images, Optional.of(new IndexResult.Written(summary, manifests)));
        }
    }

    private byte[] document() throws PipelineException {
        Optional<OldIndex> own = read(index::own);
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(ConfigChanges.VERSION_LABEL, request.image().version());
        own.ifPresent(old -> annotations.put(SOURCE, old.digest().toString()));
        return next.bytes(own, annotations);
    }

    private void slim(SourceIndex.Member member, ImagesWriter writer, ImageTarget target)
            throws PipelineException, IOException, X {
        try (Source source = open(member)) {
            slim(member, new SlimPipeline(source, request.image()), writer, target);
        } catch (PipelineException e) {
            throw e.about(member.platform().toString());
        } catch (SourceReadException e) {
            IOException cause = e.getCause() instanceof IOException known ? known : e;
            throw new PipelineException(
                    PipelineException.Kind.INPUT,
                    member.platform() + ": " + RawText.visible(e.path()) + ": " + IoMessage.reason(cause),
                    e);
        }
    }

    private void slim(SourceIndex.Member member, SlimPipeline pipeline, ImagesWriter writer, ImageTarget target)
            throws PipelineException, IOException, X {
        Reporter<X> image = reporter.image(member.platform().toString());
        SlimPlan plan = pipeline.planned(target, image);
        OutputChecks checks = pipeline.checks(plan, target);
        NewImage made = pipeline.image(plan, checks, target);
        ImageSummary summary = writer.add(
                made,
                (written, part) -> checks.image(written, part, plan.config().platform(), target.shown()));
        image.confirming();
        pipeline.confirm();
        BlobDescriptor manifest = writer.last();
        read(() -> {
            next.replace(
                    index.within(member),
                    member.digest().orElseThrow(),
                    manifest,
                    plan.config().platform());
            return next;
        });
        if (names.isEmpty()) {
            names.addAll(pipeline.names(index.references()));
        }
        SlimResult result = plan.result().with(new SlimResult.Written(target.shown(), summary));
        image.written(pipeline, plan, result);
        add(member, result);
    }

    private void add(SourceIndex.Member member, SlimResult result) {
        images.add(new IndexResult.Image(member.platform(), result));
    }

    private void copy(SourceIndex.Member member, ImagesWriter writer) throws PipelineException, IOException {
        List<SourceBlob> blobs = read(() -> index.blobs(member));
        for (SourceBlob blob : blobs) {
            // Not within read: a failure to write is none of the source.
            try {
                writer.copy(blob.descriptor(), blob.content());
            } catch (BadArchiveException e) {
                read(() -> {
                    throw e;
                });
            }
        }
        read(() -> {
            next.keep(index.within(member), member.digest().orElseThrow());
            return next;
        });
    }

    private Source open(SourceIndex.Member member) throws PipelineException {
        return read(() -> index.open(member));
    }

    private <T> T read(SourceReading.Work<T> work) throws PipelineException {
        Reporter.Phase phase = reporter.reading();
        try (phase) {
            return SourceReading.read(index.shown(), work);
        }
    }
}
