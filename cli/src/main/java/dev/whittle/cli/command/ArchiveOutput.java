package dev.whittle.cli.command;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.path.HostPath;
import dev.whittle.pipeline.OutputChecks;
import dev.whittle.transport.Transports;
import dev.whittle.write.AtomicFile;
import dev.whittle.write.Compression;
import dev.whittle.write.Destination;
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

/** Archives and small texts that a command writes: where they go, checked before any work is done. */
public final class ArchiveOutput {
    private static final String PIPE = "-";

    /** Names with these endings mean compression: a plain tar would not unpack as its name says. */
    private static final List<String> OTHER_FORMATS =
            List.of(".xz", ".txz", ".bz2", ".tbz2", ".lz4", ".lzma", ".lz", ".br", ".zip", ".7z", ".cpio");

    private ArchiveOutput() {}

    /** Where a layer goes. */
    static SlimOutput of(Console console, @Nullable String output, @Nullable String compress) throws FailureException {
        if (output == null || output.isEmpty()) {
            throw new FailureException(ExitCode.USAGE, "no output given: use -o FILE, -o - for a pipe, or --dry-run");
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
        Compression compression = compression(output, compress);
        latest(console); // a bad SOURCE_DATE_EPOCH is reported before any work is done
        check(console, output);
        Optional<Path> file = output.equals(PIPE) ? Optional.empty() : Optional.of(destination(console, output));
        return new SlimOutput(output, new Destination.TarFile(file), compression);
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
