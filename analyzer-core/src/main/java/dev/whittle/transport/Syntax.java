package dev.whittle.transport;

import java.util.List;

/**
 * How a transport is written, and what help, documentation and completion say of it.
 *
 * @param prefix with which its names begin: {@code oci:}
 * @param isImage whether it names images, which have a configuration, rather than roots alone
 * @param sources the forms of a source, as help has them: {@code oci:DIR[:TAG]}
 * @param destinations the forms of a destination; empty if nothing can be written there
 * @param completion of what follows the prefix
 * @param help what it is, as a phrase in Markdown
 */
public record Syntax(
        String prefix,
        boolean isImage,
        List<String> sources,
        List<String> destinations,
        Completion completion,
        String help) {
    /** What a shell can offer after a prefix. */
    public enum Completion {
        NOTHING,
        FILES,
        DIRECTORIES
    }

    /** A transport of roots alone. */
    static Syntax root(String prefix, Completion completion, String help) {
        return new Syntax(prefix, false, List.of(), List.of(), completion, help);
    }

    /** A transport of images. */
    static Syntax image(String prefix, Completion completion, String help) {
        return new Syntax(prefix, true, List.of(), List.of(), completion, help);
    }

    /** @param rests what follows the prefix */
    Syntax sources(String... rests) {
        return new Syntax(prefix, isImage, forms(rests), destinations, completion, help);
    }

    /** @param rests what follows the prefix */
    Syntax destinations(String... rests) {
        return new Syntax(prefix, isImage, sources, forms(rests), completion, help);
    }

    private List<String> forms(String... rests) {
        return List.of(rests).stream().map(prefix::concat).toList();
    }
}
