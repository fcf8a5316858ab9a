package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.report.ResolutionFindings;
import dev.whittle.report.Style;
import dev.whittle.report.TreeFormat;
import dev.whittle.resolve.load.Attempts;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes that no valid build produces are handled in linear time. */
class HostileInputTest {
    private final Path root;

    HostileInputTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void a_hundred_thousand_missing_names() throws Exception {
        String[] names = names(100_000);
        Scene scene = both().elf("/bin/g", program(names)).elf("/bin/m", muslProgram(names));
        assertThat(scene.resolve("/bin/g").missing()).hasSize(names.length);
        assertThat(scene.resolve("/bin/m").missing()).hasSize(names.length);
        assertThat(ResolutionFindings.of(scene.resolve("/bin/g"))).hasSize(names.length);
    }

    @Test
    void a_hundred_thousand_times_the_same_name() throws Exception {
        String[] names = IntStream.range(0, 100_000).mapToObj(i -> "libx.so").toArray(String[]::new);
        Scene scene = both().elf("/bin/g", program(names))
                .elf("/bin/m", muslProgram(names))
                .libraries("/lib/libx.so");
        assertThat(scene.resolve("/bin/g").objects()).hasSize(1);
        assertThat(scene.resolve("/bin/m").objects()).hasSize(2);
    }

    @Test
    void a_search_path_of_ten_thousand_elements() throws Exception {
        StringBuilder path = new StringBuilder();
        IntStream.range(0, 10_000).forEach(i -> path.append("/d").append(i).append(':'));
        Scene scene = both().elf("/bin/g", program(names(20)).rpath(path + "/opt"))
                .elf("/bin/m", muslProgram(names(20)).rpath(path + "/opt"));
        for (String name : names(20)) {
            scene.libraries("/opt/" + name);
        }
        assertThat(scene.resolve("/bin/g").isComplete()).isTrue();
        assertThat(scene.resolve("/bin/m").isComplete()).isTrue();
    }

    @Test
    void many_names_missing_in_many_directories_keep_few_attempts_each() throws Exception {
        StringBuilder path = new StringBuilder();
        IntStream.range(0, 10_000).forEach(i -> path.append("/d").append(i).append(':'));
        Scene scene = both().elf("/bin/g", program(names(300)).rpath(path + "/opt"))
                .elf("/bin/m", muslProgram(names(300)).rpath(path + "/opt"));
        for (String file : List.of("/bin/g", "/bin/m")) {
            Resolution resolution = scene.resolve(file);
            assertThat(resolution.missing()).hasSize(300);
            assertThat(resolution.missing())
                    .allSatisfy(edge -> assertThat(((Outcome.Missing) edge.outcome()).attempts())
                            .hasSizeLessThanOrEqualTo(Attempts.MAX + 1));
        }
    }

    @Test
    void a_chain_of_five_thousand_libraries_that_is_drawn_too() throws Exception {
        Scene scene = both().elf("/bin/g", program("lib0.so")).elf("/bin/m", muslProgram("lib0.so"));
        for (int i = 0; i < 5000; i++) {
            scene.elf("/lib/lib" + i + ".so", i == 4999 ? library() : library("lib" + (i + 1) + ".so"));
        }
        for (String file : List.of("/bin/g", "/bin/m")) {
            Resolution resolution = scene.resolve(file);
            assertThat(resolution.edges()).hasSize(5000);
            assertThat(resolution.isComplete()).isTrue();
            String tree = new TreeFormat(Style.PLAIN, true).print(resolution);
            assertThat(tree.lines()).hasSize(5001);
        }
    }

    @Test
    void a_hundred_thousand_auxiliary_objects_and_filters() throws Exception {
        ElfBuilder auxiliary = program();
        ElfBuilder filter = program();
        for (String name : names(100_000)) {
            auxiliary.string(ElfBuilder.DT_AUXILIARY, name);
            filter.string(ElfBuilder.DT_FILTER, name);
        }
        Scene scene = both().elf("/bin/a", auxiliary).elf("/bin/f", filter);
        assertThat(scene.resolve("/bin/a").isComplete()).isTrue();
        assertThat(scene.resolve("/bin/f").missing()).hasSize(100_000);
    }

    @Test
    void a_path_of_tokens_that_would_expand_to_hundreds_of_megabytes() throws Exception {
        String deep = ("/" + "d".repeat(200)).repeat(15);
        String tokens = "$ORIGIN".repeat(100_000);
        Scene scene = both().elf(
                        deep + "/g", program("$ORIGIN".repeat(1000) + "/x").rpath(tokens))
                .elf(deep + "/m", muslProgram("libx.so").rpath(tokens));
        assertThat(scene.resolve(deep + "/g").missing()).hasSize(1);
        assertThat(scene.resolve(deep + "/m").missing()).hasSize(1);
    }

    @Test
    void a_loader_of_nothing_but_system_directories() throws Exception {
        byte[] loader = FakeLoader.glibc("/lib/\0".repeat(500_000), "lib".repeat(500_000), " /lib".repeat(500_000));
        Scene scene = Scene.bare(root)
                .loader(FakeLoader.GLIBC_X86_64, loader)
                .elf("/bin/g", program("libx.so"))
                .libraries("/lib/libx.so");
        assertThat(scene.resolve("/bin/g").isComplete()).isTrue();
    }

    private Scene both() throws IOException {
        return Scene.glibc(root).loader(FakeLoader.MUSL_X86_64, FakeLoader.musl());
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "lib" + i + ".so").toArray(String[]::new);
    }
}
