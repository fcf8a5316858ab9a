package dev.whittle.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.whittle.rootfs.Walk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the places tried are stored, and which are only counted. */
class AttemptsTest {
    private static final Place PLACE = Place.of(Place.Kind.SYSTEM);
    private static final Place OTHER = Place.ofList(Place.Kind.RPATH, "/a:/b", "/bin/app");
    private static final int MEGABYTE = 1 << 20;

    private final Attempts.Budget budget = new Attempts.Budget();
    private final Attempts attempts = new Attempts(budget);

    @Test
    void two_hundred_are_kept_and_the_others_counted() {
        add(Attempts.MAX);
        assertThat(attempts.list()).hasSize(Attempts.MAX).allMatch(attempt -> attempt.path()
                .equals("/lib/libx.so"));
        add(2);
        attempts.add(OTHER, "/a/", "libx.so", "no such file");
        assertThat(attempts.list()).hasSize(Attempts.MAX + 1);
        assertThat(attempts.list().get(Attempts.MAX))
                .isEqualTo(new Attempt(Place.of(Place.Kind.RPATH), "", "...", "3 more"));
    }

    @Test
    void what_is_not_told_one_by_one_is_counted_too() {
        add(1);
        attempts.addUntold(OTHER, 1000);
        add(1);
        assertThat(attempts.list())
                .extracting(Attempt::path, Attempt::outcome)
                .containsExactly(
                        tuple("/lib/libx.so", "no such file"),
                        tuple("/lib/libx.so", "no such file"),
                        tuple("...", "1000 more"));
    }

    @Test
    void a_count_ends_where_numbers_do() {
        attempts.addUntold(PLACE, Integer.MAX_VALUE);
        attempts.addUntold(PLACE, Integer.MAX_VALUE);
        assertThat(attempts.list()).extracting(Attempt::outcome).containsExactly("2147483647 more");
    }

    @Test
    void without_any_there_is_nothing_to_tell() {
        assertThat(attempts.list()).isEmpty();
    }

    /** The budget for all names together is 64 MiB, minus 64 per stored attempt; 16 MiB are within it. */
    @ParameterizedTest
    @CsvSource({"0, 0, 200", "1, 1, 200", "1, 0, 4", "3, 0, 4", "4, 1, 4", "4, 0, 0"})
    void the_more_was_kept_for_other_names_the_less_is_for_this_one(int times, int less, int kept) {
        String path = "p".repeat(16 * MEGABYTE - 64 - OTHER.detail().length());
        for (int i = 0; i < times; i++) {
            budget.spend(new Attempt(OTHER, "", i == 0 ? path.substring(less) : path, ""));
        }
        assertThat(budget.perName()).isEqualTo(kept);
    }

    @Test
    void what_is_kept_is_spent_and_what_is_counted_is_not() {
        String path = "p".repeat(MEGABYTE);
        for (int i = 0; i < 20; i++) {
            attempts.add(PLACE, path, "no such file");
        }
        assertThat(budget.perName()).isEqualTo(4);
        assertThat(attempts.list()).hasSize(17);
    }

    /** elf/dl-load.c:open_path continues with the next directory after ENOENT, EACCES and ENOTDIR only. */
    @ParameterizedTest
    @CsvSource({
        "MISSING, false",
        "DENIED, false",
        "NOT_A_DIRECTORY, false",
        "LINK_LOOP, true",
        "NAME_TOO_LONG, true",
    })
    void some_failures_end_a_list(Walk.Cause cause, boolean ends) {
        for (int already : List.of(0, Attempts.MAX)) {
            add(already);
            attempts.add(PLACE, "/lib/libx.so", cause);
            assertThat(attempts.lastEndsTheList()).isEqualTo(ends);
        }
    }

    @Test
    void only_the_last_failure_ends_a_list() {
        attempts.add(PLACE, "/lib/libx.so", Walk.Cause.LINK_LOOP);
        add(1);
        assertThat(attempts.lastEndsTheList()).isFalse();
        attempts.add(PLACE, "/lib/libx.so", Walk.Cause.LINK_LOOP);
        attempts.addUntold(PLACE, 1);
        assertThat(attempts.lastEndsTheList()).isFalse();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            attempts.add(PLACE, "/lib/", "libx.so", "no such file");
        }
    }
}
