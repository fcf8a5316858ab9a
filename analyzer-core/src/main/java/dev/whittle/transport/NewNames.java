package dev.whittle.transport;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageReference;
import dev.whittle.path.HostPath;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parts of a destination's text; each method throws IllegalArgumentException with a message for the user. */
final class NewNames {
    /** OCI image-spec, annotations.md, "org.opencontainers.image.ref.name". */
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9]+(?:(?:[-._:@+]|--|/)[A-Za-z0-9]+)*+");

    private NewNames() {}

    /**
     * A file, or empty for a pipe.
     *
     * @param rest all that follows the prefix, for the message
     */
    static Optional<Path> file(Syntax syntax, String rest, String path, Path base) {
        return path.equals(PipeTransport.DASH) ? Optional.empty() : Optional.of(path(syntax, rest, path, base));
    }

    static Path path(Syntax syntax, String rest, String path, Path base) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException(RawText.visible(syntax.prefix() + rest) + ": names no path");
        }
        return HostPath.of(base, path);
    }

    static ImageReference reference(String name) {
        ImageReference reference = ImageReference.parse(RawText.visible(name));
        if (reference.digest().isPresent()) {
            throw new IllegalArgumentException(name + ": a new image's digest is not known beforehand; name a tag");
        }
        return reference.tagged();
    }

    /** A path is one if what is below it can be named. */
    static Destination.Repositories repositories(String path) {
        Destination.Repositories repositories = new Destination.Repositories(RawText.visible(path));
        try {
            // With the registry that is meant: what stands for a host in a short name may be no part of a whole one.
            ImageReference.parse(
                    repositories.target(ImageReference.parse("name")).full());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    RawText.visible(path) + ": not a path in a registry such as registry.example/team/", e);
        }
        return repositories;
    }

    static String tag(String name) {
        if (!TAG.matcher(name).matches()) {
            throw new IllegalArgumentException(RawText.visible(name) + ": not a tag such as 1.2-slim");
        }
        return name;
    }
}
