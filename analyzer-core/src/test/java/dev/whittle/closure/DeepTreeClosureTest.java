package dev.whittle.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.CountingRoot;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.MemoryRoot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cost of a path is its length: for nested directories, calls to the root and kept paths grow linearly. */
class DeepTreeClosureTest {
    @ParameterizedTest
    @CsvSource({"1, 250", "1, 1000", "4, 250", "20, 500"})
    void a_deep_tree_costs_a_few_questions_an_entry(int trees, int depth) throws Exception {
        MemoryRoot memory = new MemoryRoot();
        for (int i = 0; i < trees; i++) {
            memory.file("/data/" + i + "/d".repeat(depth) + "/f", "x");
        }
        CountingRoot root = new CountingRoot(memory);
        Finding volume = new Finding(
                "image",
                Finding.Level.REQUIRED,
                "the image's volume /data",
                List.of(),
                List.of(RootPath.of("/data")),
                Optional.empty());
        HiddenDependencies hidden = kept -> List.of(volume);
        Closure closure = ClosureCalculator.calculate(
                new Resolver(root),
                new ClosureRequest(List.of(), List.of(), List.of(), LoaderOptions.NONE, Hwcaps.ALL).withHidden(hidden));
        int entries = trees * (depth + 2) + 1;
        assertThat(closure.selection().all()).hasSize(entries);
        assertThat(root.asked()).isLessThan(6 * entries + 100);
        long reasons = closure.selection().all().stream()
                .mapToLong(kept -> kept.reasons().size())
                .sum();
        assertThat(reasons).isLessThanOrEqualTo(2L * entries);
    }
}
