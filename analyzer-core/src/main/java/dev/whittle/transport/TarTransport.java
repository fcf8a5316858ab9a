package dev.whittle.transport;

import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.function.Predicate;

/** {@code tar:}, a root in a tar. */
record TarTransport() implements Transport {
    private static final Syntax SYNTAX = Syntax.root(
                    "tar:", Syntax.Completion.FILES, "a root in a tar, plain or compressed")
            .sources("FILE")
            .destinations("FILE");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        return new SourceName.Tar(PathAndName.path(rest));
    }

    @Override
    public Destination destination(String rest, Path base) {
        return new Destination.TarFile(NewNames.file(SYNTAX, rest, rest, base));
    }
}
