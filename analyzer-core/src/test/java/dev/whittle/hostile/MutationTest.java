package dev.whittle.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutants of real files in a small heap: no exceptions other than the readers' own, no hang, enough memory. */
class MutationTest {
    private static final int COUNT = 1000;

    /** The long form is {@code testdata/mutate}. */
    @Test
    void no_mutant_crashes_or_hangs_a_reader(@TempDir Path temp) throws IOException, InterruptedException {
        Path findings = temp.resolve("findings");
        Path said = temp.resolve("said");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Mutants.class.getName(),
                System.getProperty("whittle.checkout"),
                String.valueOf(COUNT),
                findings.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(20, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(files(findings)).as("findings: %s", Files.readString(said)).isEmpty();
        assertThat(Files.readAllLines(said))
                .hasSize(Target.values().length)
                .allMatch(MutationTest::isClean, "no crash, no hang");
    }

    private static boolean isClean(String line) {
        Target target = Target.valueOf(line.substring(0, line.indexOf(' ')));
        return line.matches(target + " " + target.share(COUNT) + " 0 0 \\d+");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
