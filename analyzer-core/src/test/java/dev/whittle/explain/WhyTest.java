package dev.whittle.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.closure.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains through reasons, as in a report. */
class WhyTest {
    private final List<String> entries = new ArrayList<>();
    private String hidden = "";

    @Test
    void a_chain_begins_with_what_was_asked_for() throws Exception {
        file("/bin/app", reason("requested", "asked for", ""));
        file("/lib/liba.so", reason("library", "needed by /bin/app as liba.so", "/bin/app"));
        file("/lib/libb.so", reason("library", "needed by /lib/liba.so as libb.so", "/lib/liba.so"));
        assertThat(chains("/lib/libb.so")).containsExactly("/bin/app > /lib/liba.so > /lib/libb.so");
    }

    @Test
    void every_beginning_counts() throws Exception {
        file("/bin/one", reason("requested", "asked for", ""));
        file("/bin/two", reason("started", "the image's Cmd: two", ""));
        file("/lib/a", reason("library", "n", "/bin/one"), reason("library", "n", "/bin/two"));
        file("/lib/b", reason("library", "n", "/lib/a"));
        assertThat(chains("/lib/b"))
                .containsExactlyInAnyOrder("/bin/one > /lib/a > /lib/b", "/bin/two > /lib/a > /lib/b");
    }

    @Test
    void each_reason_comes_once_before_any_comes_twice() throws Exception {
        file("/bin/one", reason("requested", "asked for", ""));
        file("/bin/two", reason("requested", "asked for", ""));
        file("/lib/a", reason("library", "n", "/bin/one"), reason("library", "n", "/bin/two"));
        file("/lib/far", reason("library", "n", "/lib/a"));
        file("/lib/b", reason("library", "n", "/lib/a"), reason("library", "n", "/lib/far"));
        assertThat(chains("/lib/b"))
                .containsExactly(
                        "/bin/one > /lib/a > /lib/b",
                        "/bin/one > /lib/a > /lib/far > /lib/b",
                        "/bin/two > /lib/a > /lib/b",
                        "/bin/two > /lib/a > /lib/far > /lib/b");
    }

    @Test
    void loops_are_cut() throws Exception {
        file("/bin/app", reason("requested", "asked for", ""));
        file("/lib/a", reason("library", "n", "/bin/app"), reason("library", "n", "/lib/b"));
        file("/lib/b", reason("library", "n", "/lib/a"));
        file("/lib/self", reason("hidden", "n", "/lib/self"));
        assertThat(chains("/lib/a")).containsExactly("/bin/app > /lib/a");
        assertThat(chains("/lib/b")).containsExactly("/bin/app > /lib/a > /lib/b");
        assertThat(chains("/lib/self")).containsExactly("/lib/self");
    }

    @Test
    void one_way_in_other_words_is_the_same_way() throws Exception {
        file("/bin/app", reason("requested", "asked for", ""));
        directory(
                "/bin",
                reason("parent", "above /bin/app", "/bin/app"),
                reason("parent", "above //bin/app", "/bin/app"));
        assertThat(chains("/bin")).containsExactly("/bin/app > /bin");
        assertThat(answers("/bin", Why.FEW).get(0).wayFor()).isEqualTo(1);
    }

    @Test
    void chains_that_differ_in_line_numbers_alone_are_one() throws Exception {
        file("/entry.sh", reason("started", "the image's Entrypoint", ""));
        file(
                "/bin/app",
                reason("hidden", "line 7 of /entry.sh runs app", "/entry.sh"),
                reason("hidden", "line 18 of /entry.sh runs app", "/entry.sh"),
                reason("hidden", "line 19 of /entry.sh runs app2", "/entry.sh"));
        Chains chains = answers("/bin/app", Why.FEW).get(0).chains();
        assertThat(chains.shown()).hasSize(2);
        assertThat(chains.shown().get(0).alike()).isEqualTo(1);
        assertThat(chains.shown().get(1).alike()).isZero();
        assertThat(chains.more()).isZero();
    }

    @Test
    void chains_without_end_are_counted_as_far_as_one_can() throws Exception {
        file("/f0", reason("requested", "asked for", ""));
        for (int i = 1; i <= 40; i++) { // 2^40 ways
            file("/f" + i, reason("library", "one", "/f" + (i - 1)), reason("library", "two", "/f" + (i - 1)));
        }
        Chains chains = answers("/f40", Why.FEW).get(0).chains();
        assertThat(chains.shown()).as("they all begin with the same request").hasSize(1);
        assertThat(chains.more()).isGreaterThanOrEqualTo(ChainSearch.MAX_CHAINS - 1);
        assertThat(chains.moreAtLeast()).isTrue();
        assertThat(answers("/f3", Integer.MAX_VALUE).get(0).chains().shown()).hasSize(8);
    }

    @Test
    void a_very_long_chain_is_followed() throws Exception {
        file("/f0", reason("requested", "asked for", ""));
        for (int i = 1; i <= 3000; i++) {
            file("/f" + i, reason("library", "one", "/f" + (i - 1)));
        }
        assertThat(answers("/f3000", 1).get(0).chains().shown().get(0).steps()).hasSize(3001);
    }

    @Test
    void a_link_is_answered_for_with_what_it_leads_to() throws Exception {
        file("/usr/lib/libz.so.1.3", reason("library", "n", "/bin/app"));
        link("/usr/lib/libz.so.1", "libz.so.1.3", reason("link", "on the way", "/usr/lib/libz.so.1.3"));
        link("/lib", "usr/lib", reason("link", "on the way", "/usr/lib/libz.so.1.3"));
        directory("/usr/lib", reason("parent", "above", "/usr/lib/libz.so.1.3"));
        directory("/usr", reason("parent", "above", "/usr/lib/libz.so.1.3"));
        assertThat(answers("/lib/libz.so.1", 9))
                .extracting(answer -> answer.path().raw() + " " + answer.state())
                .containsExactly("/usr/lib/libz.so.1 KEPT", "/usr/lib/libz.so.1.3 KEPT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "paths | paths: holds the string | paths",
                "''    | paths: holds the string | ''",
                "app   | paths: holds the string | ''",
            })
    void a_reason_of_a_report_has_its_family(String family, String detail, String expected) throws Exception {
        String member = family.isEmpty() ? "" : "\"family\":\"" + family + "\",";
        file("/etc/x", "{" + member + "\"kind\":\"hidden\",\"detail\":\"" + detail + "\"}");
        Reason reason = answers("/etc/x", 9)
                .get(0)
                .chains()
                .shown()
                .get(0)
                .steps()
                .get(0)
                .reason();
        assertThat(reason.family()).isEqualTo(expected);
        assertThat(reason.detail()).isEqualTo(detail);
    }

    @Test
    void what_a_report_does_not_hold_may_have_been_seen() throws Exception {
        hidden = """
            {"family":"paths","level":"possible","taken":false,"evidence":"/bin/app holds the string /srv",
            "because":"/bin/app","paths":["/etc/x"],"trees":["/srv"]}\
            """;
        for (String path : List.of("/etc/x", "/srv", "/srv/deep/file")) {
            assertThat(answers(path, 9)).singleElement().satisfies(answer -> {
                assertThat(answer.state()).isEqualTo(Explanation.State.UNKNOWN);
                assertThat(answer.seen()).hasSize(1);
            });
        }
        assertThat(answers("/etc/xy", 9).get(0).seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{",
                "{\"schema\":\"dev.whittle.ldd/1\"}",
                "{\"schema\":\"dev.whittle.layer/2\"}",
                "{\"schema\":\"dev.whittle.layer/1\",\"entries\":{}}",
                "{\"schema\":\"dev.whittle.layer/1\",\"entries\":[1]}",
                "{\"schema\":\"dev.whittle.layer/1\",\"entries\":[{}]}",
                "{\"schema\":\"dev.whittle.layer/1\",\"entries\":[{\"path\":\"relative\"}]}",
                "{\"schema\":\"dev.whittle.layer/1\",\"entries\":[{\"path\":\"/a\",\"mode\":\"9\"}]}",
                "{\"schema\":\"dev.whittle.layer/1\",\"entries\":[{\"path\":\"/a\",\"mode\":null}]}",
                "{\"schema\":\"dev.whittle.layer/1\",\"entries\":[{\"path\":\"/a\",\"reasons\":[{\"kind\":\"x\"}]}]}",
                "{\"schema\":\"dev.whittle.layer/1\",\"hidden\":[{\"level\":\"x\"}]}",
            })
    void what_is_no_report_is_told(String json) {
        assertThatThrownBy(() -> ReportReader.read(json.getBytes(UTF_8))).isInstanceOf(BadReportException.class);
    }

    private List<Explanation> answers(String path, int limit) throws IOException, BadReportException {
        String json = "{\"schema\":\"dev.whittle.layer/1\",\"hidden\":[" + hidden + "],\"entries\":["
                + String.join(",", entries) + "]}";
        return new Why(ReportReader.read(json.getBytes(UTF_8)), limit).of(path);
    }

    private List<String> chains(String path) throws IOException, BadReportException {
        return answers(path, 99).get(0).chains().shown().stream()
                .map(chain -> String.join(
                        " > ",
                        chain.steps().stream().map(step -> step.path().raw()).toList()))
                .toList();
    }

    private void file(String path, String... reasons) {
        entry("file", path, "", reasons);
    }

    private void directory(String path, String... reasons) {
        entry("directory", path, "", reasons);
    }

    private void link(String path, String target, String... reasons) {
        entry("link", path, "\"target\":\"" + target + "\",", reasons);
    }

    private void entry(String type, String path, String more, String... reasons) {
        entries.add("{\"path\":\"" + path + "\",\"type\":\"" + type + "\",\"mode\":\"0755\"," + more + "\"reasons\":["
                + String.join(",", reasons) + "]}");
    }

    private static String reason(String kind, String detail, String because) {
        return "{\"kind\":\"" + kind + "\",\"detail\":\"" + detail + "\""
                + (because.isEmpty() ? "" : ",\"because\":\"" + because + "\"") + "}";
    }
}
