package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependencies that the loader cannot see, on the command line. */
class FamiliesTest {
    private final Path root;

    FamiliesTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root.resolve("srv"))
                .elf("/bin/login", Roots.program().imports("getpwnam", "dlopen").data("libone.so.1"))
                .file("/etc/passwd", "root:x:0:0::/:\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | true  | false",
                "--without users                     | false | false",
                "--without all                       | false | false",
                "--without users,nss                 | false | false",
                "--with dlopen-strings               | true  | true",
                "--with all                          | true  | true",
                "--without all --with dlopen-strings | false | true",
                "--without users --with all          | false | true",
            })
    void families_are_turned_on_and_off_by_name(String options, boolean passwd, boolean library) {
        Whittle.Result result =
                layer(("--dry-run /bin/login --keep minimal " + options).strip().split(" "));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out().contains("/etc/passwd")).isEqualTo(passwd);
        assertThat(result.out().contains("libone.so.1")).isEqualTo(library);
    }

    @Test
    void what_is_kept_and_what_is_possible_is_told_a_line_a_family() {
        assertThat(layer("--dry-run", "/bin/login", "--keep", "minimal").errLines())
                .contains(
                        "  users                 1      15 B  /etc/passwd",
                        "  note: optional files of dlopen-strings are not kept (--with dlopen-strings keeps them, -v"
                                + " lists them)");
        assertThat(layer("--dry-run", "/bin/login", "--keep", "minimal", "-v").errLines())
                .contains("  note: optional, not kept: /usr/lib/libone.so.1 (--with dlopen-strings keeps them)");
        assertThat(layer("--dry-run", "/bin/login", "-v").errLines())
                .contains("  kept for users: /etc/passwd: /bin/login imports getpwnam");
        assertThat(layer("--dry-run", "/bin/login", "-q").err()).isEmpty();
    }

    @Test
    void what_is_left_out_because_of_its_size_is_listed() throws IOException {
        Tree.at(root.resolve("srv"))
                .elf("/bin/reader", Roots.program().data("/var/lib/data/words"))
                .file("/var/lib/data/words", "");
        try (RandomAccessFile file =
                new RandomAccessFile(root.resolve("srv/var/lib/data/words").toFile(), "rw")) {
            file.setLength(70_000_000);
        }
        String line = "/var/lib/data/words (70.00 MB): /bin/reader holds the string /var/lib/data/words";
        assertThat(layer("--dry-run", "/bin/reader").errLines())
                .anyMatch(each -> each.startsWith("whittle: OK, 1 large thing left out: "))
                .contains(
                        "  left out: large, and named by something that is kept; if it fails, keep what is missing with --include:",
                        "    " + line);
        assertThat(layer("--dry-run", "/bin/reader", "--include", "/var/lib/data/words")
                        .errLines())
                .noneMatch(each -> each.contains("left out"));
        assertThat(Whittle.in(root)
                        .run("copy", "--from", "dir:srv", "/bin/reader")
                        .err())
                .contains("left out: " + line);
    }

    @Test
    void the_report_has_the_evidence() throws IOException {
        layer("--dry-run", "/bin/login", "--keep", "minimal", "--report", "r.json");
        assertThat(Files.readString(root.resolve("r.json")))
                .contains("\"family\": \"users\"", "\"evidence\": \"/bin/login imports getpwnam\"", "\"taken\": false");
    }

    @Test
    void what_is_uncertain_is_kept_where_it_costs_little() {
        assertThat(layer("--dry-run", "/bin/login").out()).contains("libone.so.1");
        assertThat(layer("--dry-run", "/bin/login", "--keep", "generous").out()).contains("libone.so.1");
        assertThat(layer("--dry-run", "/bin/login", "--keep", "all").err())
                .isEqualTo("whittle: --keep all: not one of minimal, default, generous\n");
    }

    @Test
    void a_family_that_is_none_is_wrong_usage() {
        Whittle.Result result = layer("--dry-run", "/bin/login", "--with", "user");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("whittle: user: no such family; did you mean users? see whittle families\n");
    }

    @Test
    void they_are_listed_with_what_each_looks_for() {
        Whittle.Result result = Whittle.in(root).run("families");
        assertThat(result.exit()).isZero();
        assertThat(result.outLines()).hasSizeGreaterThan(20).allMatch(line -> line.matches("[a-z.-]+ {2,}\\S.*"));
        assertThat(result.out()).contains("ca-certificates  the CA bundle");
    }

    private Whittle.Result layer(String... arguments) {
        return Whittle.in(root).run(Line.of("layer", "srv", arguments));
    }
}
