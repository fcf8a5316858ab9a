package dev.whittle.discover.modules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Dependencies that are not visible in the sources of a library: {@code standard-modules.txt}.
 *
 * @param start modules that the interpreter loads by itself
 * @param needs what a module loads by a computed name, by module
 * @param builtin as {@code needs}, for modules that have no file
 * @param skips what a module imports only for interactive use, by module
 * @param whole packages whose modules are loaded by computed names
 * @param words names in lower case that a module is loaded for, wherever a source has one of them as a word
 */
record ModuleFacts(
        List<String> start,
        Map<String, List<String>> needs,
        Map<String, List<String>> builtin,
        Map<String, Set<String>> skips,
        Set<String> whole,
        Map<String, List<String>> words) {
    private static final Map<String, ModuleFacts> ALL = read();

    static ModuleFacts of(String language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /** The modules that are loaded for a word of a text. */
    Set<String> loadedFor(String text) {
        if (words.isEmpty()) {
            return Set.of();
        }
        Set<String> found = new TreeSet<>();
        String lower = text.toLowerCase(Locale.ROOT);
        words.forEach((module, names) -> {
            if (names.stream().anyMatch(name -> hasWord(lower, name))) {
                found.add(module);
            }
        });
        return found;
    }

    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            if (begins && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, ModuleFacts> read() {
        Map<String, ModuleFacts> all = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ModuleFacts.class.getResourceAsStream("standard-modules.txt")),
                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(all, List.of(line.split(" ", -1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static void add(Map<String, ModuleFacts> all, List<String> words) {
        ModuleFacts facts = all.computeIfAbsent(
                words.get(0),
                key -> new ModuleFacts(
                        new ArrayList<>(),
                        new HashMap<>(),
                        new HashMap<>(),
                        new HashMap<>(),
                        new HashSet<>(),
                        new HashMap<>()));
        List<String> rest = words.subList(2, words.size());
        switch (words.get(1)) {
            case "start" -> facts.start.addAll(rest);
            case "whole" -> facts.whole.addAll(rest);
            case "needs" ->
                facts.needs
                        .computeIfAbsent(rest.get(0), key -> new ArrayList<>())
                        .addAll(rest.subList(1, rest.size()));
            case "builtin" ->
                facts.builtin
                        .computeIfAbsent(rest.get(0), key -> new ArrayList<>())
                        .addAll(rest.subList(1, rest.size()));
            case "skips" ->
                facts.skips.computeIfAbsent(rest.get(0), key -> new HashSet<>()).addAll(rest.subList(1, rest.size()));
            case "words" ->
                facts.words
                        .computeIfAbsent(rest.get(0), key -> new ArrayList<>())
                        .addAll(rest.subList(1, rest.size()));
            default -> throw new IllegalStateException("unknown word " + words.get(1));
        }
    }
}
