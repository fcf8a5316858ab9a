package dev.whittle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeftOutTest {
    @Test
    void findings_with_the_same_evidence_are_one_entry() {
        assertThat(lines(hidden("a names it", 2_000_000, "/usr/lib/a"), hidden("a names it", 1_000_000, "/usr/lib/b")))
                .containsExactly("/usr/lib/a, /usr/lib/b (3.00 MB): a names it");
    }

    @Test
    void a_path_is_listed_for_the_first_evidence_only() {
        assertThat(lines(hidden("a names it", 2_000_000, "/usr/lib/a"), hidden("b names it", 2_000_000, "/usr/lib/a")))
                .containsExactly("/usr/lib/a (2.00 MB): a names it");
    }

    @Test
    void of_many_paths_three_are_listed_and_an_unknown_size_is_not() {
        assertThat(lines(
                        hidden("a names it", 2_000_000, "/1", "/2"),
                        new Closure.Hidden(finding("a names it", Finding.Level.LARGE, "/3", "/4", "/5"), false)))
                .containsExactly("/1, /2, /3 and 2 more: a names it");
    }

    @Test
    void what_is_kept_or_optional_is_not_left_out() {
        assertThat(lines(
                        new Closure.Hidden(finding("kept", Finding.Level.LARGE, "/a"), true),
                        new Closure.Hidden(finding("optional", Finding.Level.POSSIBLE, "/b"), false)))
                .isEmpty();
    }

    @Test
    void a_summary_lists_what_is_really_large_and_not_kept_in_part() {
        List<LeftOut> all = LeftOut.of(
                List.of(
                        hidden("a names it", 2_000_000, "/usr/lib/a"),
                        hidden("b names it", 20_000, "/usr/lib/b"),
                        hidden("c names it", 2_000_000, "/usr/lib/c"),
                        new Closure.Hidden(finding("d names it", Finding.Level.LARGE, "/usr/lib/d"), false)),
                RootPath.of("/usr/lib/c")::equals);
        assertThat(all.stream().filter(LeftOut::isNotable).map(LeftOut::evidence))
                .containsExactly("a names it", "d names it");
    }

    private static List<String> lines(Closure.Hidden... hidden) {
        return LeftOut.of(List.of(hidden), path -> false).stream()
                .map(LeftOut::line)
                .toList();
    }

    private static Closure.Hidden hidden(String evidence, long bytes, String... paths) {
        return new Closure.Hidden(finding(evidence, Finding.Level.LARGE, paths), false, OptionalLong.of(bytes));
    }

    private static Finding finding(String evidence, Finding.Level level, String... paths) {
        return new Finding(
                "app", level, evidence, Stream.of(paths).map(RootPath::of).toList(), List.of(), Optional.empty());
    }
}
