package dev.whittle.packages;

import java.io.Serial;

/** A database whose bytes cannot be what its package manager writes. */
final class BadDatabaseException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BadDatabaseException(String problem) {
        super(problem);
    }
}
