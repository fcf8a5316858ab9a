package dev.whittle.cli.command;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
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
import dev.whittle.write.LayerSummary;
import dev.whittle.write.Written;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the output back unless --no-self-check is given; a difference is one message and exit code 70. */
final class Checks {
    private final RootFs root;
    private final Optional<SelfCheck> check;

    private Checks(RootFs root, Optional<SelfCheck> check) {
        this.root = root;
        this.check = check;
    }

    /** @param options with which the closure was found */
    static Checks of(boolean on, Console console, Closure closure, RootFs root, LoaderOptions options)
            throws FailureException {
        if (!on) {
            return new Checks(root, Optional.empty());
        }
        SelfCheck check = new SelfCheck(
                closure,
                new ChecksummingRootFs(root),
                options,
                ArchiveOutput.latest(console),
                ArchiveOutput.temporaryDirectory(console),
                Runtime.getRuntime().availableProcessors());
        return new Checks(check.source(), Optional.of(check));
    }

    /** What is to be written from. */
    RootFs root() {
        return root;
    }

    void layer(LayerSummary summary, ByteSource content, String shown) throws FailureException {
        if (check.isPresent()) {
            run(shown, () -> check.get().layer(summary, content));
        }
    }

    void image(ImageSummary summary, Written written, Platform platform, String shown) throws FailureException {
        if (check.isPresent()) {
            run(shown, () -> check.get().image(summary, written, platform));
        }
    }

    /** Of an output of several images as a whole. */
    static void several(Console console, Map<Digest, Integer> images, Written written, String shown)
            throws FailureException {
        IndexCheck check = new IndexCheck(
                ArchiveOutput.temporaryDirectory(console), Runtime.getRuntime().availableProcessors());
        run(shown, () -> check.run(images, written));
    }

    /** A text is short: it is always read back. */
    static void text(ByteSource content, String raw, String shown) throws FailureException, IOException {
        if (content.size() != raw.length()
                || !RawText.of(content.head(raw.length())).equals(raw)) {
            throw differs(RawText.visible(shown), "it is not the text that was written", null);
        }
    }

    private static FailureException differs(String where, String raw, @Nullable Exception cause) {
        String message =
                "internal error: what was written for " + where + " reads back otherwise, and was removed: " + raw;
        return cause == null
                ? new FailureException(ExitCode.INTERNAL, message)
                : new FailureException(ExitCode.INTERNAL, message, cause);
    }

    /** What reads back. */
    private interface Reading {
        void run() throws IOException, DifferenceException;
    }

    /** @param shown where it was written to, raw */
    private static void run(String shown, Reading reading) throws FailureException {
        String where = shown.equals("-") ? "standard output" : RawText.visible(shown);
        try {
            reading.run();
        } catch (DifferenceException e) {
            throw differs(where, e.raw(), e);
        } catch (IOException e) {
            throw new FailureException(
                    ExitCode.OUTPUT, "cannot read back what was written for " + where + ": " + Messages.reason(e), e);
        }
    }
}
