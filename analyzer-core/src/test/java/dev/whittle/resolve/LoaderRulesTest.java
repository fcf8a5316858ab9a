package dev.whittle.resolve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/loader-rules.md against the repository: citations, classes and conformance cases all resolve, in both directions. */
class LoaderRulesTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("whittle.checkout"));
    private static final Path CASES = CHECKOUT.resolve("testdata/conformance");

    private static final String NUMBERS = "(\\d+[a-z]?(?:(?:, | and | to )\\d+[a-z]?)*)";
    private static final Pattern LIBC_FIRST = Pattern.compile("(glibc|musl) rules? " + NUMBERS);
    private static final Pattern LIBC_LAST = Pattern.compile("[Rr]ules? " + NUMBERS + " of (glibc|musl)");
    private static final Pattern NUMBER = Pattern.compile("( to )?(\\d+)([a-z]?)");
    private static final Pattern SECTION = Pattern.compile("(?m)^# \"([^\"]+)\"");

    /** A section of the page, by its heading without the title: {@code glibc rule 12}, {@code Inside a root}. */
    private final Map<String, String> sections = sections();

    @Test
    void rulesAreNumberedWithoutGaps() {
        for (String libc : List.of("glibc", "musl")) {
            List<String> rules = sections.keySet().stream()
                    .filter(name -> name.startsWith(libc))
                    .toList();
            assertThat(rules)
                    .hasSizeGreaterThan(10)
                    .isEqualTo(IntStream.rangeClosed(1, rules.size())
                            .mapToObj(number -> libc + " rule " + number)
                            .toList());
        }
    }

    @Test
    void everyCitationInTheRepositoryResolves() throws IOException {
        List<String> unresolved = new ArrayList<>();
        int count = 0;
        for (Path file : textFiles()) {
            for (String rule : citations(Files.readString(file, ISO_8859_1))) {
                count++;
                if (!resolves(rule)) {
                    unresolved.add(CHECKOUT.relativize(file) + ": " + rule);
                }
            }
        }
        assertThat(unresolved).isEmpty();
        assertThat(count).isGreaterThan(150);
    }

    @Test
    void citationsOfEveryFormAreFound() {
        assertThat(citations("# glibc rules 5d and 12, musl rule 9"))
                .containsExactly("glibc rule 5d", "glibc rule 12", "musl rule 9");
        assertThat(citations("Rules 4 to 7, 12 and 13 of musl: RPATH"))
                .containsExactly(
                        "musl rule 4", "musl rule 5", "musl rule 6", "musl rule 7", "musl rule 12", "musl rule 13");
        assertThat(resolves("glibc rule 99")).isFalse();
        assertThat(resolves("glibc rule 5f")).isFalse();
    }

    @Test
    void everyRuleNamesItsSourceAndItsClasses() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(CHECKOUT.resolve("analyzer-core/src/main/java"))) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        sections.forEach((name, text) -> {
            assertThat(item(text, "Source")).as(name).contains("`");
            List<String> named = all(Pattern.compile("`(\\w+)`"), item(text, "Class"));
            assertThat(named).as(name).isNotEmpty();
            assertThat(classes).as(name).containsAll(named);
        });
    }

    @Test
    void everyRuleListsTheCasesThatCiteIt() throws IOException {
        Map<String, Set<String>> citing = new LinkedHashMap<>();
        Set<String> silent = new HashSet<>();
        for (Path folder : caseFolders()) {
            String text = Files.readString(folder.resolve("case.txt"), ISO_8859_1);
            List<String> cited = new ArrayList<>(citations(text));
            cited.addAll(all(SECTION, text));
            String name = folder.getFileName().toString();
            cited.forEach(rule -> citing.computeIfAbsent(rule.replaceAll("[a-z]$", ""), key -> new TreeSet<>())
                    .add(name));
            if (cited.isEmpty()) {
                silent.add(name);
            }
        }
        assertThat(silent).as("cases that cite no rule").isEmpty();
        sections.forEach((name, text) -> {
            List<String> listed =
                    all(Pattern.compile("\\]\\(\\.\\./testdata/conformance/([^)]+)\\)"), item(text, "Cases"));
            Set<String> expected = citing.getOrDefault(name.replaceAll("[a-z]$", ""), Set.of());
            assertThat(listed).as(name).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    private boolean resolves(String rule) {
        Matcher part = Pattern.compile("(.*\\d)([a-z])").matcher(rule);
        return part.matches()
                ? sections.getOrDefault(part.group(1), "")
                        .contains("- **" + part.group(1).replaceAll("\\D", "") + part.group(2) + ".**")
                : sections.containsKey(rule);
    }

    /** Rules that a text cites, ranges expanded: {@code glibc rule 5d}, {@code musl rule 9}. */
    private static List<String> citations(String text) {
        List<String> rules = new ArrayList<>();
        LIBC_FIRST.matcher(text).results().forEach(found -> add(rules, found.group(1), found.group(2)));
        LIBC_LAST.matcher(text).results().forEach(found -> add(rules, found.group(2), found.group(1)));
        return rules;
    }

    private static void add(List<String> rules, String libc, String numbers) {
        int previous = 0;
        for (MatchResult found : NUMBER.matcher(numbers).results().toList()) {
            int number = Integer.parseInt(found.group(2));
            for (int between = previous + 1; found.group(1) != null && between < number; between++) {
                rules.add(libc + " rule " + between);
            }
            rules.add(libc + " rule " + number + found.group(3));
            previous = number;
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** One item of a section's list, its continuation lines included. */
    private static String item(String section, String label) {
        Matcher found = Pattern.compile("(?ms)^- " + label + ": (.*?)(?=^- |^\\s*$|\\z)")
                .matcher(section);
        assertThat(found.find()).as(label + " in: " + section).isTrue();
        return found.group(1);
    }

    private static Map<String, String> sections() {
        String page = read(CHECKOUT.resolve("docs/loader-rules.md"));
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : page.split("(?m)^(?=##)", -1)) {
            Matcher heading = Pattern.compile("### ([^:\\n]+)(?::.*)?\\n").matcher(part);
            if (heading.lookingAt()) {
                sections.put(heading.group(1), part.substring(heading.end()));
            }
        }
        return sections;
    }

    private static List<Path> caseFolders() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("case.txt")))
                    .sorted()
                    .toList();
        }
    }

    /** Sources, fixtures' descriptions and pages; not this test, whose examples are made up. */
    private static List<Path> textFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CHECKOUT)) {
            return files.filter(file -> file.toString().matches(".*\\.(java|md|txt|sh)"))
                    .filter(file -> !CHECKOUT.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
                    .filter(file -> !file.endsWith("LoaderRulesTest.java"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
