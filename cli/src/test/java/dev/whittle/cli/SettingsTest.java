package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of a file and of variables, and which of them counts. */
class SettingsTest {
    private final Path directory;

    SettingsTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Roots.musl(directory.resolve("srv"))
                .elf("/bin/login", Roots.program().imports("getpwnam", "dlopen").data("libone.so.1"))
                .file("/etc/passwd", "root:x:0:0::/:\n")
                .file("/etc/extra", "x")
                .file("/etc/more", "y");
        Files.write(directory.resolve("server.tar"), Images.server());
    }

    @Test
    void a_file_in_the_working_directory_holds_for_layer_and_tells_its_reasons() throws IOException {
        settings("""
            include:
              - /etc/more
              - path: /etc/extra
                reason: the plug-in reads it
            exclude: /etc/passwd
            """);
        Whittle.Result layer = run("layer --from srv /bin/login --dry-run");
        assertThat(layer.out()).contains("/etc/more\n", "/etc/extra\n").doesNotContain("/etc/passwd\n");
        assertThat(run("why /etc/extra /bin/login --from srv").out())
                .contains("/etc/extra: settings: .whittle.yaml:3: the plug-in reads it");
        assertThat(run("layer --from srv /bin/login --dry-run --config none").out())
                .contains("/etc/passwd\n")
                .doesNotContain("/etc/more\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the file           | WHITTLE_KEEP | the option      | what holds
                "keep: minimal        |              |                 | false",
                "keep: minimal        | default      |                 | true",
                "keep: default        | minimal      |                 | false",
                "keep: default        | minimal      | --keep default  | true",
                "keep: minimal        | minimal      | --keep generous | true",
                "without: [dlopen-strings] |         |                 | false",
                "without: [dlopen-strings] |         | --with dlopen-strings | true",
                "without: all         |              | --with dlopen-strings | true",
                "with: dlopen-strings |              | --without all   | false",
                "'{}'                 |              |                 | true"
            })
    void an_option_counts_more_than_a_variable_and_that_more_than_the_file(
            String file, String variable, String option, boolean kept) throws IOException {
        settings(file + "\n");
        Whittle whittle = Whittle.in(directory);
        if (variable != null) {
            whittle.with("WHITTLE_KEEP", variable);
        }
        String line = "layer --from srv /bin/login --dry-run" + (option == null ? "" : " " + option);
        Whittle.Result result = whittle.run(line.split(" "));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out().contains("/usr/lib/libone.so.1.2\n")).isEqualTo(kept);
    }

    @Test
    void what_is_said_of_one_image_counts_more_and_matches_its_name() throws IOException {
        settings("""
            include: /etc/passwd
            images:
              "server:*":
                include: /bin/busybox
              "other:*":
                exclude: /etc/server.conf
            """);
        Whittle.Result slim = run("slim server.tar --dry-run");
        assertThat(slim.exit()).as(slim.err()).isZero();
        assertThat(slim.out()).contains("/etc/server.conf\n");
        assertThat(run("config web/server:1.0").outLines())
                .contains("include: /bin/busybox               # .whittle.yaml:4")
                .noneMatch(line -> line.startsWith("exclude"));
    }

    @Test
    void config_tells_what_holds_and_where_it_comes_from() throws IOException {
        assertThat(run("config").outLines())
                .containsExactly(
                        "# no file: there is no .whittle.yaml here",
                        "keep: default                       # the default");
        Files.writeString(directory.resolve("ci.yaml"), "keep: minimal\nwith: [openssl, nss]\n");
        assertThat(Whittle.in(directory)
                        .with("WHITTLE_CONFIG", "ci.yaml")
                        .with("WHITTLE_INCLUDE", "/etc/a, /etc/b")
                        .run("config")
                        .outLines())
                .containsExactly(
                        "# read from ci.yaml",
                        "keep: minimal                       # ci.yaml:1",
                        "with: openssl                       # ci.yaml:2",
                        "with: nss                           # ci.yaml:2",
                        "include: /etc/a                     # WHITTLE_INCLUDE",
                        "include: /etc/b                     # WHITTLE_INCLUDE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'exlude: /x'           | .whittle.yaml:1: no such setting: exlude; there are keep, with, without,"
                        + " families, include, exclude and images",
                "'keep: much'           | .whittle.yaml:1: keep: not one of minimal, default, generous: much",
                "'include: [{why: x}]'  | .whittle.yaml:1: no such member: why; there are path and reason",
                "'include: [{reason: x}]' | .whittle.yaml:1: include: has no path",
                "'- x'                  | .whittle.yaml:1: the file: not a list of keys with values",
                "'keep: default\nkeep: minimal' | .whittle.yaml:2: keep: said twice",
                "'with: [{path: x}]'    | .whittle.yaml:1: with: a name, without a reason",
                "'keep: ['              | .whittle.yaml:1: not YAML: expected the node content, but found '<stream"
                        + " end>'",
            })
    void what_is_wrong_is_told_with_its_line(String file, String message) throws IOException {
        settings(file);
        for (String line :
                new String[] {"config", "layer --from srv /bin/login --dry-run", "slim server.tar --dry-run"}) {
            Whittle.Result result = run(line);
            assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        }
    }

    @Test
    void the_example_of_the_docs_is_understood() throws IOException {
        String docs = Files.readString(Path.of(System.getProperty("whittle.checkout"), "docs", "settings.md"));
        int start = docs.indexOf("```yaml\n") + "```yaml\n".length();
        settings(docs.substring(start, docs.indexOf("```", start)));
        assertThat(run("config registry.example/team/app:1").outLines())
                .anyMatch(line -> line.startsWith("keep: minimal "))
                .anyMatch(line -> line.contains("loaded by a name that only the database has"));
    }

    @Test
    void a_file_that_is_named_must_be_there() {
        Whittle.Result result = run("layer --from srv /bin/login --dry-run --config gone.yaml");
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err()).isEqualTo("whittle: gone.yaml: no such file or directory\n");
    }

    private void settings(String text) throws IOException {
        Files.writeString(directory.resolve(".whittle.yaml"), text);
    }

    private Whittle.Result run(String line) {
        return Whittle.in(directory).run(line.split(" +"));
    }
}
