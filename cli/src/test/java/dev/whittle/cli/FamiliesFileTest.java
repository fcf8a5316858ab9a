package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of docs/families.md, executed; and mistakes in such files. */
class FamiliesFileTest {
    private final Path directory;

    FamiliesFileTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Roots.musl(directory.resolve("srv"))
                .elf("/usr/bin/gamutd", Roots.program().needed("libgamut.so.2"))
                .elf("/usr/lib/libgamut.so.2", ElfBuilder.x86_64())
                .elf(
                        "/usr/lib/gamut/print.so",
                        ElfBuilder.x86_64().imports("gamut_printer_open").needed("libone.so.1"))
                .file("/usr/share/gamut/profiles/a/b.icc", "")
                .file("/var/lib/gamut/printers.db", "")
                .file("/etc/gamut.conf", "# all\nprinters = yes\n");
        Matcher example = Pattern.compile("(?s)```json\n(.*?)```").matcher(docs());
        assertThat(example.find()).isTrue();
        Files.writeString(directory.resolve("mine.json"), example.group(1));
    }

    @Test
    void the_example_of_the_docs_does_what_they_say() throws IOException {
        Matcher line = Pattern.compile("(?m)^    whittle (layer .* --families .*) -o gamut.tar$")
                .matcher(docs());
        assertThat(line.find()).isTrue();
        String typed = line.group(1).replace("layer ", "layer --from srv ");
        Whittle.Result result = run(typed + " --report r.json --dry-run");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "  /usr/share/gamut/profiles/a/b.icc\n",
                        "  /usr/lib/gamut/print.so\n",
                        "  /usr/lib/libone.so.1.2\n",
                        "  /var/lib/gamut/printers.db\n");
        Matcher reason = Pattern.compile("has its reason: `(.*?)`").matcher(docs());
        assertThat(reason.find()).isTrue();
        assertThat(Files.readString(directory.resolve("r.json"))).contains("\"detail\": \"" + reason.group(1) + "\"");
    }

    @Test
    void what_is_possible_is_told_with_its_option() {
        assertThat(run("layer --from srv /usr/bin/gamutd /etc/gamut.conf --families mine.json --dry-run")
                        .exit())
                .isEqualTo(3);
        Whittle.Result result =
                run("layer --from srv /usr/bin/gamutd --include /etc/gamut.conf --families mine.json --dry-run");
        assertThat(result.out()).doesNotContain("printers.db");
        assertThat(result.errLines())
                .contains("  note: optional files of gamut-printers are not kept (--with gamut-printers keeps them, -v"
                        + " lists them)");
        assertThat(run("layer --from srv /usr/bin/gamutd --include /etc/gamut.conf --families mine.json --dry-run -v")
                        .errLines())
                .contains("  note: optional, not kept: /var/lib/gamut/printers.db (--with gamut-printers keeps them)");
        assertThat(run("layer --from srv /usr/bin/gamutd --families mine.json --without gamut --dry-run")
                        .out())
                .doesNotContain("profiles");
    }

    @Test
    void they_are_listed_with_the_others() {
        assertThat(run("families --families mine.json").outLines())
                .contains("gamut            profiles and plugins of libgamut")
                .hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "families --families nosuch      | 3 | nosuch: no such file or directory",
                "families --families srv         | 3 | srv: is a directory",
                "families --families bad.json    | 3 | bad.json: $.families[0].sonames: unknown member; known members are"
                        + " name, description, rules, level, any, all, paths, trees, plugins, programs, except, limit,"
                        + " reason, source",
                "families --families mine.json --families mine.json | 3 | mine.json: $.families[0].name: gamut is the"
                        + " name of a family in mine.json; take another",
                "layer /bin/app --from srv --dry-run --families bad.json | 3 | bad.json: $.families[0].sonames: unknown"
                        + " member; known members are name, description, rules, level, any, all, paths, trees, plugins,"
                        + " programs, except, limit, reason, source",
                "layer /bin/app --from srv --dry-run --families mine.json --with gamu | 2 | gamu: no such family; did you mean gamut? see"
                        + " whittle families --families mine.json",
            })
    void what_is_wrong_is_told(String line, int exit, String message) throws IOException {
        Files.writeString(directory.resolve("bad.json"), "{\"families\": [{\"sonames\": []}]}");
        Whittle.Result result = run(line);
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(exit);
    }

    private static String docs() throws IOException {
        return Files.readString(Path.of(System.getProperty("whittle.checkout"), "docs", "families.md"));
    }

    private Whittle.Result run(String line) {
        return Whittle.in(directory).run(line.split(" "));
    }
}
