package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.console.Sizes;
import dev.whittle.cli.options.CheckedSource;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.image.ImageReference;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.SharedBasePipeline;
import dev.whittle.pipeline.SharedBaseRequest;
import dev.whittle.pipeline.SharedBaseResult;
import dev.whittle.source.Source;
import dev.whittle.write.LayerSummary;
import java.util.ArrayList;
import java.util.List;

/** Several images with a common layer. */
final class SlimShared {
    private final Console console;
    private final SlimCommand command;
    private final SlimSeries series;

    SlimShared(Console console, SlimCommand command) throws FailureException {
        this.console = console;
        this.command = command;
        this.series = new SlimSeries(console, command, (source, pipeline) -> pipeline.names().stream()
                .findFirst()
                .map(ImageReference::toString)
                .map(RawText::ofText)
                .orElse(source));
    }

    int run(List<String> sources, ConfigChanges changes, SlimOutput output) throws FailureException {
        output.checkSeveral();
        List<CheckedSource> opened = new ArrayList<>();
        SharedBaseResult result;
        try {
            List<SharedBaseRequest.Image> images = new ArrayList<>();
            for (String source : sources) {
                opened.add(SourceOptions.openAhead(console, command.common, command.medium, source));
            }
            for (int i = 0; i < sources.size(); i++) {
                Source source = opened.get(i).source();
                SettingsOf.apply(console, command.families, command.selection, source);
                images.add(new SharedBaseRequest.Image(sources.get(i), source, command.request(console, changes)));
            }
            result = write(new SharedBaseRequest(images), sources, output);
        } catch (FailureException | RuntimeException e) {
            for (CheckedSource source : opened) {
                source.confirm(); // a source that changed explains the failure
            }
            throw e;
        } finally {
            opened.forEach(CheckedSource::close);
        }
        series.tell(command.common.quiet() ? "" : written(result, output));
        return result.isComplete() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private SharedBaseResult write(SharedBaseRequest request, List<String> sources, SlimOutput output)
            throws FailureException {
        try (ProgressLine line = new ProgressLine(console, command.common.showsProgress(console), "writing");
                ProgressLine sending = new ProgressLine(console, command.common.showsProgress(console), "sending")) {
            SlimOutput to =
                    series.pushing().output(console, command.push, command.medium, output, sources, sending::update);
            return SlimWriter.run(
                    console,
                    command.medium,
                    to,
                    line::update,
                    context -> Core.call(() -> SharedBasePipeline.run(
                            request, SlimWriter.target(console, to, context, command.check.isOn()), series)));
        }
    }

    private static String written(SharedBaseResult result, SlimOutput output) {
        if (result.base().isEmpty()) {
            return "the images keep no file in common: there is no shared layer";
        }
        LayerSummary base = result.base().get().layer();
        int images = result.images().size();
        long own = result.images().stream()
                .flatMap(image -> image.written().stream())
                .flatMap(written -> written.summary().layer().stream())
                .mapToLong(LayerSummary::size)
                .sum();
        return RawText.visible(output.shown()) + ": " + images + " images on one layer of "
                + Sizes.count(result.base().get().paths(), "path") + ", " + Sizes.human(base.contentBytes()) + " ("
                + Sizes.human(base.size()) + " as stored); layers as stored, all together: "
                + Sizes.human(base.size() + own) + ", without the shared layer about "
                + Sizes.human(base.size() * images + own);
    }
}
