package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.Cli;
import dev.whittle.cli.console.Environment;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Walk;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.testdata.conformance.ConformanceCase;
import dev.whittle.testdata.conformance.Question;
import dev.whittle.testdata.conformance.RootLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of testdata/conformance with this machine's loaders, and whittle in the same root. */
@Tag("system")
class ConformanceIT {
    private static final Path CHECKOUT = Path.of(System.getProperty("whittle.checkout"));

    static List<Question> questions() {
        return ConformanceCase.questions(CHECKOUT);
    }

    static List<Question> open() {
        return questions().stream().filter(q -> !isSecure(q)).toList();
    }

    static List<Question> secure() {
        return questions().stream().filter(ConformanceIT::isSecure).toList();
    }

    static List<Question> programs() {
        return open().stream().filter(ConformanceIT::isProgram).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("open")
    void the_loader_answers_as_the_case_says(Question question, @TempDir Path temp) throws Exception {
        Path root = root(question, temp);
        ConformanceLoader.Ended ended = new ConformanceLoader(root, question).trace(realPath(root, question));

        assertThat(ended.out()).as("%s", question).isEqualTo(question.listing());
        assertThat(withoutNames(ended.err()))
                .as("%s", question)
                .containsExactlyInAnyOrderElementsOf(withoutNames(question.faults()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void whittle_prints_what_the_loader_prints(Question question, @TempDir Path temp) throws Exception {
        Path root = root(question, temp);
        List<String> expected = isSecure(question)
                ? question.listing()
                : new ConformanceLoader(root, question)
                        .trace(realPath(root, question))
                        .out();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(
                Path.of("/"),
                Map.of(),
                InputStream.nullInputStream(),
                Optional.empty(),
                false,
                out,
                err,
                false,
                false,
                false);

        int exit = Cli.run(arguments(root, question), environment);

        assertThat(out.toString(StandardCharsets.ISO_8859_1).lines().map(line -> RawText.visible(line.strip())))
                .as("%s", question)
                .containsExactlyElementsOf(expected);
        assertThat(exit)
                .as("%s %s", question, err.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo(question.isComplete() ? 0 : 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void the_program_starts_if_the_case_says_so(Question question, @TempDir Path temp) throws Exception {
        Path root = root(question, temp);
        ConformanceLoader.Ended ended = new ConformanceLoader(root, question).start(realPath(root, question));

        // All libraries exist; only symbols are missing, since a case without a C library may not have all.
        boolean loaded =
                ended.exit() == 0 || ended.err().stream().anyMatch(line -> line.contains(": symbol lookup error: "));
        assertThat(loaded).as("%s %s", question, ended.err()).isEqualTo(question.isComplete());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("secure")
    void a_set_id_program_loads_what_the_case_says(Question question, @TempDir Path temp) throws Exception {
        Path root = root(question, temp);
        ConformanceLoader.Ended ended = new ConformanceLoader(root, question).startSecure(question.path());

        assertThat(ended.exit() == 0).as("%s %s", question, ended.err()).isEqualTo(question.isComplete());
        if (question.libc().equals("glibc") && question.isComplete()) {
            assertThat(ConformanceLoader.initialised(ended))
                    .isEqualTo(question.listing().stream()
                            .map(line -> line.substring(line.indexOf("=> ") + 3))
                            .collect(Collectors.toSet()));
        }
    }

    private static Path root(Question question, Path temp) throws IOException {
        Path root = Files.createDirectory(temp.resolve("root"));
        new RootLayout(root, UnaryOperator.identity()).make(question.conformanceCase(), question.libc());
        return root;
    }

    /**
     * glibc's ldd before 2.42, and musl's, use the path as given for $ORIGIN; a program at run time has its real one.
     */
    private static String realPath(Path root, Question question) throws IOException {
        return Walk.follow(DirectoryRoot.open(root), RootPath.of(question.path()))
                .found()
                .orElseThrow()
                .path()
                .raw();
    }

    private static boolean isProgram(Question question) {
        return question.conformanceCase().placements().stream()
                .anyMatch(line -> (line + " ").startsWith("program " + question.path() + " "));
    }

    private static boolean isSecure(Question question) {
        return question.option("secure").isPresent()
                || question.conformanceCase().placements().contains("mode " + question.path() + " 4755");
    }

    /** glibc names some files by path and some by the requested name. */
    private static List<String> withoutNames(List<String> faults) {
        return faults.stream()
                .map(fault -> fault.replaceFirst("^fatal .*/", "fatal "))
                .toList();
    }

    private static String[] arguments(Path root, Question question) {
        List<String> words = new ArrayList<>(List.of("ldd", "--from", "dir:" + root, "--format", "ldd"));
        question.options()
                .forEach((name, value) ->
                        words.add("--" + name + (name.equals("secure") ? "" : "=" + RootLayout.raw(value))));
        words.add(question.path());
        return words.toArray(new String[0]);
    }
}
