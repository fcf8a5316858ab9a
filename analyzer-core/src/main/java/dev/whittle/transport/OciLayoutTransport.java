package dev.whittle.transport;

import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.function.Predicate;

/** {@code oci:}, an OCI layout. */
record OciLayoutTransport() implements Transport {
    private static final Syntax SYNTAX = Syntax.image(
                    "oci:",
                    Syntax.Completion.DIRECTORIES,
                    "an OCI layout; TAG may also be a digest, or `@0` for the first image")
            .sources("DIR[:TAG]")
            .destinations("DIR[:TAG]");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        PathAndName parts = PathAndName.ofSource(rest, exists);
        return new SourceName.OciLayout(parts.path(), parts.name());
    }

    @Override
    public Destination destination(String rest, Path base) {
        PathAndName parts = PathAndName.ofDestination(rest);
        return new Destination.OciLayout(
                NewNames.path(SYNTAX, rest, parts.path(), base), parts.name().map(NewNames::tag));
    }
}
