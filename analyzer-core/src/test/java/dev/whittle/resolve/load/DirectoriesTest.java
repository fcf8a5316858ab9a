package dev.whittle.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.CountingRoot;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Walk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resolves the name of a directory like the kernel, and counts the calls to the root. */
class DirectoriesTest {
    private static final int MANY = 256;

    /** A directory is looked up by its name, and once more for the trailing slash. */
    private static final int EACH = 2;

    private final MemoryRoot root = new MemoryRoot()
            .directory("/d/e")
            .file("/f", "")
            .link("/l", "d")
            .link("/loop", "loop")
            .directory("/locked/x")
            .lock("/locked");
    private final CountingRoot counting = new CountingRoot(root);
    private final Directories directories = new Directories(counting);

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "//, /",
        "'', /",
        ".., /",
        "d, /d",
        "d/, /d",
        "/d, /d",
        "/d/, /d",
        "/d//, /d",
        "//d/, /d",
        "/d/./, /d",
        "/d/., /d",
        "/d/e/, /d/e",
        "/d//e/, /d/e",
        "/d/e/../, /d",
        "/d/../d/e/, /d/e",
        "/l/e/, /d/e",
        "/l/../, /",
        "/d/e/../../l/, /d",
    })
    void a_directory_is_told_by_its_real_path(String name, String realPath) throws Exception {
        assertThat(directories.find(name)).contains(new RootPath(realPath));
        assertThat(directories.state(name)).isEqualTo(new Directories.State.Usable(new RootPath(realPath)));
    }

    @ParameterizedTest
    @CsvSource({
        "/gone/, MISSING",
        "gone/, MISSING",
        "/gone/x/, MISSING",
        "/d/gone/, MISSING",
        "/d/.gone/, MISSING",
        "/gone/../d/, MISSING",
        "/f, NOT_A_DIRECTORY",
        "/f/, NOT_A_DIRECTORY",
        "/f/x/, NOT_A_DIRECTORY",
        "/loop/, LINK_LOOP",
        "/loop/x/, LINK_LOOP",
        "/locked/x/, DENIED",
    })
    void what_is_none_is_told_by_what_open_would_say(String name, Walk.Cause cause) throws Exception {
        assertThat(directories.find(name)).isEmpty();
        assertThat(directories.state(name)).isEqualTo(new Directories.State.Unusable(cause));
    }

    /**
     * fs/namei.c:getname: PATH_MAX includes the final NUL, and applies to the whole path, however short its last
     * component is.
     */
    @Test
    void a_path_as_long_as_paths_may_be_is_the_last_that_is_walked() throws Exception {
        String deep = ("/" + "n".repeat(254)).repeat(15) + "/" + "m".repeat(200);
        String last = "e".repeat(Walk.MAX_PATH - 1 - deep.length() - 2);
        root.directory(deep + "/" + last + "e");
        root.directory(deep + "/" + last);
        assertThat(directories.find(deep + "/")).isPresent();
        assertThat(directories.find(deep + "/" + last + "/")).contains(RootPath.of(deep + "/" + last));
        assertThat(directories.state(deep + "/" + last + "e/")).isEqualTo(unusable(Walk.Cause.NAME_TOO_LONG));
    }

    @Test
    void each_is_asked_for_once() throws Exception {
        for (String name : new String[] {"/d/e/", "/gone/", "/l/"}) {
            Directories.State first = directories.state(name);
            int asked = counting.asked();
            assertThat(directories.state(name)).isEqualTo(first);
            assertThat(counting.asked()).isEqualTo(asked);
        }
    }

    @Test
    void the_way_to_directories_side_by_side_is_walked_once() throws Exception {
        for (int i = 0; i < 100; i++) {
            root.directory("/a/b/c/" + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(directories.find("/a/b/c/" + i + "/")).contains(RootPath.of("/a/b/c/" + i));
        }
        assertThat(counting.asked()).isEqualTo(EACH * (3 + 100));
    }

    @Test
    void ways_of_the_same_length_are_different_ways() throws Exception {
        root.directory("/aa/x").directory("/bb/y");
        assertThat(directories.find("/aa/x/")).isPresent();
        assertThat(directories.find("/bb/x/")).isEmpty();
        assertThat(directories.find("/bb/y/")).isPresent();
        assertThat(directories.find("/aa/y/")).isEmpty();
    }

    /** fs/namei.c, MAXSYMLINKS: forty for a whole path, including those in the last component. */
    @Test
    void the_links_on_the_way_count() throws Exception {
        root.directory("/real/end").link("/a25", "real").link("/real/b25", "end");
        for (int i = 0; i < 25; i++) {
            root.link("/a" + i, "a" + (i + 1)).link("/real/b" + i, "b" + (i + 1));
        }
        assertThat(directories.find("/a0/")).contains(RootPath.of("/real"));
        assertThat(directories.find("/real/b0/")).contains(RootPath.of("/real/end"));
        assertThat(directories.find("/a20/b20/")).contains(RootPath.of("/real/end"));
        assertThat(directories.state("/a0/b0/")).isEqualTo(unusable(Walk.Cause.LINK_LOOP));
    }

    @ParameterizedTest
    @CsvSource({"/d/, 2", "/, 0"})
    void where_many_are_missing_the_names_are_listed_once(String parent, int way) throws Exception {
        miss(parent, MANY);
        assertThat(counting.asked()).isEqualTo(way + MANY);
        miss(parent, MANY);
        assertThat(directories.state(parent + "n".repeat(Walk.MAX_NAME) + "/")).isEqualTo(unusable(Walk.Cause.MISSING));
        assertThat(counting.asked()).as("one list").isEqualTo(way + MANY + 1);
        root.directory(parent + "new");
        assertThat(directories.state(parent + "new/"))
                .as("a root does not change")
                .isEqualTo(unusable(Walk.Cause.MISSING));
    }

    @Test
    void where_the_names_are_listed_the_others_are_found_as_before() throws Exception {
        miss("/d/", MANY + 1);
        assertThat(directories.find("/d/e/")).contains(RootPath.of("/d/e"));
        assertThat(directories.find("/d/../d/")).contains(RootPath.of("/d"));
        assertThat(directories.state("/d/" + "n".repeat(Walk.MAX_NAME + 1) + "/"))
                .isEqualTo(unusable(Walk.Cause.NAME_TOO_LONG));
    }

    @Test
    void what_is_there_and_leads_nowhere_is_told_as_before() throws Exception {
        root.link("/d/loop", "loop").link("/d/broken", "nowhere").file("/d/file", "");
        miss("/d/", MANY + 1);
        assertThat(directories.state("/d/loop/")).isEqualTo(unusable(Walk.Cause.LINK_LOOP));
        assertThat(directories.state("/d/broken/")).isEqualTo(unusable(Walk.Cause.MISSING));
        assertThat(directories.state("/d/file/")).isEqualTo(unusable(Walk.Cause.NOT_A_DIRECTORY));
    }

    @Test
    void a_directory_that_may_be_searched_and_not_listed_is_asked_each_time() throws Exception {
        root.hide("/d");
        miss("/d/", 2 * MANY);
        assertThat(directories.find("/d/e/")).contains(RootPath.of("/d/e"));
        assertThat(directories.state("/d/gone/")).isEqualTo(unusable(Walk.Cause.MISSING));
    }

    private int missed;

    private void miss(String directory, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(directories.state(directory + "gone" + missed++ + "/")).isEqualTo(unusable(Walk.Cause.MISSING));
        }
    }

    private static Directories.State unusable(Walk.Cause cause) {
        return new Directories.State.Unusable(cause);
    }
}
