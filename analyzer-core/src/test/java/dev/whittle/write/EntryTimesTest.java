package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureCalculator;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.PathPattern;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.source.DirectoryRoot;
import dev.whittle.testdata.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryTimesTest {
    private final Tree tree;

    EntryTimesTest(@TempDir Path directory) throws Exception {
        tree = Tree.at(directory)
                .file("/usr/share/old/a", "a")
                .file("/usr/share/old/b", "b")
                .file("/usr/bin/c", "c");
        date("/usr/share/old/a", 1000);
        date("/usr/share/old/b", 3000);
        date("/usr/bin/c", 2000);
        date("/usr/share/old", 9000);
        date("/usr/share", 9001);
        date("/usr/bin", 9002);
        date("/usr", 9003);
    }

    @Test
    void a_directory_on_the_way_is_as_new_as_what_it_holds() throws Exception {
        assertThat(times("/usr/share/old/a", "/usr/share/old/b", "/usr/bin/c"))
                .isEqualTo(Map.of(
                        RootPath.of("/usr"), 3000L,
                        RootPath.of("/usr/bin"), 2000L,
                        RootPath.of("/usr/share"), 3000L,
                        RootPath.of("/usr/share/old"), 3000L));
    }

    @Test
    void a_file_that_is_not_kept_changes_nothing() throws Exception {
        Map<RootPath, Long> before = times("/usr/bin/c");
        tree.file("/usr/bin/later", "beside");
        assertThat(times("/usr/bin/c")).isEqualTo(before);
    }

    @Test
    void a_directory_that_was_asked_for_keeps_its_own_time() throws Exception {
        assertThat(times("/usr/share/old"))
                .isEqualTo(Map.of(RootPath.of("/usr"), 9000L, RootPath.of("/usr/share"), 9000L));
    }

    private Map<RootPath, Long> times(String... includes) throws Exception {
        ClosureRequest request = new ClosureRequest(
                List.of(),
                List.of(includes).stream().map(PathPattern::new).toList(),
                List.of(),
                LoaderOptions.NONE,
                Hwcaps.ALL);
        Closure closure = ClosureCalculator.calculate(new Resolver(DirectoryRoot.open(tree.base())), request);
        return EntryTimes.of(closure.selection());
    }

    private void date(String path, long seconds) throws Exception {
        Files.setLastModifiedTime(tree.path(path), FileTime.fromMillis(seconds * 1000));
    }
}
