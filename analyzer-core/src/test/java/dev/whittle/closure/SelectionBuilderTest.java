package dev.whittle.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Additions in any order, between one selection and the next. */
class SelectionBuilderTest {
    private static final Node FILE = new Node.RegularFile(MemoryRoot.DEFAULT, 0, "file");
    private static final Node DIRECTORY = new Node.Directory(MemoryRoot.DEFAULT);

    private final SelectionBuilder builder = new SelectionBuilder();

    @Test
    void paths_come_in_order_whenever_they_were_added() {
        add("/b/z", "/b", "/a.c");
        assertThat(paths()).containsExactly("/a.c", "/b", "/b/z");
        add("/b.a", "/a", "/a/c", "/c", "/b/a");
        assertThat(paths()).containsExactly("/a", "/a/c", "/a.c", "/b", "/b/a", "/b/z", "/b.a", "/c");
        assertThat(paths()).hasSize(8);
    }

    @Test
    void every_path_is_found_and_no_other() {
        add("/a", "/a/c", "/a.c", "/b");
        Selection selection = builder.build();
        for (Selection.Kept kept : selection.all()) {
            assertThat(selection.get(kept.path())).contains(kept);
        }
        assertThat(List.of("/", "/A", "/a/b", "/a/d", "/aa", "/c"))
                .allSatisfy(path -> assertThat(selection.get(RootPath.of(path))).isEmpty());
        assertThat(new SelectionBuilder().build().get(RootPath.of("/a"))).isEmpty();
    }

    @Test
    void a_selection_stays_as_it_was_made() {
        builder.add(RootPath.of("/d"), DIRECTORY, reason("one"));
        Selection before = builder.build();
        builder.add(RootPath.of("/d"), DIRECTORY, reason("two"));
        add("/e");
        assertThat(before.all()).hasSize(1);
        assertThat(told(before, "/d")).containsExactly("one");
        assertThat(told(builder.build(), "/d")).containsExactly("one", "two");
    }

    @Test
    void each_reason_stands_once_the_first_first() {
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                builder.add(RootPath.of("/lib/c.so"), FILE, reason("needed by " + i));
                builder.add(RootPath.of("/lib/c.so"), FILE, Reason.above("/x" + i, RootPath.of("/x" + i)));
            }
        }
        IntStream.range(0, 20).forEach(i -> expected.addAll(List.of("needed by " + i, "directory above /x" + i)));
        assertThat(told(builder.build(), "/lib/c.so")).isEqualTo(expected);
    }

    @Test
    void a_new_way_that_passes_a_directory_twice_counts_once() {
        Reason above = Reason.above("/bin/awk", RootPath.of("/usr/bin/mawk"));
        for (int i = 0; i < 2; i++) {
            builder.add(RootPath.of("/usr"), DIRECTORY, above, true);
            builder.add(RootPath.of("/etc"), DIRECTORY, above, true);
        }
        Reason other = Reason.above("/bin/sh", RootPath.of("/usr/bin/dash"));
        builder.add(RootPath.of("/usr"), DIRECTORY, other, true);
        builder.add(RootPath.of("/usr"), DIRECTORY, other, true);
        assertThat(told(builder.build(), "/usr"))
                .containsExactly("directory above /bin/awk", "directory above /bin/sh");
    }

    @Test
    void what_is_written_anew_has_its_own_node_and_content() {
        add("/etc/passwd");
        builder.build();
        Node.RegularFile anew = new Node.RegularFile(MemoryRoot.DEFAULT, 3, "anew");
        builder.write(RootPath.of("/etc/passwd"), anew, ByteSource.of(new byte[3]), reason("a user"));
        Selection.Kept kept = builder.build().get(RootPath.of("/etc/passwd")).orElseThrow();
        assertThat(kept.node()).isSameAs(anew);
        assertThat(kept.content()).isPresent();
        assertThat(kept.reasons()).extracting(Reason::detail).containsExactly("for a test", "a user");
    }

    @Test
    void what_is_removed_takes_along_what_is_only_on_the_way_to_it() {
        RootPath cache = RootPath.of("/etc/cache/c");
        builder.add(RootPath.of("/etc"), DIRECTORY, Reason.above("/etc/cache/c", cache));
        builder.add(RootPath.of("/etc/cache"), DIRECTORY, Reason.above("/etc/cache/c", cache));
        builder.add(cache, FILE, reason("read"));
        builder.add(RootPath.of("/etc"), DIRECTORY, Reason.above("/etc/x", RootPath.of("/etc/x")));
        add("/etc/x");
        builder.build();
        assertThat(builder.remove(cache)).isTrue();
        assertThat(builder.remove(cache)).isFalse();
        assertThat(paths()).containsExactly("/etc", "/etc/x");
        assertThat(told(builder.build(), "/etc")).containsExactly("directory above /etc/x");
    }

    @Test
    void the_newest_is_one_kept_for_itself() {
        RootPath app = RootPath.of("/d/app");
        builder.add(RootPath.of("/d"), dated(9), Reason.above("/d/app", app));
        builder.add(RootPath.of("/d"), dated(9), Reason.above("/d/b", RootPath.of("/d/b")));
        builder.add(RootPath.of("/e"), dated(8), Reason.above("/d/app", app));
        assertThat(builder.newest()).isEmpty();
        builder.add(app, dated(3), reason("asked for"));
        builder.add(RootPath.of("/d/b"), dated(5), reason("asked for"));
        assertThat(builder.newest()).contains(Instant.ofEpochSecond(5));
        builder.add(RootPath.of("/e"), dated(8), reason("asked for, too"));
        assertThat(builder.newest()).contains(Instant.ofEpochSecond(8));
    }

    private static Node dated(long seconds) {
        return new Node.Directory(new Attributes(0755, 0, 0, Instant.ofEpochSecond(seconds)));
    }

    private void add(String... paths) {
        List.of(paths).forEach(path -> builder.add(RootPath.of(path), FILE, reason("for a test")));
    }

    private static Reason reason(String detail) {
        return new Reason(Reason.Kind.LIBRARY, detail);
    }

    private List<String> paths() {
        return builder.build().all().stream().map(kept -> kept.path().raw()).toList();
    }

    private static List<String> told(Selection selection, String path) {
        return selection.get(RootPath.of(path)).orElseThrow().reasons().stream()
                .map(Reason::detail)
                .toList();
    }
}
