package dev.whittle.write;

import dev.whittle.rootfs.MemoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kinds of destinations that are files or directories. */
public enum DestinationKind {
    DOCKER_ARCHIVE,
    OCI_ARCHIVE,
    TAR,
    LAYOUT,
    UNPACKED;

    public Destination at(Path path) {
        return switch (this) {
            case DOCKER_ARCHIVE -> new Destination.DockerArchive(Optional.of(path), Optional.empty());
            case OCI_ARCHIVE -> new Destination.OciArchive(Optional.of(path), Optional.empty());
            case TAR -> new Destination.TarFile(Optional.of(path));
            case LAYOUT -> new Destination.OciLayout(path, Optional.of("tag"));
            case UNPACKED -> new Destination.UnpackedRoot(path, false);
        };
    }

    /** Something that the destination would replace. */
    void old(Path path) throws IOException {
        if (this == LAYOUT) {
            NewImage old = Images.of(new MemoryRoot().file("/old", "old"), Compression.NONE);
            Images.write(old, at(path), path.resolveSibling("spools"));
        } else if (this == UNPACKED) {
            Files.createDirectory(path);
        } else {
            Files.writeString(path, "old");
        }
    }
}
