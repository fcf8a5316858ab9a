package dev.whittle.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Concurrent look-ups of several detectors. */
class RootFilesTest {
    private static final int NAMES = 20_000;

    private final RootFiles files;

    RootFilesTest(@TempDir Path root) throws IOException {
        Scene scene = Scene.glibc(root).file("/usr/bin/tool", "x");
        scene.tree().mode("/usr/bin/tool", "rwxr-xr-x");
        files = new RootFiles(scene.resolver().root());
    }

    @RepeatedTest(5)
    void detectors_ask_at_the_same_time() {
        List<Optional<RootPath>> found = IntStream.range(0, NAMES)
                .parallel()
                .mapToObj(i -> {
                    files.real(RootPath.of("/gone/" + i));
                    return files.command(i % 2 == 0 ? "tool" : "gone" + i, Set.of("/usr/bin"), "/");
                })
                .toList();
        assertThat(found.stream().filter(Optional::isPresent)).hasSize(NAMES / 2);
    }
}
