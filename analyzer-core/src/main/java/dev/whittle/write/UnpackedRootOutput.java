package dev.whittle.write;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A root unpacked. */
final class UnpackedRootOutput implements ImageOutput {
    private final Path directory;
    private final boolean owners;

    private UnpackedRootOutput(Path directory, boolean owners) {
        this.directory = directory;
        this.owners = owners;
    }

    static UnpackedRootOutput open(Path directory, boolean owners) {
        return new UnpackedRootOutput(directory, owners);
    }

    @Override
    public ImageSummary write(NewImage image, WriteContext context) throws IOException {
        throw new FileSystemException(directory.toString(), null, "cannot be unpacked to yet" + (owners ? "" : "!"));
    }

    @Override
    public void commit() {}

    @Override
    public void close() {}
}
