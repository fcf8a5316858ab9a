package dev.whittle.closure;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How findings are added to the closure. */
class HiddenTest {
    private Path root = Path.of("");
    private Scene scene;

    @BeforeEach
    void pluginsThatNoLoaderKnows(@TempDir Path directory) throws IOException {
        root = directory;
        scene = Scene.glibc(root)
                .elf("/bin/app", program())
                .elf("/lib/plugin.so", library("libx.so"))
                .libraries("/lib/libx.so", "/lib/second.so")
                .file("/etc/app/a.conf", "")
                .link("/etc/log", "/dev/stdout");
    }

    @Test
    void a_finding_brings_files_with_their_libraries_trees_and_dangling_links() throws Exception {
        HiddenDependencies hidden = kept -> List.of(finding(
                "app", Finding.Level.REQUIRED, List.of("/lib/plugin.so", "/etc/log", "/gone"), List.of("/etc/app")));
        assertThat(ClosureScene.of(scene, "/bin/app").hidden(hidden).kept())
                .contains("/lib/plugin.so", "/lib/libx.so", "/etc/log -> /dev/stdout", "/etc/app/", "/etc/app/a.conf");
        assertThat(ClosureScene.of(scene, "/bin/app").hidden(hidden).reasons("/lib/plugin.so"))
                .containsExactly("HIDDEN: app: seen");
    }

    @Test
    void what_a_finding_brings_is_looked_at_again_until_nothing_new_comes() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        HiddenDependencies hidden = kept -> {
            sizes.add(kept.all().size());
            return kept.get(RootPath.of("/lib/libx.so")).isPresent()
                    ? List.of(finding("two", Finding.Level.RECOMMENDED, List.of("/lib/second.so"), List.of()))
                    : List.of(finding("one", Finding.Level.REQUIRED, List.of("/lib/plugin.so"), List.of()));
        };
        assertThat(ClosureScene.of(scene, "/bin/app").hidden(hidden).kept())
                .contains("/lib/plugin.so", "/lib/second.so");
        assertThat(sizes).hasSize(3).isSorted();
    }

    @Test
    void one_more_reason_for_what_is_kept_is_looked_at_again_too() throws Exception {
        HiddenDependencies hidden = kept -> kept.get(RootPath.of("/bin/app")).orElseThrow().reasons().stream()
                        .anyMatch(reason -> reason.kind() == Reason.Kind.HIDDEN)
                ? List.of(finding("two", Finding.Level.REQUIRED, List.of("/lib/second.so"), List.of()))
                : List.of(finding("one", Finding.Level.REQUIRED, List.of("/bin/app"), List.of()));
        Closure closure = ClosureScene.of(scene, "/bin/app").hidden(hidden).closure();
        assertThat(closure.selection().get(RootPath.of("/lib/second.so"))).isPresent();
    }

    @Test
    void what_lies_below_a_tree_says_so() throws Exception {
        HiddenDependencies hidden =
                kept -> List.of(finding("app", Finding.Level.REQUIRED, List.of(), List.of("/etc/app")));
        ClosureScene question = ClosureScene.of(scene, "/bin/app").hidden(hidden);
        assertThat(question.reasons("/etc/app")).contains("HIDDEN: app: seen");
        assertThat(question.reasons("/etc/app/a.conf")).containsExactly("TREE: app: seen");
    }

    @Test
    void possible_ones_are_told_and_not_kept() throws Exception {
        HiddenDependencies hidden =
                kept -> List.of(finding("app", Finding.Level.POSSIBLE, List.of("/lib/plugin.so"), List.of()));
        Closure closure = ClosureScene.of(scene, "/bin/app").hidden(hidden).closure();
        assertThat(closure.selection().get(RootPath.of("/lib/plugin.so"))).isEmpty();
        assertThat(closure.hidden()).singleElement().satisfies(seen -> assertThat(seen.taken())
                .isFalse());
    }

    @Test
    void what_costs_too_much_is_reported_with_what_it_would_add() throws Exception {
        HiddenDependencies hidden = limited(
                3,
                finding("one", Finding.Level.UNCERTAIN, List.of("/bin/app", "/etc/app/four"), List.of()),
                finding("app", Finding.Level.UNCERTAIN, List.of("/etc/app/three"), List.of()),
                finding("app", Finding.Level.LARGE, List.of("/lib/plugin.so"), List.of()),
                finding("app", Finding.Level.LARGE, List.of("/etc/app/five", "/lib/plugin.so"), List.of()),
                finding("app", Finding.Level.POSSIBLE, List.of("/etc/app/a.conf"), List.of()));
        scene.file("/etc/app/three", "333").file("/etc/app/four", "4444").file("/etc/app/five", "55555");
        long plugin = Files.size(root.resolve("lib/plugin.so")) + Files.size(root.resolve("lib/libx.so"));
        Closure closure = ClosureScene.of(scene, "/bin/app").hidden(hidden).closure();
        assertThat(closure.selection().get(RootPath.of("/etc/app/three"))).isPresent();
        assertThat(closure.hidden().stream()
                        .filter(Closure.Hidden::isLeftOut)
                        .map(left -> left.finding().paths() + " " + left.bytes().orElseThrow()))
                .containsExactly("[/etc/app/four] 4", "[/lib/plugin.so, /etc/app/five] " + (5 + plugin));
    }

    @Test
    void what_is_large_is_kept_once_other_findings_keep_most_of_it() throws Exception {
        scene.file("/etc/app/five", "55555").file("/etc/app/one", "1");
        HiddenDependencies hidden = limited(
                3,
                finding("app", Finding.Level.LARGE, List.of("/etc/app/five", "/etc/app/one"), List.of()),
                finding("app", Finding.Level.REQUIRED, List.of("/etc/app/five"), List.of()));
        Closure closure = ClosureScene.of(scene, "/bin/app").hidden(hidden).closure();
        assertThat(closure.selection().get(RootPath.of("/etc/app/one"))).isPresent();
        assertThat(closure.hidden()).noneMatch(Closure.Hidden::isLeftOut);
    }

    @Test
    void a_large_tree_whose_files_are_kept_one_by_one_is_not_reported() throws Exception {
        HiddenDependencies hidden = limited(
                -1,
                finding("app", Finding.Level.LARGE, List.of(), List.of("/etc/app", "/etc/app/a.conf")),
                finding("app", Finding.Level.REQUIRED, List.of("/etc/app/a.conf"), List.of()));
        assertThat(ClosureScene.of(scene, "/bin/app").hidden(hidden).closure().hidden())
                .noneMatch(Closure.Hidden::isLeftOut);
    }

    @Test
    void a_small_script_without_its_interpreter_is_not_large() throws Exception {
        scene.file("/etc/app/helper", "#!/usr/bin/perl\n");
        scene.tree().mode("/etc/app/helper", "rwxr-xr-x");
        HiddenDependencies hidden =
                limited(3, finding("app", Finding.Level.LARGE, List.of("/etc/app/helper"), List.of()));
        Closure closure = ClosureScene.of(scene, "/bin/app").hidden(hidden).closure();
        assertThat(closure.selection().get(RootPath.of("/etc/app/helper"))).isEmpty();
        assertThat(closure.hidden()).hasSize(1).noneMatch(Closure.Hidden::isLeftOut);
    }

    @Test
    void an_excluded_path_that_a_family_finds_is_said_to_be_excluded() throws Exception {
        HiddenDependencies hidden =
                kept -> List.of(finding("app", Finding.Level.REQUIRED, List.of("/lib/plugin.so"), List.of()));
        Closure closure = ClosureScene.of(scene, "/bin/app")
                .hidden(hidden)
                .exclude("/lib/plugin.so")
                .closure();
        assertThat(closure.selection().get(RootPath.of("/lib/plugin.so"))).isEmpty();
        assertThat(closure.isComplete()).isFalse();
        assertThat(closure.excluded())
                .extracting(excluded -> excluded.path().raw())
                .containsExactly("/lib/plugin.so");
        assertThat(closure.idleExcludes()).isEmpty();
    }

    /** Findings of which those that are uncertain or large may cost so many bytes. */
    private static HiddenDependencies limited(long bytes, Finding... findings) {
        return new HiddenDependencies() {
            @Override
            public List<Finding> findings(Selection kept) {
                return List.of(findings);
            }

            @Override
            public long limit(Finding finding) {
                return finding.level() == Finding.Level.POSSIBLE ? -1 : bytes;
            }
        };
    }

    private static Finding finding(String family, Finding.Level level, List<String> paths, List<String> trees) {
        return new Finding(
                family,
                level,
                "seen",
                paths.stream().map(RootPath::of).toList(),
                trees.stream().map(RootPath::of).toList(),
                Optional.empty());
    }
}
