package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.image.Platform;
import dev.whittle.stream.Workspace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a source is read, if it is more than a directory. */
@Heading("Source")
public final class ImageOptions implements PlainLine.Options {
    @Option(
            names = "--image-platform",
            paramLabel = "OS/ARCH[/VARIANT]",
            description =
                    "Which image to take where there are several, such as linux/arm64 (default: this machine's; one"
                            + " that comes alone is taken, whatever it is for).")
    @Nullable
    String platform;

    @Option(
            names = "--engine",
            paramLabel = "COMMAND",
            description = "For docker-daemon: docker, podman or a path (default: the first of both that is in PATH).")
    @Nullable
    String engine;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            description = "Decompress no more than this in all: 512MiB, 16GiB (the default), or a number of bytes.")
    @Nullable
    String maxSize;

    @Option(
            names = "--max-entries",
            paramLabel = "COUNT",
            description = "Read no more entries than this of one layer or archive (default: 10000000).")
    @Nullable
    String maxEntries;

    @Mixin
    RegistryOptions registry = new RegistryOptions();

    @Override
    public boolean value(String name, String value) {
        switch (name) {
            case "--image-platform" -> platform = value;
            case "--engine" -> engine = value;
            case "--max-size" -> maxSize = value;
            case "--max-entries" -> maxEntries = value;
            default -> {
                return registry.value(name, value);
            }
        }
        return true;
    }

    public RegistryOptions registry() {
        return registry;
    }

    Optional<Platform> platform() throws FailureException {
        if (platform == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Platform.parse(platform));
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    ExitCode.USAGE, "--image-platform " + RawText.visible(String.valueOf(e.getMessage())), e);
        }
    }

    public @Nullable String engine() {
        return engine;
    }

    long maxSize() throws FailureException {
        return maxSize == null ? Workspace.DEFAULT_MAX_BYTES : ByteCount.parse("--max-size", maxSize);
    }

    int maxEntries() throws FailureException {
        if (maxEntries == null) {
            return Workspace.DEFAULT_MAX_ENTRIES;
        }
        if (!maxEntries.matches("[1-9][0-9]{0,8}")) {
            throw new FailureException(
                    ExitCode.USAGE, "--max-entries " + RawText.visible(maxEntries) + ": not a count such as 20000000");
        }
        return Integer.parseInt(maxEntries);
    }
}
