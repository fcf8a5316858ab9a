package dev.whittle.packages;

import java.io.Serial;

/** A database with bytes that its package manager cannot have written. */
final class BadDatabaseException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BadDatabaseException(String problem) {
        super(problem);
    }
}
