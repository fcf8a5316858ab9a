package dev.whittle.pipeline;

import dev.whittle.bytes.IoMessage;
import dev.whittle.bytes.RawText;
import java.io.IOException;

/** A run that ended without a result, for a reason that a user can read. */
public final class PipelineException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Who is to do something about it. */
    public enum Kind {
        /** The request cannot be fulfilled as it is. */
        REQUEST,
        /** Something that is read is missing or damaged. */
        INPUT,
        /** The output cannot be written or read back. */
        OUTPUT,
        /** A bug: what was written is not what was meant. */
        INTERNAL
    }

    private final Kind kind;

    /** @param message one line, raw */
    public PipelineException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @param message one line, raw */
    public PipelineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * Something cannot be read.
     *
     * @param shown what it is called, raw
     */
    static PipelineException unreadable(String shown, IOException cause) {
        return new PipelineException(Kind.INPUT, RawText.visible(shown) + ": " + IoMessage.reason(cause), cause);
    }

    /**
     * The same failure, with what it is about in front.
     *
     * @param subject raw
     */
    PipelineException about(String subject) {
        return new PipelineException(kind, subject + ": " + raw(), getCause() == null ? this : getCause());
    }

    public Kind kind() {
        return kind;
    }

    /** One line, raw. */
    public String raw() {
        return String.valueOf(getMessage());
    }
}
