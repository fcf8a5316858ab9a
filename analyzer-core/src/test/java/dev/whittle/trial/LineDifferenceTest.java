package dev.whittle.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of a program's output are constant between runs. */
class LineDifferenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026/11/29 12:40:27 [emerg] 1#1: gone    | 2026/11/30 01:02:03 [emerg] 7#7: gone",
                "Nov 29 12:10:18 host sshd[12]: ready     | Nov  3 02:10:18 host sshd[4711]: ready",
                "Sun, 29 Nov 2026 12:10:18 GMT ok         | Mon, 30 Nov 2026 00:00:00 GMT ok",
                "1:M 29 Nov 2026 12:10:18.123 * Ready     | 1:M 29 Nov 2026 12:11:19.003 * Ready",
                "10.1.2.3 - [29/Nov/2026:12:10:18 +0000]  | 172.17.0.2 - [01/Dec/2026:02:10:18 +0100]",
                "start worker process 14                  | start worker process 1523",
                "listening, pid=12, took 3.5 ms           | listening, pid=4711, took 12 ms",
                "object at 0x7ffcd2121d50                 | object at 0x5581aa00",
                "asked by 127.0.0.1:41234                 | asked by 127.0.0.1:55555",
                "at 1732880000.12                         | at 1832880000",
            })
    void what_every_run_has_another_of_is_no_difference(String one, String other) {
        assertThat(LineDifference.of(List.of(one), Optional.empty(), List.of(other))
                        .isEmpty())
                .as("%s / %s", Normaliser.normal(one), Normaliser.normal(other))
                .isTrue();
    }

    /** Numbers are results too. */
    @ParameterizedTest
    @ValueSource(strings = {"5 files", "exit 3", "version 1.22.2", "port 8081", "192.0.2.8", "ba7816c0"})
    void all_else_is_one(String other) {
        List<String> original = List.of("4 files", "exit 0", "version 1.22.1", "port 8080", "192.0.2.7", "ba7816bf");
        assertThat(LineDifference.of(original, Optional.empty(), List.of(other)).extra())
                .containsExactly(other);
    }

    @Test
    void neither_order_nor_number_counts() {
        assertThat(LineDifference.of(List.of("a", "b", "b"), Optional.empty(), List.of("b", "a", "a"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void another_run_of_the_original_tells_what_varies() {
        List<String> first = List.of("password: x7Gh2", "random 123 of 9", "ready");
        List<String> second = List.of("password: k0aPz", "random 777 of 9", "ready");
        assertThat(LineDifference.of(first, Optional.of(second), List.of("password: QQQ1a", "random 55 of 9", "ready"))
                        .isEmpty())
                .isTrue();
        LineDifference other =
                LineDifference.of(first, Optional.of(second), List.of("random 55 of 9", "cannot open x", "ready"));
        assertThat(other.lacking()).containsExactly("password: x7Gh2");
        assertThat(other.extra()).containsExactly("cannot open x");
    }

    @Test
    void a_line_that_varies_as_a_whole_is_one_of_as_many() {
        assertThat(LineDifference.of(List.of("1f0d"), Optional.of(List.of("77a9")), List.of("c3e2"))
                        .isEmpty())
                .isTrue();
        assertThat(LineDifference.of(List.of("1f0d"), Optional.of(List.of("77a9")), List.of("c3e2", "not found"))
                        .extra())
                .containsExactly("c3e2", "not found");
        assertThat(LineDifference.of(List.of("same"), Optional.of(List.of("same")), List.of("other"))
                        .isEmpty())
                .isFalse();
    }

    @Test
    void a_line_of_one_run_alone_is_chance() {
        assertThat(LineDifference.of(List.of("a", "late line"), Optional.of(List.of("a")), List.of("a"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void many_lines_take_no_longer_than_they_are_many() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        List<String> slim = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            first.add("line " + i + " of the first, key " + Integer.toHexString(i * 31));
            second.add("line " + i + " of the second, key " + Integer.toHexString(i * 37));
            slim.add("line " + i + " of the slim one, key " + Integer.toHexString(i * 41));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            LineDifference one = LineDifference.of(first, Optional.of(second), slim);
            LineDifference other = LineDifference.of(first, Optional.of(second), slim);
            assertThat(one.confirmedBy(other).extra()).isNotEmpty();
        });
    }
}
