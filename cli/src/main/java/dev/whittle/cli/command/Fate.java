package dev.whittle.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What has become of a destination when the process ends too early. Whatever is written takes its place whole, by a rename: so
 * a file that is another one than at the beginning is the new one.
 */
final class Fate {
    private final String shown;
    private final Optional<Path> place;
    private final Optional<Object> before;

    /**
     * @param shown the destination as a person names it, raw
     * @param place the file that is renamed into place at the end; empty for a pipe or an engine
     */
    Fate(String shown, Optional<Path> place) {
        this.shown = Outcome.shown(shown);
        this.place = place;
        this.before = place.flatMap(Fate::identity);
    }

    /** One line, raw. */
    String told() {
        if (place.isEmpty()) {
            return shown + " is incomplete";
        }
        Optional<Object> now = place.flatMap(Fate::identity);
        if (now.isPresent() && !now.equals(before)) {
            return shown + " was written before that";
        }
        return before.isPresent() ? shown + " is unchanged" : shown + " was not written";
    }

    private static Optional<Object> identity(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(attributes.fileKey() + " " + attributes.lastModifiedTime());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
