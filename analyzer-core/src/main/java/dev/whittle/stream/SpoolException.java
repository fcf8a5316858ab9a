package dev.whittle.stream;

import java.io.IOException;
import java.nio.file.Path;

/** No space for temporary data: not the fault of the input. */
public final class SpoolException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path directory;
    private final IOException failure;

    SpoolException(Path directory, IOException failure) {
        super(failure.getMessage(), failure);
        this.directory = directory;
        this.failure = failure;
    }

    public Path directory() {
        return directory;
    }

    public IOException failure() {
        return failure;
    }
}
