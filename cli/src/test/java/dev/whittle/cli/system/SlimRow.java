package dev.whittle.cli.system;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A slimmed image compared with the trace of the original.
 *
 * @param all the files of the original
 * @param opened those that it opened at run time
 * @param kept the files of the slimmed one, if it was built
 * @param exit of {@code whittle slim}
 * @param failure what it did differently
 */
record SlimRow(SlimCase image, Tree all, Set<String> opened, Optional<Tree> kept, int exit, Optional<String> failure) {
    static final List<String> HEAD = List.of(
            "| image | MB before | MB after | files kept | MB opened | kept / opened | opened, not kept | works |",
            "|---|--:|--:|--:|--:|--:|---|---|");
    private static final int LISTED = 3;
    /** Git has some scripts in Perl below a directory of Perl's. */
    private static final long LIBRARY = 5_000_000;
    /** The libraries of Python, Perl, Ruby, Node and Java. */
    private static final Pattern LANGUAGE =
            Pattern.compile("/(python3[^/]*|perl[^/]*|ruby|rubygems-integration|nodejs|gems|jvm)/");
    /** These, and time zones, character sets and locales. */
    private static final Pattern WHOLE =
            Pattern.compile("^/usr/share/zoneinfo/|/gconv/|^/usr/lib/locale/|" + LANGUAGE.pattern());

    SlimRow(SlimCase image, Tree all, Set<String> opened) {
        this(image, all, opened, Optional.empty(), 0, Optional.empty());
    }

    SlimRow kept(Tree tree, int itsExit) {
        return new SlimRow(image, all, opened, Optional.of(tree), itsExit, failure);
    }

    SlimRow failed(String how) {
        String line = how.replaceAll("[|\\s]+", " ").strip();
        return new SlimRow(
                image, all, opened, kept, exit, Optional.of(line.substring(0, Math.min(line.length(), 200))));
    }

    /** What was opened and is missing, in order. */
    List<String> lacks() {
        return opened.stream()
                .filter(file -> kept.isEmpty() || kept.get().file(file).isEmpty())
                .toList();
    }

    private long openedBytes() {
        return opened.stream().mapToLong(all::size).sum();
    }

    /** Bytes kept per byte opened, ignoring directories that are kept whole or not at all. */
    double ratio() {
        return (double) keptPartly() / openedPartly();
    }

    /** The same as a difference. */
    long surplus() {
        return keptPartly() - openedPartly();
    }

    private long keptPartly() {
        return kept.map(tree -> tree.bytes(file -> !isWhole(file))).orElse(0L);
    }

    private long openedPartly() {
        return opened.stream()
                .filter(file -> !isWhole(file))
                .mapToLong(all::size)
                .sum();
    }

    /** Whether a language's library is kept whole: its modules add libraries that a short program does not open. */
    boolean hasLanguage() {
        return kept.isPresent()
                && kept.get().bytes(file -> LANGUAGE.matcher(file).find()) > LIBRARY;
    }

    private static boolean isWhole(String file) {
        return WHOLE.matcher(file).find();
    }

    String line() {
        List<String> lacks = lacks();
        String some = String.join(" ", lacks.subList(0, Math.min(LISTED, lacks.size())));
        String rest = lacks.size() > LISTED ? " and " + (lacks.size() - LISTED) + " more" : "";
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %s | %s | %.2f | %s | %s | %s |",
                image.name(),
                all.bytes() / 1e6,
                kept.map(tree -> String.format(Locale.ROOT, "%.2f", tree.bytes() / 1e6))
                        .orElse("–"),
                kept.map(tree -> Integer.toString(tree.count())).orElse("–"),
                openedBytes() / 1e6,
                kept.map(tree -> String.format(Locale.ROOT, "%.2f", ratio())).orElse("–"),
                lacks.isEmpty() ? "nothing" : some + rest,
                failure.map(how -> "no: " + how).orElse(exit == 0 ? "yes" : "yes, exit code " + exit));
    }
}
