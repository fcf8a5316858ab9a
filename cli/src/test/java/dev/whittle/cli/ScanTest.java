package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanTest {
    private final Path root;

    ScanTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root);
    }

    @Test
    void text_tells_the_worst_first_and_ends_with_a_count() {
        Whittle.Result result = scan("dir:" + root, "--color", "never");
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.outLines())
                .startsWith(
                        "1 error, 4 warnings",
                        "",
                        "error: a library that a program needs is not found (missing-library, 1)",
                        "  /bin/broken: libgone.so.9: not found");
        assertThat(result.out()).contains("5 ELF files of 6 files: 2 programs, 3 libraries, 0 others.\n1 error, ");
    }

    @ParameterizedTest
    @CsvSource({"/usr/lib/libtwo.so.2, note, 1", "/bin/app, error, 0", "/bin/broken, error, 1", "/bin/broken, never, 0"
    })
    void a_level_chooses_what_counts(String path, String level, int exit) {
        assertThat(scan("dir:" + root, path, "--fail-on", level).exit()).isEqualTo(exit);
    }

    @Test
    void sarif_has_a_rule_and_a_relative_place_for_each_result() throws IOException {
        Tree.at(root).elf("/opt/a b/\u00e9", Roots.program().needed("libgone.so.9"));
        JsonObject run = JsonParser.parseString(
                        scan("dir:" + root, "/opt", "--format", "sarif").out())
                .getAsJsonObject()
                .getAsJsonArray("runs")
                .get(0)
                .getAsJsonObject();
        JsonObject result = run.getAsJsonArray("results").get(0).getAsJsonObject();
        assertThat(result.get("ruleId").getAsString()).isEqualTo("missing-library");
        assertThat(result.get("level").getAsString()).isEqualTo("error");
        assertThat(result.toString()).contains("\"uri\":\"opt/a%20b/%C3%A9\"", "\"uriBaseId\":\"ROOT\"");
        int index = result.get("ruleIndex").getAsInt();
        JsonObject driver = run.getAsJsonObject("tool").getAsJsonObject("driver");
        assertThat(driver.getAsJsonArray("rules")
                        .get(index)
                        .getAsJsonObject()
                        .get("id")
                        .getAsString())
                .isEqualTo("missing-library");
    }

    @Test
    void needs_tells_who_and_through_whom() {
        Whittle.Result result = scan("dir:" + root, "--needs", "libtwo.so.2");
        assertThat(result.exit()).isZero();
        assertThat(result.outLines())
                .containsExactly(
                        "libtwo.so.2 => /usr/lib/libtwo.so.2",
                        "needed by 1 file:",
                        "  /usr/lib/libone.so.1.2",
                        "through others by 1 file:",
                        "  /bin/app -> /usr/lib/libone.so.1.2");
        assertThat(scan("dir:" + root, "--needs", "/usr/lib/libtwo.so.2")
                        .outLines()
                        .subList(1, 5))
                .isEqualTo(result.outLines().subList(1, 5));
    }

    @Test
    void needs_of_what_is_not_there() {
        Whittle.Result gone = scan("dir:" + root, "--needs", "libgone.so.9");
        assertThat(gone.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(gone.out()).startsWith("libgone.so.9 => not found\n").contains("  /bin/broken: not found\n");
        Whittle.Result unknown = scan("dir:" + root, "--needs", "libnever.so.1");
        assertThat(unknown.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(unknown.err())
                .isEqualTo("whittle: libnever.so.1: the root has no such library, and nothing needs it\n");
    }

    @Test
    void a_path_that_is_not_there_is_unreadable_input() {
        Whittle.Result result = scan("dir:" + root, "/nosuch");
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err()).isEqualTo("whittle: /nosuch: no such file in the root\n");
    }

    @Test
    void a_part_of_a_root_is_no_root() {
        assertThat(scan(root + "/bin").err()).contains("is " + root + "/bin a root?");
    }

    private Whittle.Result scan(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "scan";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Whittle.in(root).run(all);
    }
}
