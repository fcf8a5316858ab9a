package dev.whittle.cli.command;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.console.Sizes;
import dev.whittle.cli.options.CheckedSource;
import dev.whittle.cli.options.PlatformSources;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.ImageReference;
import dev.whittle.image.NewIndex;
import dev.whittle.image.OldIndex;
import dev.whittle.image.Platform;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.OutputChecks;
import dev.whittle.pipeline.OutputEnvironment;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimPlan;
import dev.whittle.report.Rights;
import dev.whittle.report.SelectionList;
import dev.whittle.report.SlimResult;
import dev.whittle.source.SourceBlob;
import dev.whittle.source.SourceImage;
import dev.whittle.source.SourceIndex;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.ImagesWriter;
import dev.whittle.write.IndexSummary;
import dev.whittle.write.NewImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image of several platforms: each slimmed in its turn, all of them written as one new index. */
final class SlimIndex {
    /** Annotations of our own: which version made the index, and of what. */
    private static final String SOURCE = "dev.whittle.source.digest";

    private final Console console;
    private final SlimCommand command;
    private final ConfigChanges changes;
    private final String version;
    private final Pushing pushing;
    private final List<String> held = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private boolean complete = true;

    SlimIndex(Console console, SlimCommand command, ConfigChanges changes, String version) throws FailureException {
        this.pushing = command.pushing();
        this.console = console;
        this.command = command;
        this.changes = changes;
        this.version = version;
    }

    /** @param keepOthers whether images of other platforms are copied */
    int run(PlatformSources sources, Optional<SlimOutput> destination, boolean keepOthers) throws FailureException {
        if (destination.isPresent()) {
            destination.get().checkSeveral();
            write(sources, destination.get(), keepOthers);
        } else {
            dryRun(sources);
        }
        tell(sources.index(), keepOthers);
        return complete ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private void dryRun(PlatformSources sources) throws FailureException {
        try {
            for (SourceIndex.Member member : sources.index().chosen()) {
                about(member.platform(), subject -> dryRun(sources, member, subject));
            }
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, Messages.told(e), e);
        }
        writeTexts();
        console.flush();
    }

    /** What is done for one platform. */
    private interface PlatformWork {
        void run(Console subject) throws FailureException, IOException;
    }

    /** A failure says which platform it is about. */
    private void about(Platform platform, PlatformWork work) throws FailureException, IOException {
        PlatformRun.about(console, platform, subject -> {
            work.run(subject.holding(held));
            return ExitCode.DONE;
        });
    }

    private void write(PlatformSources sources, SlimOutput output, boolean keepOthers) throws FailureException {
        try (ProgressLine line = new ProgressLine(console, command.common.showsProgress(console), "writing");
                ProgressLine sending = new ProgressLine(console, command.common.showsProgress(console), "sending")) {
            SlimOutput to = pushing.output(
                    console,
                    command.push,
                    command.medium,
                    output,
                    List.of(sources.index().shown()),
                    sending::update);
            SlimWriter.run(console, command.medium, to, line::update, context -> {
                try (ImagesWriter writer = ImagesWriter.ofIndex(to.destination(), context)) {
                    written(sources, to, writer, keepOthers);
                    return writer;
                }
            });
        }
    }

    private void written(PlatformSources sources, SlimOutput output, ImagesWriter writer, boolean keepOthers)
            throws IOException, FailureException {
        SourceIndex index = sources.index();
        List<SourceIndex.Member> chosen = index.chosen();
        NewIndex next = new NewIndex();
        List<ImageReference> names = new ArrayList<>();
        int manifests = 0;
        int preferred = 0;
        int slimmed = 0;
        for (SourceIndex.Member member : index.all()) {
            if (chosen.contains(member)) {
                if (member.platform().fits(PlatformSources.machine())) {
                    preferred = slimmed;
                }
                slimmed++;
                about(member.platform(), subject -> slim(sources, member, subject, output, writer, next, names));
            } else if (keepOthers) {
                copy(sources, member, writer, next);
            } else {
                continue;
            }
            manifests++;
        }
        Optional<OldIndex> own = sources.read(index::own);
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(ConfigChanges.VERSION_LABEL, version);
        own.ifPresent(its -> annotations.put(SOURCE, its.digest().toString()));
        IndexSummary summary = writer.index(next.bytes(own, annotations), manifests, names, preferred);
        writer.<FailureException>finish(
                (images, whole) -> {
                    if (command.check.isOn()) {
                        OutputEnvironment environment = ArchiveOutput.environment(console);
                        Core.run(() -> OutputChecks.several(environment, images, whole, output.shown()));
                    }
                },
                this::writeTexts);
        String where = output.shown().equals("-") ? "standard output" : RawText.visible(output.shown());
        String name = summary.names().isEmpty() ? "without a name" : String.join(", ", summary.names());
        if (command.common.quiet()) {
            return;
        }
        held.add(0, where + ": " + name + ", index " + summary.digest() + " of " + Sizes.count(manifests, "platform"));
    }

    private void slim(
            PlatformSources sources,
            SourceIndex.Member member,
            Console subject,
            SlimOutput output,
            ImagesWriter writer,
            NewIndex next,
            List<ImageReference> names)
            throws FailureException, IOException {
        try (CheckedSource opened = sources.openAhead(member)) {
            SlimPipeline slimming = slimming(opened, subject);
            SlimPlan plan = Core.call(slimming::plan);
            if (output.destination().file().isPresent()) {
                Core.run(() -> slimming.refuse(plan, output.destination().file().get(), output.shown()));
            }
            refuseTexts(slimming, plan);
            OutputEnvironment environment = ArchiveOutput.environment(console);
            OutputChecks checks = slimming.checks(plan, command.check.isOn(), environment);
            NewImage image = slimming.image(plan, checks, output.compression(), environment);
            ImageSummary summary = writer.add(
                    image,
                    (its, written) -> Core.run(
                            () -> checks.image(its, written, image.config().platform(), output.shown())));
            opened.confirm();
            BlobDescriptor manifest = writer.last();
            sources.read(() -> {
                next.replace(
                        sources.index().within(member),
                        member.digest().orElseThrow(),
                        manifest,
                        image.config().platform());
                return next;
            });
            if (names.isEmpty()) {
                names.addAll(changes.tag()
                        .map(List::of)
                        .orElseGet(() -> slimming.nextNames(
                                opened.source().image().map(SourceImage::config).orElseThrow(),
                                sources.index().references())));
            }
            SlimResult result = plan.result().with(new SlimResult.Written(output.shown(), summary));
            Rights rights = finished(slimming, plan, result, member.platform(), subject);
            pushing.prepare(result, rights, slimming, plan);
        }
    }

    private void dryRun(PlatformSources sources, SourceIndex.Member member, Console subject) throws FailureException {
        try (CheckedSource opened = sources.openAhead(member)) {
            SlimPipeline slimming = slimming(opened, subject);
            SlimPlan plan = Core.call(slimming::plan);
            refuseTexts(slimming, plan);
            opened.confirm();
            subject.print(SelectionList.of(plan.result().closure().selection()));
            finished(slimming, plan, plan.result(), member.platform(), subject);
        }
    }

    private SlimPipeline slimming(CheckedSource opened, Console subject) throws FailureException {
        SettingsOf.apply(subject, command.families, command.selection, opened.source());
        return new SlimPipeline(opened.source(), command.request(subject, changes));
    }

    /** Makes the texts that belong to one image, and remembers what to tell of it: its source is closed then. */
    private Rights finished(SlimPipeline slimming, SlimPlan plan, SlimResult result, Platform platform, Console subject)
            throws FailureException {
        Rights rights = Core.call(() -> slimming.rights(plan, true));
        if (command.telling.report().isPresent()) {
            texts.put(
                    PlatformFile.name(command.telling.report().get(), platform),
                    SlimCommand.report(command.telling.report().get(), slimming, result, rights));
        }
        if (command.sbom != null) {
            texts.put(PlatformFile.name(command.sbom, platform), SlimCommand.bill(command.sbom, slimming, plan));
        }
        new SlimSummary(subject, command.common, result).tell(Optional.of(rights));
        complete &= result.isComplete();
        return rights;
    }

    private void refuseTexts(SlimPipeline slimming, SlimPlan plan) throws FailureException {
        for (String text : texts.keySet()) {
            Core.run(() ->
                    slimming.refuse(plan, HostPath.of(console.environment().workingDirectory(), text), text));
        }
    }

    private void writeTexts() throws FailureException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            ArchiveOutput.text(console, text.getKey(), text.getValue());
        }
    }

    private static void copy(PlatformSources sources, SourceIndex.Member member, ImagesWriter writer, NewIndex next)
            throws FailureException, IOException {
        List<SourceBlob> blobs = sources.read(() -> sources.index().blobs(member));
        for (SourceBlob blob : blobs) {
            try {
                writer.copy(blob.descriptor(), blob.content());
            } catch (BadArchiveException e) {
                sources.read(() -> {
                    throw e;
                });
            }
        }
        sources.read(() -> {
            next.keep(sources.index().within(member), member.digest().orElseThrow());
            return next;
        });
    }

    private void tell(SourceIndex index, boolean keepOthers) {
        console.tell(held);
        if (command.common.quiet()) {
            return;
        }
        int attestations = index.attestations();
        if (attestations > 0) {
            console.tell(
                    Sizes.count(attestations, "attestation") + " left out: what they say is about the image as it was");
        }
        List<String> others = index.all().stream()
                .filter(member -> !index.chosen().contains(member))
                .map(member -> member.platform().toString())
                .toList();
        if (!others.isEmpty()) {
            console.tell(
                    keepOthers
                            ? "copied unchanged: " + String.join(", ", others)
                            : "left out: " + String.join(", ", others)
                                    + "; --keep-other-platforms copies them unchanged");
        }
        if (command.common.verbose()) {
            index.remarks().forEach(console::tell);
        }
    }
}
