package dev.whittle.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole corpus and a fixed number of new inputs for each target; {@code testdata/fuzz} is the long form. */
@Tag("system")
class FuzzTest {
    private static final int NEW_INPUTS = 200;

    @ParameterizedTest
    @EnumSource
    void it_finds_nothing(Target target, @TempDir Path temp) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String named = "-Dwhittle.fuzz.target=" + target.name().toLowerCase(Locale.ROOT);
        String classes = System.getProperty("java.class.path");
        String checkout = System.getProperty("whittle.checkout");
        Path corpus = temp.resolve("corpus");
        Path said = temp.resolve("said");
        // The fuzzer reads all of the corpus, and the empty input, whatever -runs says.
        long runs = 1 + Fuzz.writeCorpus(target, Path.of(checkout), corpus) + target.share(NEW_INPUTS);
        int exit = run(
                temp,
                said,
                List.of(
                        java,
                        "-Xmx512m",
                        "-Dwhittle.fuzz.slower=10",
                        named,
                        "-cp",
                        classes,
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + Fuzz.class.getName(),
                        "--instrumentation_includes=dev.whittle.**",
                        "--disabled_hooks=.*",
                        "-seed=1",
                        "-rss_limit_mb=0",
                        "-timeout=600",
                        "-runs=" + runs,
                        corpus.toString()));
        assertThat(exit).as("%s", Files.readString(said)).isZero();
        assertThat(said).content().contains("Done " + runs + " runs");
    }

    private static int run(Path directory, Path said, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(20, TimeUnit.MINUTES)).as("it ends").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
