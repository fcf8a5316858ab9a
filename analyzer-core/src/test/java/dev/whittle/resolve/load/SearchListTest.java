package dev.whittle.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which directories of a list a name is searched for, and what is reported for each. */
class SearchListTest {
    private static final Place PLACE = Place.of(Place.Kind.RPATH);

    private final MemoryRoot root = new MemoryRoot();
    private final Directories directories = new Directories(root);
    private final List<String> looked = new ArrayList<>();

    @Test
    void each_is_told_in_order_whether_or_not_it_is_there() throws Exception {
        root.directory("/a").directory("/b").file("/file", "").link("/loop", "loop");
        SearchList list = list("/a/", "/gone/", "/b/", "/file/", "/loop/", "/gone/");
        assertThat(told(list, "libx.so"))
                .containsExactly(
                        "/a/libx.so: no such file",
                        "/gone/libx.so: no such file",
                        "/b/libx.so: no such file",
                        "/file/libx.so: not a directory on the way",
                        "/loop/libx.so: too many links");
        assertThat(looked).containsExactly("/a/", "/b/");
        assertThat(list.place()).isEqualTo(PLACE);
    }

    @Test
    void the_search_ends_where_the_name_is_found() throws Exception {
        root.directory("/a").directory("/b").directory("/c");
        Attempts attempts = attempts();
        Optional<String> found = find(list("/a/", "/gone/", "/b/", "/gone2/", "/c/"), "libx.so", attempts, "/b/");
        assertThat(found).contains("/b/");
        assertThat(looked).containsExactly("/a/", "/b/");
        assertThat(attempts.list()).extracting(Attempt::path).containsExactly("/a/libx.so", "/gone/libx.so");
    }

    /** For musl a link loop ends the whole search (dynlink.c:path_open), so it must be looked into. */
    @Test
    void a_loop_is_an_entry_to_look_into_for_the_loader_that_minds() throws Exception {
        root.directory("/a").link("/loop", "loop");
        SearchList.Builder builder = new SearchList.Builder(directories, true);
        builder.add("/loop/", true);
        builder.add("/gone/", true);
        builder.add("/a/", true);
        for (int i = 0; i < 2000; i++) {
            told(builder.build(PLACE), "libx.so");
        }
        assertThat(looked).hasSize(2 * 2000);
        assertThat(looked.subList(0, 2)).containsExactly("/loop/", "/a/");
        assertThat(told(builder.build(PLACE), "libx.so"))
                .containsExactly(
                        "/loop/libx.so: no such file", "/gone/libx.so: no such file", "/a/libx.so: no such file");
    }

    @Test
    void a_subdirectory_for_some_processors_is_told_if_it_is_there() throws Exception {
        root.directory("/a/v3").directory("/a/v4").file("/a/file", "");
        SearchList.Builder builder = new SearchList.Builder(directories, false);
        for (String name : new String[] {"v4", "v3", "v2", "file"}) {
            builder.add("/a/" + name + "/", false);
        }
        builder.add("/a/", true);
        SearchList list = builder.build(PLACE);
        List<String> expected =
                List.of("/a/v4/libx.so: no such file", "/a/v3/libx.so: no such file", "/a/libx.so: no such file");
        for (int i = 0; i < 1000; i++) {
            assertThat(told(list, "libx.so"))
                    .as("also when directories are listed")
                    .isEqualTo(expected);
        }
    }

    /**
     * elf/dl-load.c:open_path checks the failure of the last of a directory's subdirectories, which is the directory
     * itself.
     */
    @ParameterizedTest
    @CsvSource({"true, true, 1", "true, false, 2", "false, true, 2", "false, false, 2"})
    void a_failure_that_is_no_absence_ends_the_list_in_glibc(boolean glibc, boolean primary, int places)
            throws Exception {
        root.directory("/a").directory("/b");
        SearchList.Builder builder = new SearchList.Builder(directories, false);
        builder.add("/a/", primary);
        builder.add("/b/", true);
        builder.add("/gone/", true);
        Attempts attempts = attempts();
        Optional<String> found = builder.build(PLACE).find("libx.so", attempts, glibc, entry -> {
            looked.add(entry.prefix());
            attempts.add(
                    PLACE,
                    entry.prefix() + "libx.so",
                    entry.prefix().equals("/a/") ? Walk.Cause.LINK_LOOP : Walk.Cause.MISSING);
            return Optional.empty();
        });
        assertThat(found).isEmpty();
        assertThat(looked).hasSize(places);
        assertThat(attempts.list()).hasSize(places == 1 ? 1 : 3);
    }

    /**
     * Lists in short: {@code g150} are 150 missing directories, {@code t} existing ones, {@code a} other names of the
     * first existing one.
     */
    @ParameterizedTest
    @CsvSource({
        "g199, 199, 0",
        "g200, 200, 0",
        "g201, 200, 1",
        "g1000, 200, 800",
        "g150 t1 g49, 200, 0",
        "g150 t1 g50, 200, 1",
        "g150 t1 g100, 200, 51",
        "g250 t1, 200, 51",
        "g250 t1 g10 t1 g10, 200, 72",
        "t1 g250 t1, 200, 52",
        "t150 g30 t30, 200, 10",
        "t300, 200, 100",
        "t64 a10, 64, 10",
        "t64 a10 t1, 65, 10",
        "t63 a1 a10 t1, 65, 10",
        "t1 a62 t1 a5 t1 g1 a5, 66, 10",
        "t64 a10 g1, 65, 10",
        "t64 g1 a10 t1 a1, 66, 11",
        "a0, 0, 0",
    })
    void no_place_is_lost_of_those_that_are_only_counted(String layout, int kind, int counted) throws Exception {
        SearchList list = layout(layout);
        List<String> expected = told(list, "libx.so");
        List<String> counts =
                expected.stream().filter(line -> line.startsWith("...")).toList();
        assertThat(expected).hasSize(kind + counts.size());
        assertThat(counts).isEqualTo(counted == 0 ? List.of() : List.of("...: " + counted + " more"));
        for (int i = 0; i < 1025; i++) {
            told(list, "liby" + i + ".so");
        }
        assertThat(told(list, "libx.so")).as("when directories are listed").isEqualTo(expected);
    }

    /** After a thousand look-ups, 16 names in 64 directories, the directories are listed, each once. */
    @Test
    void after_a_thousand_looks_the_directories_are_listed() throws Exception {
        SearchList list = layout("t64");
        for (int i = 0; i < 100; i++) {
            told(list, "libx.so");
        }
        assertThat(looked).hasSize(16 * 64);
        root.file("/t64/late.so", "");
        looked.clear();
        told(list, "late.so");
        assertThat(looked).as("a root does not change").isEmpty();
    }

    @Test
    void of_listed_directories_those_that_have_the_name_are_looked_into_in_order() throws Exception {
        root.file("/t5/libx.so", "").file("/t50/libx.so", "").hide("/t20");
        SearchList list = listed("t64");
        told(list, "libx.so");
        assertThat(looked).containsExactly("/t5/", "/t20/", "/t50/");
        looked.clear();
        assertThat(find(list, "libx.so", attempts(), "/t50/")).contains("/t50/");
        assertThat(find(list, "libx.so", attempts(), "/t5/")).contains("/t5/");
        looked.clear();
        told(list, "liby.so");
        assertThat(looked).as("the one that does not tell its names").containsExactly("/t20/");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "256"})
    void a_name_that_no_list_can_have_is_looked_for_everywhere(String text) throws Exception {
        SearchList list = listed("t64");
        told(list, text.startsWith(".") ? text : "n".repeat(Integer.parseInt(text)));
        assertThat(looked).hasSize(64);
    }

    @Test
    void a_name_as_long_as_names_may_be_is_looked_for_in_the_lists() throws Exception {
        SearchList list = listed("t64");
        told(list, "n".repeat(Walk.MAX_NAME));
        assertThat(looked).isEmpty();
    }

    private SearchList listed(String layout) throws Exception {
        SearchList list = layout(layout);
        for (int i = 0; i < 1024; i++) {
            told(list, "other.so");
        }
        looked.clear();
        return list;
    }

    private SearchList layout(String layout) throws Exception {
        SearchList.Builder builder = new SearchList.Builder(directories, false);
        int number = 0;
        for (String run : SearchPath.split(layout, " ")) {
            for (int i = Integer.parseInt(run.substring(1)); i > 0; i--) {
                String path = "/" + run.charAt(0) + ++number;
                switch (run.charAt(0)) {
                    case 't' -> root.directory(path);
                    case 'a' -> root.link(path, "t1");
                    default -> {}
                }
                builder.add(path + "/", true);
            }
        }
        return builder.build(PLACE);
    }

    private SearchList list(String... prefixes) throws Exception {
        SearchList.Builder builder = new SearchList.Builder(directories, false);
        for (String prefix : prefixes) {
            builder.add(prefix, true);
        }
        return builder.build(PLACE);
    }

    private List<String> told(SearchList list, String name) throws Exception {
        Attempts attempts = attempts();
        assertThat(find(list, name, attempts, "nowhere")).isEmpty();
        return attempts.list().stream()
                .map(attempt -> attempt.path() + ": " + attempt.outcome())
                .toList();
    }

    private Optional<String> find(SearchList list, String name, Attempts attempts, String where) throws Exception {
        return list.find(name, attempts, true, entry -> {
            looked.add(entry.prefix());
            if (entry.prefix().equals(where)) {
                return Optional.of(where);
            }
            attempts.add(PLACE, entry.prefix() + name, Walk.Cause.MISSING);
            return Optional.empty();
        });
    }

    private static Attempts attempts() {
        return new Attempts(new Attempts.Budget());
    }
}
