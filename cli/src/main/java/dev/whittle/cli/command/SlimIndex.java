package dev.whittle.cli.command;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.console.Sizes;
import dev.whittle.cli.options.PlatformSources;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.IndexPipeline;
import dev.whittle.pipeline.IndexRequest;
import dev.whittle.pipeline.IndexResult;
import dev.whittle.pipeline.Reporter;
import dev.whittle.pipeline.SeriesReporter;
import dev.whittle.source.SourceIndex;
import java.util.List;
import java.util.Optional;

/** An image of several platforms. */
final class SlimIndex {
    private final Console console;
    private final SlimCommand command;
    private final PlatformSources sources;
    private final SlimSeries series;

    SlimIndex(Console console, SlimCommand command, PlatformSources sources) throws FailureException {
        this.console = console;
        this.command = command;
        this.sources = sources;
        this.series = new SlimSeries(console, command, (platform, pipeline) -> platform);
    }

    int run(ConfigChanges changes, Optional<SlimOutput> destination) throws FailureException {
        SourceIndex index = sources.index();
        SettingsOf.apply(console, command.families, command.selection, index);
        IndexRequest request =
                new IndexRequest(command.request(console, changes), command.keepOthers, PlatformSources.machine());
        IndexResult result;
        if (destination.isPresent()) {
            destination.get().checkSeveral();
            result = write(request, destination.get());
            series.tell(command.common.quiet() ? "" : written(result, destination.get()));
        } else {
            result = Core.call(() -> IndexPipeline.dryRun(index, request, reporter()));
            console.flush();
            series.tell("");
        }
        tell(index);
        return result.isComplete() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    /** The images' own, with the progress of reading. */
    private SeriesReporter<FailureException> reporter() {
        return new SeriesReporter<>() {
            @Override
            public Reporter<FailureException> image(String name) {
                return series.image(name);
            }

            @Override
            public Reporter.Phase reading() {
                sources.showProgress();
                return sources::hideProgress;
            }

            @Override
            public void appearing() throws FailureException {
                series.appearing();
            }
        };
    }

    private IndexResult write(IndexRequest request, SlimOutput output) throws FailureException {
        try (ProgressLine line = new ProgressLine(console, command.common.showsProgress(console), "writing");
                ProgressLine sending = new ProgressLine(console, command.common.showsProgress(console), "sending")) {
            SlimOutput to = series.pushing()
                    .output(
                            console,
                            command.push,
                            command.medium,
                            output,
                            List.of(sources.index().shown()),
                            sending::update);
            return SlimWriter.run(
                    console,
                    command.medium,
                    to,
                    line::update,
                    context -> Core.call(() -> IndexPipeline.run(
                            sources.index(),
                            request,
                            SlimWriter.target(console, to, context, command.check.isOn()),
                            reporter())));
        }
    }

    private static String written(IndexResult result, SlimOutput output) {
        IndexResult.Written written = result.written().orElseThrow();
        List<String> names = written.summary().names();
        return Outcome.shown(output.shown()) + ": "
                + (names.isEmpty() ? "without a name" : String.join(", ", names)) + ", index "
                + written.summary().digest() + " of " + Sizes.count(written.manifests(), "platform");
    }

    private void tell(SourceIndex index) {
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
                    command.keepOthers
                            ? "copied unchanged: " + String.join(", ", others)
                            : "left out: " + String.join(", ", others)
                                    + "; --keep-other-platforms copies them unchanged");
        }
        if (command.common.verbose()) {
            index.remarks().forEach(console::tell);
        }
    }
}
