package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import dev.whittle.image.Platform;
import dev.whittle.image.PlatformList;
import dev.whittle.stream.Workspace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a source is read, if it is more than a directory. */
@Heading("Source")
public final class ImageOptions {
    @Option(
            names = {"--platform", "--image-platform"},
            paramLabel = "PLATFORM",
            description =
                    "Which image to take where there are several, as OS/ARCH[/VARIANT] such as linux/arm64 (default:"
                            + " this machine's; a single image is used whatever its platform). slim, scan, verify,"
                            + " ldd, sbom and diff take several, separated by commas, or all.")
    @Nullable
    String platform;

    @Words({"docker", "podman"})
    @Option(
            names = "--engine",
            paramLabel = "COMMAND",
            description =
                    "The program to ask for images of a store, by name or path (default: the first in PATH of docker"
                            + " and podman for docker-daemon:, podman, buildah and skopeo for containers-storage:, nerdctl"
                            + " and ctr for containerd:).")
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

    public RegistryOptions registry() {
        return registry;
    }

    /** The one platform that was asked for. */
    Optional<Platform> platform() throws FailureException {
        Optional<PlatformList> asked = asked();
        if (asked.isPresent() && asked.get().single().isEmpty()) {
            throw new FailureException(
                    ExitCode.USAGE, "--platform " + asked.get() + ": name one platform, such as linux/arm64");
        }
        return asked.flatMap(PlatformList::single);
    }

    /** What was asked for, if that may be more than one platform. */
    public Optional<PlatformList> several() throws FailureException {
        return asked().filter(list -> list.single().isEmpty());
    }

    /** What was asked for. */
    public Optional<PlatformList> asked() throws FailureException {
        if (platform == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(PlatformList.parse(platform));
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    ExitCode.USAGE, "--platform " + RawText.visible(String.valueOf(e.getMessage())), e);
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
