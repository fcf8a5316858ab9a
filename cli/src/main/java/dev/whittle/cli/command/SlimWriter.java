package dev.whittle.cli.command;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.engine.Engine;
import dev.whittle.cli.engine.LoadedImage;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.path.HostPath;
import dev.whittle.report.SlimResult;
import dev.whittle.write.Destination;
import dev.whittle.write.Destinations;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.NewImage;
import dev.whittle.write.PipeException;
import dev.whittle.write.Progress;
import dev.whittle.write.SourceReadException;
import dev.whittle.write.WriteContext;
import java.io.IOException;
import java.nio.file.Path;

/** Writes an image, and turns every failure into one line. */
final class SlimWriter {
    private final Console console;
    private final ImageOptions options;
    private final Checks checks;

    SlimWriter(Console console, ImageOptions options, Checks checks) {
        this.console = console;
        this.options = options;
        this.checks = checks;
    }

    /** What must have happened before the image appears; if it fails, the image does not. */
    interface Condition {
        void fulfil(SlimResult result) throws FailureException;
    }

    SlimResult write(NewImage image, SlimOutput output, Progress progress, SlimResult result, Condition condition)
            throws FailureException {
        Destinations.Condition<FailureException> report =
                summary -> condition.fulfil(result.with(new SlimResult.Written(output.shown(), summary)));
        ImageSummary summary = output.destination() instanceof Destination.DockerDaemon
                ? load(image, output, progress, report)
                : write(image, output, context(progress, console::stream, output), report, console::outputFailed);
        return result.with(new SlimResult.Written(output.shown(), summary));
    }

    private WriteContext context(Progress progress, WriteContext.Pipe pipe, SlimOutput output) {
        return new WriteContext(
                ArchiveOutput.temporaryDirectory(console),
                pipe,
                Runtime.getRuntime().availableProcessors(),
                progress,
                output.remote());
    }

    private ImageSummary load(
            NewImage image, SlimOutput output, Progress progress, Destinations.Condition<FailureException> report)
            throws FailureException {
        try (LoadedImage loaded = new LoadedImage(Engine.find(options.engine(), console.environment()))) {
            ImageSummary summary = write(
                    image,
                    output,
                    context(progress, loaded::open, output),
                    report,
                    cause -> refused(loaded.failure(cause)));
            loaded.finish();
            return summary;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static FailureException refused(IOException e) {
        return new FailureException(ExitCode.OUTPUT, Messages.reason(e), e);
    }

    /** What a failed pipe means. */
    private interface PipeFailure {
        FailureException of(IOException cause);
    }

    private ImageSummary write(
            NewImage image,
            SlimOutput output,
            WriteContext context,
            Destinations.Condition<FailureException> report,
            PipeFailure pipeFailure)
            throws FailureException {
        try {
            return Destinations.write(
                    image,
                    output.destination(),
                    context,
                    (summary, written) ->
                            checks.image(summary, written, image.config().platform(), output.shown()),
                    report);
        } catch (SourceReadException e) {
            throw ArchiveOutput.unreadable(e);
        } catch (PipeException e) {
            throw pipeFailure.of(e.failure());
        } catch (IOException e) {
            throw unwritable(output, context.spoolDirectory(), e);
        }
    }

    private static FailureException unwritable(SlimOutput output, Path spool, IOException e) {
        if (output.destination().isPipe()) {
            return FailureException.ofSpool(HostPath.raw(spool), e);
        }
        return ArchiveOutput.unwritable(output.shown(), output.place(), e);
    }
}
