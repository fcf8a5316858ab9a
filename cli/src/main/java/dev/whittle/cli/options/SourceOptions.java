package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.path.HostPath;
import dev.whittle.source.DirectoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which root a command is about. */
public final class SourceOptions implements PlainLine.Options {
    private static final String DIRECTORY = "dir:";

    /** Kinds of sources that have a name and no reader yet. */
    private static final List<String> LATER =
            List.of("tar:", "docker-archive:", "oci:", "oci-archive:", "docker-daemon:");

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description = {
                "The root that FILE is looked up in: dir:PATH, or the path of a directory (default: dir:/).",
                "With it, a relative FILE is seen from the source's /; without it, from the working directory."
            })
    @Nullable
    String from;

    @Override
    public boolean value(String name, String value) {
        if (!name.equals("--from")) {
            return false;
        }
        from = value;
        return true;
    }

    /** The directory that is the root. */
    public DirectoryRoot open(Path workingDirectory) throws FailureException {
        if (from == null) {
            return open(Path.of("/"), "/");
        }
        String source = from;
        if (source.equals("-") || LATER.stream().anyMatch(source::startsWith)) {
            throw new FailureException(
                    ExitCode.USAGE,
                    RawText.visible(source)
                            + ": only directories can be read so far; unpack it and use --from dir:PATH");
        }
        String path = source.startsWith(DIRECTORY) ? source.substring(DIRECTORY.length()) : source;
        if (path.isEmpty()) {
            throw new FailureException(ExitCode.USAGE, "--from: the source has no path");
        }
        return open(HostPath.of(workingDirectory, path), path);
    }

    private static DirectoryRoot open(Path directory, String shown) throws FailureException {
        if (Files.isRegularFile(directory)) {
            throw new FailureException(
                    ExitCode.INPUT,
                    RawText.visible(shown) + ": is a file, and only directories can be read so far; unpack it first");
        }
        try {
            return DirectoryRoot.open(directory);
        } catch (IOException e) {
            throw new FailureException(ExitCode.INPUT, RawText.visible(shown) + ": " + Messages.reason(e), e);
        }
    }

    /** Where a FILE argument is inside the root. */
    public String inRoot(Path workingDirectory, String file) {
        return from == null && !file.startsWith("/") ? HostPath.raw(workingDirectory) + "/" + file : file;
    }
}
