package dev.whittle.transport;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code docker-daemon:} and others: an image in the store that a program of the host keeps. */
record StoreTransport(ImageStore store, Syntax syntax) implements Transport {
    StoreTransport(ImageStore store, String help) {
        this(
                store,
                Syntax.image(store.kind() + ":", Syntax.Completion.NOTHING, help)
                        .sources("REF")
                        .destinations("REF"));
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(syntax.prefix() + " names no image");
        }
        ImageReference.parse(RawText.visible(rest));
        return new SourceName.Stored(store, rest);
    }

    @Override
    public Destination destination(String rest, Path base) {
        return new Destination.Stored(store, Optional.of(NewNames.reference(rest)));
    }
}
