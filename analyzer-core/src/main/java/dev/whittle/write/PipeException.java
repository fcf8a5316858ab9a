package dev.whittle.write;

import java.io.IOException;

/** The pipe failed, while everything before it succeeded. The cause is the pipe's own exception. */
public final class PipeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException failure;

    PipeException(IOException failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    /** As the pipe threw it. */
    public IOException failure() {
        return failure;
    }
}
