package dev.whittle.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalkTest {
    private final MemoryRoot root = new MemoryRoot()
            .file("/usr/lib/libz.so.1.2", "z")
            .link("/usr/lib/libz.so.1", "libz.so.1.2")
            .link("/lib", "usr/lib")
            .link("/absolute", "/usr/lib/libz.so.1")
            .link("/usr/up", "../../../../lib/libz.so.1.2")
            .link("/to-directory", "lib/")
            .link("/to-dots", "./usr/./lib/../lib")
            .link("/host", "/etc/hostname")
            .link("/host-up", "../../../../../../etc/hostname")
            .link("/dangling", "nowhere")
            .link("/far", "nowhere/further")
            .link("/empty", "")
            .link("/loop-a", "loop-b")
            .link("/loop-b", "loop-a")
            .link("/self", "self")
            .link("/in-file", "usr/lib/libz.so.1.2/x")
            .directory("/empty-directory");

    @ParameterizedTest
    @CsvSource({
        "/usr/lib/libz.so.1.2, /usr/lib/libz.so.1.2",
        "/usr/lib/libz.so.1, /usr/lib/libz.so.1.2",
        "/lib/libz.so.1, /usr/lib/libz.so.1.2",
        "/absolute, /usr/lib/libz.so.1.2",
        "/usr/up, /usr/lib/libz.so.1.2",
        "/to-directory/libz.so.1, /usr/lib/libz.so.1.2",
        "/to-directory, /usr/lib",
        "/to-dots, /usr/lib",
        "/lib/../bin/../lib, LOST",
        "/lib/.., /usr",
        "/lib/../../../.., /",
        "/../../usr, /usr",
        "/, /",
        "/., /",
        "usr//lib/./libz.so.1, /usr/lib/libz.so.1.2",
        "/empty-directory/, /empty-directory",
        "/empty-directory/., /empty-directory",
        "/lib/, /usr/lib",
    })
    void finds_the_real_path(String path, String real) throws IOException {
        String found = Walk.follow(root, RootPath.ROOT, path)
                .found()
                .map(f -> f.path().raw())
                .orElse("LOST");
        assertThat(found).isEqualTo(real);
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, MISSING, /nothing",
        "/usr/nothing/more, MISSING, /usr/nothing",
        "/dangling, MISSING, /nowhere",
        "/far, MISSING, /nowhere",
        "/empty, MISSING, /empty",
        "/nothing/../usr, MISSING, /nothing",
        "/usr/lib/libz.so.1/x, NOT_A_DIRECTORY, /usr/lib/libz.so.1.2",
        "/usr/lib/libz.so.1.2/, NOT_A_DIRECTORY, /usr/lib/libz.so.1.2",
        "/usr/lib/libz.so.1/, NOT_A_DIRECTORY, /usr/lib/libz.so.1.2",
        "/usr/lib/libz.so.1.2/., NOT_A_DIRECTORY, /usr/lib/libz.so.1.2",
        "/usr/lib/libz.so.1.2/.., NOT_A_DIRECTORY, /usr/lib/libz.so.1.2",
        "/in-file, NOT_A_DIRECTORY, /usr/lib/libz.so.1.2",
        "/dangling/, MISSING, /nowhere",
    })
    void says_where_and_why_it_is_lost(String path, Walk.Cause cause, String at) throws IOException {
        Walk.Result.Lost lost = lost(path);
        assertThat(lost.cause()).isEqualTo(cause);
        assertThat(lost.at()).isEqualTo(RootPath.of(at));
    }

    @ParameterizedTest
    @CsvSource({"/host", "/host-up"})
    void a_link_never_leaves_the_root(String path) throws IOException {
        assertThat(lost(path).cause()).isEqualTo(Walk.Cause.MISSING);
        assertThat(lost(path).at()).isEqualTo(RootPath.of("/etc"));
    }

    @ParameterizedTest
    @CsvSource({"/loop-a", "/self", "/loop-b/x", "/self/"})
    void loops_end(String path) throws IOException {
        assertThat(lost(path).cause()).isEqualTo(Walk.Cause.LINK_LOOP);
    }

    @Test
    void forty_links_are_followed_and_not_one_more() throws IOException {
        MemoryRoot chain = new MemoryRoot().file("/l0", "end");
        for (int i = 1; i <= 41; i++) {
            chain.link("/l" + i, "l" + (i - 1));
        }
        assertThat(Walk.follow(chain, RootPath.of("/l40")).found()).isPresent();
        assertThat(((Walk.Result.Lost) Walk.follow(chain, RootPath.of("/l41"))).cause())
                .isEqualTo(Walk.Cause.LINK_LOOP);
    }

    @Test
    void a_relative_path_starts_where_it_is_told() throws IOException {
        assertThat(Walk.follow(root, RootPath.of("/usr/lib"), "libz.so.1")
                        .found()
                        .map(Walk.Result.Found::path))
                .contains(RootPath.of("/usr/lib/libz.so.1.2"));
        assertThat(Walk.follow(root, RootPath.of("/usr/lib"), "../../lib/libz.so.1.2")
                        .found())
                .isPresent();
        assertThat(Walk.follow(root, RootPath.of("/usr/lib"), "/lib/libz.so.1").found())
                .isPresent();
    }

    @Test
    void names_the_links_and_directories_on_the_way_in_order() throws IOException {
        Walk.Result.Found found =
                Walk.follow(root, RootPath.of("/lib/libz.so.1")).found().orElseThrow();
        assertThat(found.via())
                .containsExactly(
                        RootPath.of("/lib"),
                        RootPath.of("/usr"),
                        RootPath.of("/usr/lib"),
                        RootPath.of("/usr/lib/libz.so.1"));
    }

    @Test
    void a_name_may_have_255_bytes_and_a_path_4095() throws IOException {
        String name = "n".repeat(255);
        MemoryRoot long_ = new MemoryRoot().file("/" + name, "x");
        assertThat(Walk.follow(long_, RootPath.of(name)).found()).isPresent();
        assertThat(cause(long_, "/" + name + "n")).isEqualTo(Walk.Cause.NAME_TOO_LONG);
        assertThat(cause(long_, "/.".repeat(2045) + "/x.so")).isEqualTo(Walk.Cause.MISSING);
        assertThat(cause(long_, "/.".repeat(2046) + "/x.so")).isEqualTo(Walk.Cause.NAME_TOO_LONG);
    }

    @Test
    void a_locked_directory_is_told_from_a_missing_file() throws IOException {
        MemoryRoot locked = new MemoryRoot().file("/root/bin/x", "x").lock("/root");
        locked.link("/link", "root/bin/x");
        for (String path : new String[] {"/root/bin/x", "/root/nothing", "/link"}) {
            Walk.Result.Lost lost = (Walk.Result.Lost) Walk.follow(locked, RootPath.of(path));
            assertThat(lost.cause()).as(path).isEqualTo(Walk.Cause.DENIED);
        }
        assertThat(Walk.follow(locked, RootPath.of("/root")).found()).isPresent();
    }

    @Test
    void causes_read_as_a_person_expects() {
        assertThat(Walk.Cause.values())
                .extracting(Walk.Cause::toString)
                .containsExactly(
                        "no such file",
                        "not a directory on the way",
                        "too many links",
                        "permission denied",
                        "name too long");
    }

    private Walk.Result.Lost lost(String path) throws IOException {
        return (Walk.Result.Lost) Walk.follow(root, RootPath.ROOT, path);
    }

    private static Walk.Cause cause(RootFs root, String path) throws IOException {
        return ((Walk.Result.Lost) Walk.follow(root, RootPath.ROOT, path)).cause();
    }
}
