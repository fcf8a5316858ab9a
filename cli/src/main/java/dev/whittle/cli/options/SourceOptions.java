package dev.whittle.cli.options;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.image.PlatformList;
import dev.whittle.path.HostPath;
import dev.whittle.source.Source;
import dev.whittle.source.SourceName;
import dev.whittle.transport.Transports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which root a command is about. */
@Heading("Source")
public final class SourceOptions {
    // No pattern, and no class of its own: every ldd asks, and both take time to load.
    private static final String[] ARCHIVES = {".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.zst", ".deb", ".apk"};
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    @Often("another root, or an image: dir:, docker-archive:, oci: ..")
    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description =
                    "The root that FILE is looked up in (default: dir:/): {sources} (or a directory of such), - for a pipe, or a bare path, recognised by its content. With it, a"
                            + " relative FILE is seen from the source's /; without it, from the working directory.")
    @Nullable
    String from;

    @Mixin
    ImageOptions image = new ImageOptions();

    /** Whether a source is named; else it is the host's own root. */
    public boolean isNamed() {
        return from != null;
    }

    /** How the source is read. */
    public ImageOptions image() {
        return image;
    }

    public Optional<String> named() {
        return Optional.ofNullable(from);
    }

    /**
     * Takes a first argument that can only be a source as if it were {@code --from}'s: one of a kind, such as
     * {@code oci:layout}, or the bare path of an archive or an OCI layout, since no command reads a program from either. A
     * file of the host whose name merely looks like a source is a file.
     *
     * @param arguments the command's; the source is removed from them
     */
    public void take(Console console, List<String> arguments) {
        if (from == null && !arguments.isEmpty()) {
            Path workingDirectory = console.environment().workingDirectory();
            String first = arguments.get(0);
            if (isOfKind(workingDirectory, first) || isBare(workingDirectory, first)) {
                from = arguments.remove(0);
            }
        }
    }

    private static boolean isOfKind(Path workingDirectory, String raw) {
        try {
            return (raw.indexOf(':') >= 0 || raw.equals("-"))
                    && !exists(workingDirectory, raw)
                    && !(Transports.source(raw, file -> exists(workingDirectory, file)) instanceof SourceName.Bare);
        } catch (IllegalArgumentException e) {
            return false; // a file, of which it will be said that it is not there
        }
    }

    /** Whether a name ends as those of archives do, which are read as a source and not as a file of one. */
    public static boolean isArchiveName(String raw) {
        for (String end : ARCHIVES) {
            if (raw.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    /** An archive by its name that is no program after all, or a directory with the mark of an OCI layout. */
    private static boolean isBare(Path workingDirectory, String raw) {
        if (raw.indexOf('\0') >= 0) {
            return false;
        }
        Path path = HostPath.of(workingDirectory, raw);
        return isArchiveName(raw)
                ? Files.isRegularFile(path) && !isElf(path)
                : Files.isDirectory(path) && Files.isRegularFile(path.resolve("oci-layout"));
    }

    private static boolean isElf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF);
        } catch (IOException e) {
            return false; // opening it as a source says what is wrong
        }
    }

    /** The root that {@code --from} names, or the host's. The caller closes it. */
    public Source open(Console console, CommonOptions common) throws FailureException {
        return open(console, common, false);
    }

    /** The same; of an image in a registry, only what is wanted is fetched where that can be checked. */
    public Source openInParts(Console console, CommonOptions common) throws FailureException {
        return open(console, common, true);
    }

    private Source open(Console console, CommonOptions common, boolean inParts) throws FailureException {
        SourceName name = from == null ? new SourceName.Directory("/") : name(console, "--from: ", from);
        return SourceOpener.open(name, console, common, image, inParts);
    }

    /** Looks once more, before anything gets its place, whether what was opened is still what it was. */
    public static void confirm(Source source) throws FailureException {
        SourceOpener.confirm(source);
    }

    /** A source that is named elsewhere on the command line: {@code slim SOURCE}. */
    public static Source open(Console console, CommonOptions common, ImageOptions image, String source)
            throws FailureException {
        return SourceOpener.open(name(console, "", source), console, common, image, false);
    }

    /** The same; of an image in a registry, only what is wanted is fetched where that can be checked. */
    public static Source openInParts(Console console, CommonOptions common, ImageOptions image, String source)
            throws FailureException {
        return SourceOpener.open(name(console, "", source), console, common, image, true);
    }

    /** The same, checked while it is read. */
    public static CheckedSource openAhead(Console console, CommonOptions common, ImageOptions image, String source)
            throws FailureException {
        return SourceOpener.openAhead(name(console, "", source), console, common, image);
    }

    /** The images of a source for several platforms. */
    public static PlatformSources openIndex(
            Console console, CommonOptions common, ImageOptions image, String source, PlatformList platforms)
            throws FailureException {
        return SourceOpener.openIndex(name(console, "", source), console, common, image, platforms);
    }

    private static SourceName name(Console console, String option, String source) throws FailureException {
        Path workingDirectory = console.environment().workingDirectory();
        try {
            return Transports.source(source, raw -> exists(workingDirectory, raw));
        } catch (IllegalArgumentException e) {
            throw new FailureException(ExitCode.USAGE, option + e.getMessage(), e);
        }
    }

    private static boolean exists(Path workingDirectory, String raw) {
        return raw.indexOf('\0') < 0 && Files.exists(HostPath.of(workingDirectory, raw), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether no source is named, and so the host's own root is meant. */
    public boolean isHost() {
        return from == null;
    }

    /** Where a FILE argument is inside the root. */
    public String inRoot(Path workingDirectory, String file) {
        return from == null && !file.startsWith("/") ? HostPath.raw(workingDirectory) + "/" + file : file;
    }
}
