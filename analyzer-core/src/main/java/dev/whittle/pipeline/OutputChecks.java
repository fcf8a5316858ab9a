package dev.whittle.pipeline;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.IoMessage;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.image.Digest;
import dev.whittle.image.Platform;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.RootFs;
import dev.whittle.verify.ChecksummingRootFs;
import dev.whittle.verify.DifferenceException;
import dev.whittle.verify.IndexCheck;
import dev.whittle.verify.SelfCheck;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.Written;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the output back before it appears; a difference is a failure of the kind INTERNAL. */
public final class OutputChecks {
    private final RootFs root;
    private final Optional<SelfCheck> check;

    private OutputChecks(RootFs root, Optional<SelfCheck> check) {
        this.root = root;
        this.check = check;
    }

    /**
     * @param on whether anything is checked at all
     * @param options with which the closure was found
     */
    public static OutputChecks of(
            boolean on, Closure closure, RootFs root, LoaderOptions options, OutputEnvironment environment) {
        if (!on) {
            return new OutputChecks(root, Optional.empty());
        }
        SelfCheck check = new SelfCheck(
                closure,
                new ChecksummingRootFs(root),
                options,
                environment.latest(),
                environment.spoolDirectory(),
                environment.threads());
        return new OutputChecks(check.source(), Optional.of(check));
    }

    /** What is to be written from. */
    public RootFs root() {
        return root;
    }

    public void image(ImageSummary summary, Written written, Platform platform, String shown) throws PipelineException {
        if (check.isPresent()) {
            run(shown, () -> check.get().image(summary, written, platform));
        }
    }

    /** Of an output of several images as a whole. */
    public static void several(
            OutputEnvironment environment, Map<Digest, Integer> images, Written written, String shown)
            throws PipelineException {
        IndexCheck check = new IndexCheck(environment.spoolDirectory(), environment.threads());
        run(shown, () -> check.run(images, written));
    }

    /** A text is short: it is always read back. */
    public static void text(ByteSource content, String raw, String shown) throws PipelineException, IOException {
        if (content.size() != raw.length()
                || !RawText.of(content.head(raw.length())).equals(raw)) {
            throw differs(RawText.visible(shown), "it is not the text that was written", null);
        }
    }

    private static PipelineException differs(String where, String raw, @Nullable Exception cause) {
        String message = "internal error: the output for " + where
                + " is not what should have been written, and was removed: " + raw;
        return cause == null
                ? new PipelineException(PipelineException.Kind.INTERNAL, message)
                : new PipelineException(PipelineException.Kind.INTERNAL, message, cause);
    }

    /** What reads back. */
    private interface Reading {
        void run() throws IOException, DifferenceException;
    }

    /** @param shown where it was written to, raw */
    private static void run(String shown, Reading reading) throws PipelineException {
        String where = shown.equals("-") ? "standard output" : RawText.visible(shown);
        try {
            reading.run();
        } catch (DifferenceException e) {
            throw differs(where, e.raw(), e);
        } catch (IOException e) {
            throw new PipelineException(
                    PipelineException.Kind.OUTPUT,
                    "cannot read back what was written for " + where + ": " + IoMessage.reason(e),
                    e);
        }
    }
}
