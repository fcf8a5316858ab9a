package dev.whittle.trial;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes what differs in every run from a line: times, process IDs, addresses ({@code variable-parts.txt}). */
final class Normaliser {
    /** A longer line is compared unchanged, without regular expressions. */
    private static final int MAX_LINE = 4096;

    private record Part(Pattern pattern, String name) {}

    private static final List<Part> PARTS = read();

    private Normaliser() {}

    private static List<Part> read() {
        List<Part> parts = new ArrayList<>();
        for (String line : resource("variable-parts.txt")) {
            int tab = line.indexOf('\t');
            String name = line.substring(0, tab);
            parts.add(new Part(
                    Pattern.compile(line.substring(tab + 1)),
                    name.equals("-") ? "" : Matcher.quoteReplacement("<" + name + ">")));
        }
        return List.copyOf(parts);
    }

    /** The lines of a table, without empty lines and comments; raw. */
    static List<String> resource(String name) {
        try (InputStream content = Objects.requireNonNull(Normaliser.class.getResourceAsStream(name), name)) {
            return RawText.of(content.readAllBytes())
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param raw one line */
    static String normal(String raw) {
        if (raw.length() > MAX_LINE) {
            return raw;
        }
        String line = raw;
        for (Part part : PARTS) {
            line = part.pattern().matcher(line).replaceAll(part.name());
        }
        return line.stripTrailing();
    }
}
