package dev.whittle.transport;

import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.function.Predicate;

/** {@code oci-archive:}, an OCI layout in a tar. */
record OciArchiveTransport() implements Transport {
    private static final Syntax SYNTAX = Syntax.image(
                    "oci-archive:", Syntax.Completion.FILES, "an OCI layout in a tar; TAG as in a layout")
            .sources("FILE[:TAG]")
            .destinations("FILE[:TAG]");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        PathAndName parts = PathAndName.ofSource(rest, exists);
        return new SourceName.OciArchive(parts.path(), parts.name());
    }

    @Override
    public Destination destination(String rest, Path base) {
        PathAndName parts = PathAndName.ofDestination(rest);
        return new Destination.OciArchive(
                NewNames.file(SYNTAX, rest, parts.path(), base), parts.name().map(NewNames::tag));
    }
}
