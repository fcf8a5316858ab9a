package dev.whittle.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.Finding;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Java matches a repeated group by recursion, one frame per repetition: a few thousand repetitions overflow the stack.
 * A possessive group is a loop.
 */
class PatternsTest {
    private static final int LENGTH = 2_500;
    private static final long STACK = 144 << 10;

    /** Characters examined: quadratic in the length, which a search from each position may need, and no more. */
    private static final long MOST = 2L * LENGTH * LENGTH;

    /** A group repeated without bound, and not possessively, in a string literal of Java. */
    private static final Pattern REPEATED_GROUP = Pattern.compile("(?<!\\\\)\\)([*+]|\\{[0-9]+,\\})(?!\\+)");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

    /** Subjects of the patterns: paths, sonames, words, options, settings, versions, traces. */
    private static final List<String> UNITS = List.of(
            "/a", "/b:", ":/b/a", ".1", ".so", ".so.1", " -x", " --a", "--a ", "a", "a ", " ", "\t", "\\\\", "\\\"",
            "\"", "'", "a=b ", "=", "a_", "a-", "a.", "1", "0 ", "*", "${A}", "#", "[", "<", ",", "\n", "a\n");

    private static final List<String> HEADS = List.of("", "/a", "share/a", "libx.so", "\"");

    @Test
    void no_group_is_repeated_by_recursion() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : List.of(Path.of("src/main/java"), Path.of("../cli/src/main/java"))) {
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    for (String line : Files.readAllLines(file)) {
                        String code = line.strip();
                        Matcher literals = LITERAL.matcher(code);
                        while (!code.startsWith("*") && !code.startsWith("/") && literals.find()) {
                            String text = literals.group(1).replace("\\\\", "\\");
                            if (REPEATED_GROUP.matcher(text).find()) {
                                found.add(file.getFileName() + ": " + code);
                            }
                        }
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void every_pattern_bears_long_input() throws Exception {
        Map<String, Pattern> patterns = patterns();
        assertThat(patterns).hasSizeGreaterThan(40);
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, Pattern> pattern : patterns.entrySet()) {
            List<String> texts = new ArrayList<>();
            for (String head : HEADS) {
                for (String unit : UNITS) {
                    texts.add(head + unit.repeat(LENGTH / unit.length()));
                }
            }
            String fault = fault(pattern.getValue(), texts);
            if (!fault.isEmpty()) {
                faults.add(pattern.getKey() + ": " + fault);
            }
        }
        assertThat(faults).isEmpty();
    }

    /** The test detects what it is for. */
    @Test
    void a_repeated_group_would_be_seen() throws Exception {
        assertThat(fault(Pattern.compile("(/[a-z]+)+"), List.of("/a".repeat(LENGTH))))
                .startsWith("stack overflow");
        assertThat(fault(Pattern.compile("(/[a-z]+)++"), List.of("/a".repeat(LENGTH))))
                .isEmpty();
        assertThat(fault(Pattern.compile(".*a.*b.*c.*"), List.of("a".repeat(LENGTH / 2) + "b".repeat(LENGTH / 2))))
                .startsWith("more than the square of the length");
        assertThat(REPEATED_GROUP.matcher("(a)*b").find()).isTrue();
        assertThat(REPEATED_GROUP.matcher("(a)*+b").find()).isFalse();
        assertThat(REPEATED_GROUP.matcher("\\)*").find()).isFalse();
    }

    private static String fault(Pattern pattern, List<String> texts) throws InterruptedException {
        AtomicReference<String> fault = new AtomicReference<>("");
        Thread thread = new Thread(
                null,
                () -> {
                    for (String text : texts) {
                        String start = " on " + text.substring(0, 20).strip();
                        try {
                            if (!pattern.matcher(new Counted(text)).matches()) {
                                pattern.matcher(new Counted(text)).lookingAt();
                            }
                        } catch (StackOverflowError e) {
                            fault.set("stack overflow" + start);
                        } catch (IllegalStateException e) {
                            fault.set("more than the square of the length" + start);
                        }
                    }
                },
                "matching",
                STACK);
        thread.start();
        thread.join();
        return Objects.requireNonNullElse(fault.get(), "");
    }

    /** A text that stops a matcher which reads it too often. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long looked;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looked > MOST) {
                throw new IllegalStateException("looked at too often");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static Map<String, Pattern> patterns()
            throws ReflectiveOperationException, IOException, URISyntaxException {
        Map<String, Pattern> patterns = new TreeMap<>();
        Path classes = Path.of(Finding.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(path -> path.toString().endsWith(".class")).toList();
        }
        for (Path file : files) {
            String name = classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
            if (!name.startsWith("dev.whittle.") || name.endsWith("package-info")) {
                continue;
            }
            // Not initialized: a class without patterns may need a host that is not available.
            for (Field field :
                    Class.forName(name, false, Finding.class.getClassLoader()).getDeclaredFields()) {
                if (field.getType() == Pattern.class && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    patterns.put(name + "." + field.getName(), (Pattern) field.get(null));
                }
            }
        }
        return patterns;
    }
}
