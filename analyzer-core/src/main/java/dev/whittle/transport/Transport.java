package dev.whittle.transport;

import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * One way of naming a root or an image, as containers-transports(5) has them. What it returns opens itself:
 * {@link SourceName#open} and {@link Destination#open}.
 */
public interface Transport {
    /** How it is written and described. */
    Syntax syntax();

    /**
     * Parses a source.
     *
     * @param rest what follows the prefix, raw
     * @param exists whether the host has something under a raw path
     * @throws IllegalArgumentException with a message for the user, raw
     */
    SourceName source(String rest, Predicate<String> exists);

    /**
     * Parses a destination; called only if {@link Syntax#destinations} has a form.
     *
     * @param rest what follows the prefix, raw
     * @param base of relative paths, absolute
     * @throws IllegalArgumentException with a message for the user, raw
     */
    default Destination destination(String rest, Path base) {
        throw new IllegalStateException(syntax().prefix());
    }
}
