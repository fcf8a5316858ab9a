package dev.whittle.transport;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageReference;
import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.function.Predicate;

/** {@code docker://}, an image in a registry. */
record RegistryTransport() implements Transport {
    /** Not {@code docker:} alone, with which the name of a file may begin. */
    static final Syntax SYNTAX = Syntax.image("docker://", Syntax.Completion.NOTHING, "an image in a registry")
            .sources("NAME[:TAG|@DIGEST]")
            .destinations("NAME[:TAG]", "PATH/");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        return new SourceName.Registry(reference(rest));
    }

    @Override
    public Destination destination(String rest, Path base) {
        return rest.endsWith("/") ? NewNames.repositories(rest) : new Destination.Registry(NewNames.reference(rest));
    }

    static ImageReference reference(String rest) {
        return ImageReference.parse(RawText.visible(rest));
    }
}
