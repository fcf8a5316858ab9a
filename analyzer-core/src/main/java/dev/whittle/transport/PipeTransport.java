package dev.whittle.transport;

import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code stdin:}, for which {@code -:} and {@code -} can be written: an archive from standard input. */
record PipeTransport() implements Transport {
    static final String DASH = "-";

    /** What {@link #DASH} is as a destination. */
    static final Destination OUT = new Destination.DockerArchive(Optional.empty(), Optional.empty());

    /** Without forms: help explains the dash in a sentence of its own. */
    private static final Syntax SYNTAX = Syntax.image(
            "stdin:", Syntax.Completion.NOTHING, "any of the archives, from a pipe; REF selects one of several images");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        return new SourceName.Pipe(Optional.of(rest).filter(name -> !name.isEmpty()));
    }

    static boolean isDash(String raw) {
        return raw.equals(DASH) || raw.startsWith(DASH + ":");
    }

    /** @param raw of which {@link #isDash} is true */
    static SourceName dash(String raw) {
        return new SourceName.Pipe(
                Optional.of(raw.substring(Math.min(2, raw.length()))).filter(name -> !name.isEmpty()));
    }
}
