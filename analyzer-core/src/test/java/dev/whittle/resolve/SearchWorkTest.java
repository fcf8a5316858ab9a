package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Attempt;
import dev.whittle.resolve.load.Attempts;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.RootFs;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.testdata.FakeLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of calls to the root grows with the directories and the names, not with their product. */
class SearchWorkTest {
    private static final int DIRECTORIES = 200;
    private static final int NAMES = 2000;
    private static final int EACH = 20;

    private final Path root;

    SearchWorkTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void many_names_in_many_directories_that_are_there() throws Exception {
        for (int i = 0; i < DIRECTORIES; i++) {
            Files.createDirectories(root.resolve("d" + i));
        }
        Scene scene = scene().libraries("/d7/lib0.so", "/d199/lib1999.so");
        for (String file : List.of("/bin/g", "/bin/m")) {
            CountingRoot counting = new CountingRoot(DirectoryRoot.open(root));
            Resolution resolution = resolve(counting, scene, file);
            assertThat(resolution.missing()).hasSize(NAMES - 2);
            assertThat(resolution.objects()).extracting(LoadedObject::path).contains("/d7/lib0.so", "/d199/lib1999.so");
            assertThat(counting.asked()).isLessThan(EACH * (DIRECTORIES + NAMES));
        }
    }

    @Test
    void many_names_in_many_directories_that_are_not_there() throws Exception {
        for (String file : List.of("/bin/g", "/bin/m")) {
            CountingRoot counting = new CountingRoot(DirectoryRoot.open(root));
            assertThat(resolve(counting, scene(), file).missing()).hasSize(NAMES);
            assertThat(counting.asked()).isLessThan(EACH * (DIRECTORIES + NAMES));
        }
    }

    @Test
    void of_directories_that_are_not_there_each_is_counted() throws Exception {
        List<Attempt> attempts = ((Outcome.Missing) resolve(DirectoryRoot.open(root), scene(), "/bin/m")
                        .missing()
                        .get(0)
                        .outcome())
                .attempts();
        int system = 3;
        assertThat(attempts).hasSize(Attempts.MAX + 1);
        assertThat(attempts.get(Attempts.MAX).outcome()).isEqualTo(DIRECTORIES + system - Attempts.MAX + " more");
    }

    private Scene scene() throws Exception {
        String path = IntStream.range(0, DIRECTORIES).mapToObj(i -> "/d" + i).collect(Collectors.joining(":"));
        String[] names =
                IntStream.range(0, NAMES).mapToObj(i -> "lib" + i + ".so").toArray(String[]::new);
        return Scene.glibc(root)
                .loader(FakeLoader.MUSL_X86_64, FakeLoader.musl())
                .elf("/bin/g", program(names).rpath(path))
                .elf("/bin/m", muslProgram(names).rpath(path));
    }

    private static Resolution resolve(RootFs root, Scene scene, String file) throws Exception {
        Resolver resolver = new Resolver(root);
        return resolver.resolve(resolver.open(RootPath.of(file)), scene.options());
    }
}
