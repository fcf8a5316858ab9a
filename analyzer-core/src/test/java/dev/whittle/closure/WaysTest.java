package dev.whittle.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.MemoryRoot;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeping the same name repeatedly, itself and its target, reports its links once for each. */
class WaysTest {
    private static final Reason TRACED = new Reason(Reason.Kind.TRACED, "traced");

    private final SelectionCollector keeper;

    WaysTest() throws IOException {
        keeper = new SelectionCollector(
                new MemoryRoot()
                        .link("/bin", "usr/bin")
                        .link("/usr/bin/awk", "/etc/alternatives/awk")
                        .link("/etc/alternatives/awk", "/usr/bin/mawk")
                        .file("/usr/bin/mawk", ""),
                List.of());
    }

    @Test
    void a_way_through_one_directory_twice() throws IOException {
        keep("/bin/awk");
        assertThat(reasons("/usr")).containsExactly("directory above /bin/awk");
        assertThat(reasons("/usr/bin")).containsExactly("directory above /bin/awk");
        assertThat(reasons("/bin")).containsExactly("link on the way to /bin/awk");
    }

    @Test
    void the_same_name_again() throws IOException {
        keep("/usr/bin/mawk");
        keep("/usr/bin/mawk");
        keep("/bin/mawk");
        assertThat(reasons("/usr")).containsExactly("directory above /usr/bin/mawk", "directory above /bin/mawk");
    }

    @Test
    void a_file_itself_after_what_it_leads_to_and_before() throws IOException {
        keep("/usr/bin/mawk");
        keeper.keepItself("/usr/bin/mawk", TRACED);
        keeper.keepItself("/usr/bin/mawk", TRACED);
        assertThat(reasons("/usr")).containsExactly("directory above /usr/bin/mawk");
        keeper.keepItself("/bin/mawk", TRACED);
        keep("/bin/mawk");
        assertThat(reasons("/usr")).containsExactly("directory above /usr/bin/mawk", "directory above /bin/mawk");
    }

    @Test
    void a_link_itself_is_another_end_than_what_it_leads_to() throws IOException {
        keeper.keepItself("/usr/bin/awk", TRACED);
        keep("/usr/bin/awk");
        keeper.keepItself("/usr/bin/awk", TRACED);
        assertThat(because("/usr")).containsExactly("/usr/bin/awk", "/usr/bin/mawk");
        assertThat(reasons("/usr/bin/awk")).containsExactly("traced", "link on the way to /usr/bin/awk");
    }

    private void keep(String path) throws IOException {
        keeper.keep(path, new Reason(Reason.Kind.REQUESTED, "asked for"));
    }

    private List<String> reasons(String path) {
        return kept(path).reasons().stream().map(Reason::detail).toList();
    }

    private List<String> because(String path) {
        return kept(path).reasons().stream()
                .map(reason -> reason.because().orElseThrow().raw())
                .toList();
    }

    private Selection.Kept kept(String path) {
        return keeper.selection().get(RootPath.of(path)).orElseThrow();
    }
}
