package dev.whittle.transport;

import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.function.Predicate;

/** {@code dir:}, a root in a directory. */
record DirectoryTransport() implements Transport {
    private static final Syntax SYNTAX = Syntax.root("dir:", Syntax.Completion.DIRECTORIES, "a root directory")
            .sources("PATH")
            .destinations("DIR");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        return new SourceName.Directory(PathAndName.path(rest));
    }

    @Override
    public Destination destination(String rest, Path base) {
        return new Destination.UnpackedRoot(NewNames.path(SYNTAX, rest, rest, base), true);
    }
}
