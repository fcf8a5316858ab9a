package dev.whittle.cli.command;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.engine.Engine;
import dev.whittle.cli.engine.LoadedImage;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.image.ImageReference;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.ImageTarget;
import dev.whittle.write.Destination;
import dev.whittle.write.PipeException;
import dev.whittle.write.Progress;
import dev.whittle.write.SourceReadException;
import dev.whittle.write.WriteContext;
import java.io.IOException;
import java.nio.file.Path;

/** Writes an image, and turns every failure into one line. */
final class SlimWriter {
    private SlimWriter() {}

    /** What is written there, with its surroundings. */
    static ImageTarget target(Console console, SlimOutput output, WriteContext context, boolean checked)
            throws FailureException {
        return new ImageTarget(
                output.shown(),
                output.destination(),
                output.compression(),
                context,
                ArchiveOutput.latest(console),
                checked);
    }

    /** Something that writes, with what surrounds it. */
    interface Work<T> {
        T run(WriteContext context) throws IOException, FailureException;
    }

    /** Runs what writes: to a file, to standard output, or to the program that keeps a store; every failure is one line. */
    static <T> T run(Console console, ImageOptions options, SlimOutput output, Progress progress, Work<T> work)
            throws FailureException {
        if (output.destination() instanceof Destination.Stored stored) {
            return load(console, options, stored, output, progress, work);
        }
        return told(output, context(console, output, progress, console::stream), console::outputFailed, work);
    }

    private static <T> T load(
            Console console,
            ImageOptions options,
            Destination.Stored destination,
            SlimOutput output,
            Progress progress,
            Work<T> work)
            throws FailureException {
        try (LoadedImage loaded = new LoadedImage(
                Engine.find(options.engine(), destination.store(), console.environment()),
                destination.store(),
                destination.reference().map(ImageReference::toString).orElse(""),
                ArchiveOutput.temporaryDirectory(console))) {
            WriteContext context = context(console, output, progress, loaded::open);
            T result = told(output, context, cause -> refused(loaded.failure(cause)), work);
            loaded.finish();
            return result;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** @param pipe where what goes to no file goes */
    private static WriteContext context(Console console, SlimOutput output, Progress progress, WriteContext.Pipe pipe) {
        return new WriteContext(
                ArchiveOutput.temporaryDirectory(console),
                pipe,
                Runtime.getRuntime().availableProcessors(),
                progress,
                output.remote());
    }

    private static FailureException refused(IOException e) {
        return new FailureException(ExitCode.OUTPUT, Messages.reason(e), e);
    }

    /** What a failed pipe means. */
    private interface PipeFailure {
        FailureException of(IOException cause);
    }

    private static <T> T told(SlimOutput output, WriteContext context, PipeFailure pipeFailure, Work<T> work)
            throws FailureException {
        try {
            return work.run(context);
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
        return ArchiveOutput.unwritable(output.shown(), output.destination().place(), e);
    }
}
