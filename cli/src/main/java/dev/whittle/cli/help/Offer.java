package dev.whittle.cli.help;

import dev.whittle.cli.help.HelpPage.Item;
import java.util.List;
import java.util.Set;

/**
 * What a shell can offer for a value.
 *
 * @param words to choose from, for {@code WORDS}
 */
record Offer(Kind kind, List<String> words) {
    enum Kind {
        /** Nothing can be said beforehand. */
        NOTHING,
        WORDS,
        FILES,
        SOURCES
    }

    /** Kinds of sources and destinations, each with what follows it. */
    static final List<String> SOURCES =
            List.of("dir:", "tar:", "docker-archive:", "oci:", "oci-archive:", "docker-daemon:", "deb:", "apk:");

    private static final Set<String> SOURCE_LABELS = Set.of("SOURCE", "DEST", "BEFORE", "AFTER", "SLIM");
    private static final Set<String> FILE_LABELS =
            Set.of("FILE", "OUT", "TRACE", "REPORT", "HOSTFILE:PATH", "PATH", "PATH|GLOB");

    /** @param families names of the built-in ones */
    static Offer of(Item item, List<String> families) {
        if (!item.words().isEmpty()) {
            return new Offer(Kind.WORDS, item.words());
        }
        String label = item.value().orElse("");
        if (label.equals("FAMILY")) {
            return new Offer(Kind.WORDS, families);
        }
        if (SOURCE_LABELS.contains(label)) {
            return new Offer(Kind.SOURCES, List.of());
        }
        return new Offer(FILE_LABELS.contains(label) ? Kind.FILES : Kind.NOTHING, List.of());
    }
}
