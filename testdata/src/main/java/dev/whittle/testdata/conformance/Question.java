package dev.whittle.testdata.conformance;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One question of a case, with the loader's answer.
 *
 * @param libc whose loader is meant: one of two names
 * @param path of the file, raw
 * @param options {@code library-path}, {@code preload}, {@code hwcaps}, {@code secure}
 * @param answer lines as in case.txt, without indentation
 */
public record Question(
        ConformanceCase conformanceCase, String libc, String path, Map<String, String> options, List<String> answer) {
    /** A line that says so if the listing alone would not. */
    private static final String STARTS = "starts";

    public Question {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options)); // in their order
        answer = List.copyOf(answer);
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** The values of a list option, split at a regular expression. */
    public List<String> list(String name, String separator) {
        return option(name).stream()
                .flatMap(text -> Arrays.stream(RootLayout.raw(text).split(separator)))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /**
     * The part of the answer that a loader does not print on standard output: {@code missing}, {@code fatal},
     * {@code version}.
     */
    public List<String> faults() {
        return answer.stream().filter(Question::isFault).toList();
    }

    /** What a loader prints on standard output. */
    public List<String> listing() {
        return answer.stream()
                .filter(line -> !isFault(line) && !line.equals(STARTS))
                .toList();
    }

    /** Whether the program starts. */
    public boolean isComplete() {
        if (answer.contains(STARTS)) {
            return true;
        }
        return faults().isEmpty() && answer.stream().noneMatch(line -> line.endsWith(" => not found"));
    }

    private static boolean isFault(String line) {
        return line.startsWith("missing ") || line.startsWith("fatal ") || line.startsWith("version ");
    }

    /** For display in test reports. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(conformanceCase.name() + ": " + libc + " " + path);
        options.forEach((name, value) ->
                text.append(' ').append(name).append(value.isEmpty() ? "" : "=").append(value));
        return text.toString();
    }
}
