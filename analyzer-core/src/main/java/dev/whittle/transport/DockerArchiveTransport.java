package dev.whittle.transport;

import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.function.Predicate;

/** {@code docker-archive:}, what {@code docker save} writes. */
record DockerArchiveTransport() implements Transport {
    private static final Syntax SYNTAX = Syntax.image(
                    "docker-archive:",
                    Syntax.Completion.FILES,
                    "what `docker save`, `podman save` and skopeo write, of any age")
            .sources("FILE[:REF]")
            .destinations("FILE[:REF]");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        PathAndName parts = PathAndName.ofSource(rest, exists);
        return new SourceName.DockerArchive(parts.path(), parts.name());
    }

    @Override
    public Destination destination(String rest, Path base) {
        PathAndName parts = PathAndName.ofDestination(rest);
        return new Destination.DockerArchive(
                NewNames.file(SYNTAX, rest, parts.path(), base), parts.name().map(NewNames::reference));
    }
}
