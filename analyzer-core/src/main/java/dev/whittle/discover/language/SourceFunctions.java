package dev.whittle.discover.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Functions of a language that start programs or load libraries: {@code source-calls.txt}. */
final class SourceFunctions {
    private static final Map<SourceLanguage, Map<String, List<Function>>> ALL = read();

    /** The kind of a function's arguments. */
    enum Kind {
        ARGV,
        SHELL,
        EITHER,
        PROGRAM,
        OPEN,
        LIBRARY,
        LOCALE
    }

    /**
     * @param word that a file must contain for this function to apply
     * @param files that the function itself runs or reads, raw
     */
    record Function(Kind kind, Optional<String> word, List<String> files) {}

    private SourceFunctions() {}

    /** By the last component of the name. */
    static Map<String, List<Function>> of(SourceLanguage language) {
        return ALL.getOrDefault(language, Map.of());
    }

    private static Map<SourceLanguage, Map<String, List<Function>>> read() {
        Map<SourceLanguage, Map<String, List<Function>>> all = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SourceFunctions.class.getResourceAsStream("source-calls.txt")),
                StandardCharsets.US_ASCII))) {
            for (String line : lines.lines().toList()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                List<String> words = List.of(line.split(" +", -1));
                SourceLanguage language = SourceLanguage.valueOf(words.get(0).toUpperCase(Locale.ROOT));
                List<String> files = new ArrayList<>(words.subList(3, words.size()));
                Optional<String> word = files.stream()
                        .filter(option -> option.startsWith("if="))
                        .map(option -> option.substring("if=".length()))
                        .findFirst();
                files.removeIf(option -> option.startsWith("if="));
                Kind kind = Kind.valueOf(words.get(2).toUpperCase(Locale.ROOT));
                all.computeIfAbsent(language, key -> new HashMap<>())
                        .computeIfAbsent(words.get(1), key -> new ArrayList<>())
                        .add(new Function(kind, word, List.copyOf(files)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
