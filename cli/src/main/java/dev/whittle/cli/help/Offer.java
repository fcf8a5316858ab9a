package dev.whittle.cli.help;

import dev.whittle.cli.help.HelpPage.Item;
import dev.whittle.transport.Syntax;
import dev.whittle.transport.Transports;
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

    /** What the names of sources and destinations begin with. */
    static final List<String> SOURCES = prefixes(Syntax.Completion.values());

    private static final Set<String> SOURCE_LABELS =
            Set.of("SOURCE", "[SOURCE] PATH", "DEST", "BEFORE", "AFTER", "SLIM");
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

    /** Of transports that complete in one of these ways. */
    static List<String> prefixes(Syntax.Completion... ways) {
        return Transports.all().stream()
                .filter(syntax -> !syntax.sources().isEmpty() && List.of(ways).contains(syntax.completion()))
                .map(Syntax::prefix)
                .toList();
    }
}
