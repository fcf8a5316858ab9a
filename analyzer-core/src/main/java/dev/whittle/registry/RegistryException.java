package dev.whittle.registry;

import java.io.IOException;

/** A registry did not do what it was asked for. The message is one line for a person, raw, without credentials. */
public final class RegistryException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    enum Kind {
        /** Nothing. */
        FINAL,
        /** Another try. */
        PASSING,
        /** Plain HTTP, where that is allowed. */
        NO_TLS
    }

    private final Kind kind;

    RegistryException(String message) {
        this(message, Kind.FINAL);
    }

    RegistryException(String message, Kind kind) {
        super(message);
        this.kind = kind;
    }

    RegistryException(String message, Kind kind, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    RegistryException(String message, Throwable cause) {
        this(message, Kind.FINAL, cause);
    }

    Kind kind() {
        return kind;
    }
}
