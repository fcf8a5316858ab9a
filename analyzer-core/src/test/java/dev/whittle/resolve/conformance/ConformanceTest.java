package dev.whittle.resolve.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.testdata.conformance.ConformanceCase;
import dev.whittle.testdata.conformance.Question;
import dev.whittle.testdata.conformance.RootLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case with its checked-in files, and stand-ins for the loaders. */
class ConformanceTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("whittle.checkout"));

    static List<Question> questions() {
        return ConformanceCase.questions(CHECKOUT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void whittle_answers_as_the_loader_does(Question question, @TempDir Path directory) throws Exception {
        new RootLayout(directory, RootLayout.standIns(CHECKOUT)).make(question.conformanceCase(), question.libc());
        Resolver resolver = new Resolver(DirectoryRoot.open(directory));

        Resolution resolution =
                resolver.resolve(resolver.open(RootPath.of(RootLayout.raw(question.path()))), options(question));

        assertThat(Answer.listing(resolution)).as("%s", question).isEqualTo(question.listing());
        assertThat(Answer.faults(resolution)).as("%s", question).containsExactlyInAnyOrderElementsOf(question.faults());
        assertThat(resolution.isComplete()).as("%s", question).isEqualTo(question.isComplete());
    }

    @Test
    void both_c_libraries_are_asked_in_every_case_that_concerns_them() {
        assertThat(questions())
                .filteredOn(question -> question.libc().equals("glibc"))
                .hasSizeGreaterThan(60);
        assertThat(questions())
                .filteredOn(question -> question.libc().equals("musl"))
                .hasSizeGreaterThan(50);
    }

    private static LoaderOptions options(Question question) {
        return new LoaderOptions(
                question.option("library-path").map(RootLayout::raw),
                question.list("preload", "[ :]+"),
                List.of(),
                question.option("platform"),
                question.list("hwcaps", ","),
                question.option("secure").isPresent());
    }
}
