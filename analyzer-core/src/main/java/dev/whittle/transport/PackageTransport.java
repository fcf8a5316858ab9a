package dev.whittle.transport;

import dev.whittle.source.SourceName;
import java.util.function.Function;
import java.util.function.Predicate;

/** {@code deb:}, {@code apk:}, {@code whl:} and {@code jar:}: what packages bring, as a root. */
record PackageTransport(Syntax syntax, Function<String, SourceName> name) implements Transport {
    PackageTransport(String prefix, String help, Function<String, SourceName> name) {
        this(Syntax.root(prefix, Syntax.Completion.FILES, help).sources("FILE"), name);
    }

    @Override
    public SourceName source(String rest, Predicate<String> exists) {
        return name.apply(PathAndName.path(rest));
    }
}
