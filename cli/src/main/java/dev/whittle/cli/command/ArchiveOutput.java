package dev.whittle.cli.command;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.closure.Selection;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.OutputChecks;
import dev.whittle.pipeline.OutputEnvironment;
import dev.whittle.stream.SpoolFile;
import dev.whittle.transport.Transports;
import dev.whittle.write.AtomicFile;
import dev.whittle.write.Compression;
import dev.whittle.write.LayerSummary;
import dev.whittle.write.LayerWriter;
import dev.whittle.write.Progress;
import dev.whittle.write.SourceReadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where an archive goes, checked before any work is done. */
public final class ArchiveOutput {
    private static final String PIPE = "-";

    /** Names with these endings mean compression: a plain tar would not unpack as its name says. */
    private static final List<String> OTHER_FORMATS =
            List.of(".xz", ".txz", ".bz2", ".tbz2", ".lz4", ".lzma", ".lz", ".br", ".zip", ".7z", ".cpio");

    private final Console console;
    private final String output;
    private final Compression compression;
    private final OptionalLong latest;

    private ArchiveOutput(Console console, String output, Compression compression, OptionalLong latest) {
        this.console = console;
        this.output = output;
        this.compression = compression;
        this.latest = latest;
    }

    static ArchiveOutput of(Console console, @Nullable String output, @Nullable String compress)
            throws FailureException {
        if (output == null || output.isEmpty()) {
            throw new FailureException(ExitCode.USAGE, "where to? use -o FILE, -o - for a pipe, or --dry-run");
        }
        if (output.equals(PIPE) && console.environment().outIsTerminal()) {
            throw new FailureException(
                    ExitCode.USAGE, "standard output is a terminal: use -o FILE, or pipe the archive somewhere");
        }
        if (Transports.isDestination(output)) {
            throw new FailureException(
                    ExitCode.USAGE,
                    RawText.visible(output)
                            + ": layer writes one archive, such as -o app.tar, which ADD of a Dockerfile"
                            + " unpacks and docker import takes; for a file of that name say ./"
                            + RawText.visible(output));
        }
        ArchiveOutput archive = new ArchiveOutput(console, output, compression(output, compress), latest(console));
        check(console, output);
        return archive;
    }

    private static Compression compression(String output, @Nullable String compress) throws FailureException {
        if (compress == null) {
            String name = output.toLowerCase(Locale.ROOT);
            if (OTHER_FORMATS.stream().anyMatch(name::endsWith)) {
                throw new FailureException(
                        ExitCode.USAGE,
                        RawText.visible(output)
                                + ": not a format that can be written; name it .tar, .tar.gz or .tar.zst,"
                                + " or say --compress");
            }
            return Compression.byName(output).orElse(Compression.NONE);
        }
        try {
            return Compression.parse(compress);
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    ExitCode.USAGE, "--compress " + RawText.visible(String.valueOf(e.getMessage())), e);
        }
    }

    static OptionalLong latest(Console console) throws FailureException {
        Optional<String> epoch = console.environment().variable("SOURCE_DATE_EPOCH");
        if (epoch.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(epoch.get()));
        } catch (NumberFormatException e) {
            throw new FailureException(
                    ExitCode.USAGE,
                    "SOURCE_DATE_EPOCH is not a number of seconds: " + RawText.visible(RawText.ofText(epoch.get())),
                    e);
        }
    }

    /** What must have happened before a finished archive appears; if it fails, the archive does not. */
    interface Condition {
        void fulfil(LayerSummary summary) throws FailureException;
    }

    boolean isPipe() {
        return output.equals(PIPE);
    }

    /** The file that is written. */
    Path place() {
        return destination(console, output);
    }

    /** @param checks have the root to write from */
    LayerSummary write(Selection selection, OutputChecks checks, Progress progress, Condition condition)
            throws FailureException {
        return isPipe()
                ? writePipe(selection, checks, progress, condition)
                : writeFile(selection, checks, progress, condition);
    }

    private LayerSummary writeFile(Selection selection, OutputChecks checks, Progress progress, Condition condition)
            throws FailureException {
        try (AtomicFile file = AtomicFile.create(destination(console, output))) {
            if (!file.isSeekable()) {
                // A device cannot be read back.
                return writeSpool(selection, checks, progress, condition, spool -> {
                    spool.copyTo(file.stream());
                    file.commit();
                });
            }
            LayerSummary summary =
                    LayerWriter.write(selection, checks.root(), latest, compression, file.stream(), progress);
            try (ByteSource content = file.content()) {
                Core.run(() -> checks.layer(summary, content, output));
            }
            condition.fulfil(summary);
            file.commit();
            return summary;
        } catch (SourceReadException e) {
            throw unreadable(e);
        } catch (IOException e) {
            throw unwritable(output, Optional.of(destination(console, output)), e);
        }
    }

    /** Made in a spool and then streamed, so that a pipe gets a whole archive or nothing. */
    private LayerSummary writePipe(Selection selection, OutputChecks checks, Progress progress, Condition condition)
            throws FailureException {
        try {
            return writeSpool(selection, checks, progress, condition, spool -> {
                spool.copyTo(console.stream());
                console.stream().flush();
            });
        } catch (IOException e) {
            throw console.outputFailed(e);
        }
    }

    /** What becomes of a finished archive. */
    private interface Sending {
        void send(SpoolFile spool) throws IOException;
    }

    private LayerSummary writeSpool(
            Selection selection, OutputChecks checks, Progress progress, Condition condition, Sending sending)
            throws FailureException, IOException {
        Path directory = temporaryDirectory(console);
        LayerSummary summary;
        try (SpoolFile spool = spool(directory)) {
            try {
                summary = LayerWriter.write(selection, checks.root(), latest, compression, spool.stream(), progress);
                LayerSummary made = summary;
                Core.run(() -> checks.layer(made, spool.content(), output));
                condition.fulfil(summary);
            } catch (SourceReadException e) {
                throw unreadable(e);
            } catch (IOException e) {
                throw FailureException.ofSpool(HostPath.raw(directory), e);
            }
            sending.send(spool);
        }
        return summary;
    }

    private static SpoolFile spool(Path directory) throws FailureException {
        try {
            return SpoolFile.create(directory);
        } catch (IOException e) {
            throw FailureException.ofSpool(HostPath.raw(directory), e);
        }
    }

    /** What writing and reading back depend on in this run. */
    static OutputEnvironment environment(Console console) throws FailureException {
        return new OutputEnvironment(
                temporaryDirectory(console), Runtime.getRuntime().availableProcessors(), latest(console));
    }

    static Path temporaryDirectory(Console console) {
        String named = console.environment().variable("TMPDIR").orElse("/tmp");
        return HostPath.of(console.environment().workingDirectory(), RawText.ofText(named));
    }

    /** Writes a small text, whole or not at all. */
    public static void text(Console console, String output, String raw) throws FailureException {
        if (output.equals(PIPE)) {
            console.printNames(raw);
            return;
        }
        try (AtomicFile file = AtomicFile.create(destination(console, output))) {
            file.stream().write(RawText.bytes(raw));
            if (file.isSeekable()) {
                try (ByteSource content = file.content()) {
                    Core.run(() -> OutputChecks.text(content, raw, output));
                }
            }
            file.commit();
        } catch (IOException e) {
            throw unwritable(output, Optional.of(destination(console, output)), e);
        }
    }

    private static Path destination(Console console, String output) {
        return HostPath.of(console.environment().workingDirectory(), output);
    }

    static FailureException unreadable(SourceReadException e) {
        IOException why = e.getCause() instanceof IOException cause ? cause : e;
        return new FailureException(ExitCode.INPUT, RawText.visible(e.path()) + ": " + Messages.reason(why), e);
    }

    /** Finds out before the work whether a file could be written. */
    static void check(Path file, String shown) throws FailureException {
        try {
            AtomicFile.check(file);
        } catch (IOException e) {
            throw unwritable(shown, Optional.of(file), e);
        }
    }

    /** The same for files written next to the result: a report, a bill of materials. */
    public static void check(Console console, String output) throws FailureException {
        if (!output.equals(PIPE)) {
            check(destination(console, output), output);
        }
    }

    /** @param file empty if there is more than one */
    static FailureException unwritable(String shown, Optional<Path> file, IOException e) {
        String wayOut = "";
        if (e instanceof NoSuchFileException && file.isPresent()) {
            Path parent = file.get().toAbsolutePath().getParent();
            wayOut = parent != null && Files.isDirectory(parent)
                    ? "; no file can be made in " + RawText.visible(HostPath.raw(parent))
                    : "; make its directory first";
        }
        return new FailureException(
                ExitCode.OUTPUT, "cannot write " + RawText.visible(shown) + ": " + Messages.reason(e) + wayOut, e);
    }
}
