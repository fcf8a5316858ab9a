package dev.whittle.testdata.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of {@code testdata/conformance}: a tree of files, and the answers of loaders.
 *
 * @param summary one sentence: the rule
 * @param placements lines that describe the content of the root
 */
public record ConformanceCase(Path folder, String summary, List<String> placements, List<Question> questions) {
    /** All cases of a checkout, by number. */
    public static List<ConformanceCase> all(Path checkout) {
        List<ConformanceCase> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(checkout.resolve("testdata/conformance"))) {
            for (Path folder : folders.toList()) {
                if (Files.exists(folder.resolve("case.txt"))) {
                    cases.add(read(folder));
                }
            }
            cases.sort(Comparator.comparing(ConformanceCase::number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    public static List<Question> questions(Path checkout) {
        return all(checkout).stream()
                .flatMap(conformanceCase -> conformanceCase.questions().stream())
                .toList();
    }

    static ConformanceCase read(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("case.txt"));
        List<String> placements = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        ConformanceCase conformanceCase = new ConformanceCase(folder, lines.get(0), placements, questions);
        for (int at = 1; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.startsWith("glibc ") || line.startsWith("musl ")) {
                List<String> answer = new ArrayList<>();
                while (at + 1 < lines.size() && lines.get(at + 1).startsWith("  ")) {
                    answer.add(lines.get(++at).substring(2));
                }
                questions.add(question(conformanceCase, line.split(" "), answer));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                placements.add(line);
            }
        }
        return conformanceCase;
    }

    private static Question question(ConformanceCase conformanceCase, String[] words, List<String> answer) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : List.of(words).subList(2, words.length)) {
            int equals = option.indexOf('=');
            options.put(
                    equals < 0 ? option : option.substring(0, equals), equals < 0 ? "" : option.substring(equals + 1));
        }
        return new Question(conformanceCase, words[0], words[1], options, answer);
    }

    private int number() {
        return Integer.parseInt(name().substring(0, name().indexOf('-')));
    }

    public String name() {
        return String.valueOf(folder.getFileName());
    }

    @Override
    public String toString() {
        return name();
    }
}
