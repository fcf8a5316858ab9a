package dev.whittle.write;

import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** The root could not be read while an output was written: a fault of the input, not of the output. */
public final class SourceReadException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String path;

    SourceReadException(RootPath path, String reason) {
        super(reason);
        this.path = path.raw();
    }

    SourceReadException(RootPath path, IOException cause) {
        super(cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause.getMessage()), cause);
        this.path = path.raw();
    }

    /** Inside the root, raw. */
    public String path() {
        return path;
    }
}
