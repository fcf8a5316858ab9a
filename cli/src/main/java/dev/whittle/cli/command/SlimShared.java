package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.console.Sizes;
import dev.whittle.cli.options.CheckedSource;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.closure.Selection;
import dev.whittle.image.ConfigEdit;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.image.Platform;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.OutputChecks;
import dev.whittle.pipeline.OutputEnvironment;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimPlan;
import dev.whittle.report.Rights;
import dev.whittle.report.SlimResult;
import dev.whittle.write.Destination;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.ImagesWriter;
import dev.whittle.write.LayerSummary;
import dev.whittle.write.NewImage;
import dev.whittle.write.SharedLayer;
import dev.whittle.write.SharedPaths;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Several images, with one layer of what all of them have alike: registries and nodes store it once. */
final class SlimShared {
    /** The image that has this layer and no other, so that it can be pushed and named by itself. */
    private static final ImageReference BASE = ImageReference.parse("shared-base:latest");

    private static final String CREATED_BY = "whittle slim --shared-base";

    private final Console console;
    private final SlimCommand command;
    private final ConfigChanges changes;
    private final String version;
    private final Pushing pushing;
    private final List<String> held = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private boolean complete = true;

    SlimShared(Console console, SlimCommand command, ConfigChanges changes, String version) throws FailureException {
        this.pushing = command.pushing();
        this.console = console;
        this.command = command;
        this.changes = changes;
        this.version = version;
    }

    /** An image that was looked through. */
    private static final class Part implements Closeable {
        private final String source;
        private final Console subject;
        private final CheckedSource opened;
        private final SlimPipeline slimming;
        private final SlimPlan plan;
        private final OutputChecks checks;

        Part(String source, Console subject, CheckedSource opened, SlimPipeline slimming, boolean checked)
                throws FailureException {
            this.source = source;
            this.subject = subject;
            this.opened = opened;
            this.slimming = slimming;
            this.plan = Core.call(slimming::plan);
            this.checks = slimming.checks(plan, checked, ArchiveOutput.environment(subject));
        }

        Selection selection() {
            return plan.result().closure().selection();
        }

        @Override
        public void close() {
            opened.close();
        }
    }

    int run(List<String> sources, SlimOutput output) throws FailureException {
        output.checkSeveral();
        List<Part> parts = new ArrayList<>();
        try {
            for (String source : sources) {
                parts.add(open(source, output));
            }
            check(parts, output);
            write(parts, output);
        } finally {
            parts.forEach(Part::close);
        }
        console.tell(held);
        return complete ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private Part open(String source, SlimOutput output) throws FailureException {
        Console subject = console.about(RawText.visible(source)).holding(held);
        CheckedSource opened = SourceOptions.openAhead(console, command.common, command.medium, source);
        boolean done = false;
        try {
            SettingsOf.apply(subject, command.families, command.selection, opened.source());
            SlimPipeline slimming = new SlimPipeline(opened.source(), command.request(subject, changes));
            Part part = new Part(source, subject, opened, slimming, command.check.isOn());
            if (output.destination().file().isPresent()) {
                Core.run(() ->
                        slimming.refuse(part.plan, output.destination().file().get(), output.shown()));
            }
            done = true;
            return part;
        } catch (FailureException e) {
            opened.confirm(); // a source that changed explains the failure
            throw e;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    private static void check(List<Part> parts, SlimOutput output) throws FailureException {
        Part first = parts.get(0);
        Set<ImageReference> names = new LinkedHashSet<>();
        for (Part part : parts) {
            Platform platform = part.plan.config().platform();
            if (!platform.complete().equals(first.plan.config().platform().complete())) {
                throw new FailureException(
                        ExitCode.INPUT,
                        RawText.visible(first.source) + " is for "
                                + first.plan.config().platform() + ", " + RawText.visible(part.source) + " for "
                                + platform + ": a shared base is for one platform");
            }
            for (ImageReference its : names(part, output)) {
                ImageReference name =
                        output.destination() instanceof Destination.Repositories path ? path.target(its) : its;
                if (!names.add(name)) {
                    throw new FailureException(
                            ExitCode.INPUT,
                            RawText.visible(part.source) + ": another image will be called " + name + " as well");
                }
            }
        }
    }

    private static List<ImageReference> names(Part part, SlimOutput output) throws FailureException {
        List<ImageReference> names = part.slimming.names();
        if (names.isEmpty() && output.destination().isRegistry()) {
            throw new FailureException(
                    ExitCode.INPUT,
                    RawText.visible(part.source) + ": has no name, and a registry keeps no image without one");
        }
        return names;
    }

    private void write(List<Part> parts, SlimOutput output) throws FailureException {
        try (ProgressLine line = new ProgressLine(console, command.common.showsProgress(console), "writing");
                ProgressLine sending = new ProgressLine(console, command.common.showsProgress(console), "sending")) {
            SlimOutput to = pushing.output(
                    console,
                    command.push,
                    command.medium,
                    output,
                    parts.stream().map(part -> part.source).toList(),
                    sending::update);
            SlimWriter.run(console, command.medium, to, line::update, context -> {
                try (ImagesWriter writer = ImagesWriter.ofSeveral(to.destination(), context)) {
                    write(parts, to, writer);
                    return writer;
                }
            });
        }
    }

    private void write(List<Part> parts, SlimOutput output, ImagesWriter writer) throws IOException, FailureException {
        SharedPaths shared = SharedPaths.of(parts.stream()
                .map(part -> new SharedPaths.Part(part.selection(), part.checks.root()))
                .toList());
        List<SharedLayer> below = new ArrayList<>();
        if (shared.count() > 0) {
            NewImage base = base(parts.get(0), shared, output);
            ImageSummary summary = writer.add(base, (its, written) -> {});
            below.add(new SharedLayer(
                    summary.layer().orElseThrow(), CREATED_BY, writer.last().digest()));
        }
        List<LayerSummary> own = new ArrayList<>();
        for (Part part : parts) {
            own.add(add(part, shared, below, output, writer));
        }
        for (Part part : parts) {
            part.opened.confirm();
        }
        writer.sideBySide();
        writer.<FailureException>finish(
                (images, whole) -> {
                    if (command.check.isOn()) {
                        OutputEnvironment environment = ArchiveOutput.environment(console);
                        Core.run(() -> OutputChecks.several(environment, images, whole, output.shown()));
                    }
                },
                () -> {
                    for (Map.Entry<String, String> text : texts.entrySet()) {
                        ArchiveOutput.text(console, text.getKey(), text.getValue());
                    }
                });
        tell(output, below, own, shared.count());
    }

    private NewImage base(Part first, SharedPaths shared, SlimOutput output) throws FailureException {
        ImageConfig config = ImageConfig.empty(first.plan.config().platform())
                .edit(edit -> edit.labels(Map.of(ConfigChanges.VERSION_LABEL, version)));
        return new NewImage(
                shared.base(first.selection()),
                first.checks.root(),
                config,
                List.of(BASE),
                output.compression(),
                ArchiveOutput.latest(console),
                CREATED_BY);
    }

    private LayerSummary add(
            Part part, SharedPaths shared, List<SharedLayer> below, SlimOutput output, ImagesWriter writer)
            throws IOException, FailureException {
        NewImage image =
                part.slimming.image(part.plan, part.checks, output.compression(), ArchiveOutput.environment(console));
        NewImage based = new NewImage(
                image.selection(),
                image.root(),
                image.config().edit(ConfigEdit::noBaseLabels),
                image.references(),
                image.compression(),
                image.latest(),
                image.createdBy());
        ImageSummary summary = writer.add(
                based,
                below,
                shared.rest(part.selection()),
                (its, written) -> Core.run(
                        () -> part.checks.image(its, written, based.config().platform(), output.shown())));
        SlimResult result = part.plan.result().with(new SlimResult.Written(output.shown(), summary));
        Rights rights = Core.call(() -> part.slimming.rights(part.plan, true));
        if (command.telling.report().isPresent()) {
            texts.put(
                    name(command.telling.report().get(), part),
                    SlimCommand.report(command.telling.report().get(), part.slimming, result, rights));
        }
        if (command.sbom != null) {
            texts.put(name(command.sbom, part), SlimCommand.bill(command.sbom, part.slimming, part.plan));
        }
        for (String text : texts.keySet()) {
            Core.run(() -> part.slimming.refuse(
                    part.plan, HostPath.of(console.environment().workingDirectory(), text), text));
        }
        pushing.prepare(result, rights, part.slimming, part.plan);
        new SlimSummary(part.subject, command.common, result).tell(Optional.of(rights));
        complete &= result.isComplete();
        return summary.layer().orElseThrow();
    }

    /** A file for one image: named after the image, or after its source if it has no name. */
    private static String name(String file, Part part) {
        String image = part.slimming.names().stream()
                .findFirst()
                .map(ImageReference::toString)
                .orElse(part.source);
        return PlatformFile.name(file, RawText.ofText(image));
    }

    private void tell(SlimOutput output, List<SharedLayer> below, List<LayerSummary> own, int paths) {
        if (command.common.quiet()) {
            return;
        }
        if (below.isEmpty()) {
            held.add(0, "the images have nothing alike of what they keep: there is no shared layer");
            return;
        }
        LayerSummary base = below.get(0).layer();
        long rest = own.stream().mapToLong(LayerSummary::size).sum();
        held.add(
                0,
                RawText.visible(output.shown()) + ": " + own.size() + " images on one layer of "
                        + Sizes.count(paths, "path") + ", " + Sizes.human(base.contentBytes()) + " ("
                        + Sizes.human(base.size()) + " as stored); layers as stored, all together: "
                        + Sizes.human(base.size() + rest) + ", without the shared layer about "
                        + Sizes.human(base.size() * own.size() + rest));
    }
}
