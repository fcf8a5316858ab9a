package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a path is kept. */
class WhyTest {
    private final Path directory;

    WhyTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Roots.musl(directory.resolve("srv"))
                .elf("/bin/login", Roots.program().imports("getpwnam", "dlopen").data("libone.so.1"))
                .file("/etc/passwd", "root:x:0:0::/:\n")
                .link("/lib/libtwo.so", "../usr/lib/libtwo.so.2")
                .link("/nowhere", "/gone")
                .file("/etc/unseen", "");
        Files.write(directory.resolve("server.tar"), Images.server());
        Files.writeString(directory.resolve("bare.json"), "{\"schema\": \"dev.whittle.slim/1\"}");
        Files.writeString(directory.resolve("odd.json"), "{\"schema\": \"dev.whittle.slim/1\", \"entries\": null}");
    }

    @Test
    void a_library_is_kept_for_the_program_that_was_asked_for() {
        Whittle.Result result = run("why /usr/lib/libtwo.so.2 /bin/app --from srv");
        assertThat(result.out()).isEqualTo("""
            /usr/lib/libtwo.so.2: kept

              /bin/app: asked for
                /usr/lib/libone.so.1.2: needed by /bin/app as libone.so.1
                  /usr/lib/libtwo.so.2: needed by /usr/lib/libone.so.1 as libtwo.so.2
            """);
        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void without_a_file_the_image_asks() {
        Whittle.Result result = run("why usr/lib/libone.so.1 --from server.tar");
        assertThat(result.outLines())
                .startsWith("/usr/lib/libone.so.1, a link to libone.so.1.2, which is /usr/lib/libone.so.1.2: kept")
                .contains(
                        "  /usr/sbin/server: the image's Cmd: server",
                        "    /usr/lib/libone.so.1.2: needed by /usr/sbin/server as libone.so.1",
                        "      /usr/lib/libone.so.1: link on the way to /usr/lib/libone.so.1",
                        "/usr/lib/libone.so.1.2: kept");
        assertThat(result.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slim server.tar --dry-run --report r.json | /usr/lib/libone.so.1 --from server.tar",
                "slim server.tar --dry-run --report r.json | /usr/lib --from server.tar",
                "layer --from srv /bin/login --dry-run --report r.json | /etc/passwd /bin/login --from srv",
            })
    void a_report_answers_as_its_source_does(String write, String question) {
        assertThat(run(write).exit()).isZero();
        String path = question.substring(0, question.indexOf(' '));
        assertThat(run("why " + path + " --report r.json").out())
                .isNotEmpty()
                .isEqualTo(run("why " + question).out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/usr/lib/libone.so.1.2 /bin/login --keep minimal | uncertain, says the family dlopen-strings",
                "/usr/lib/libone.so.1.2 /bin/login --keep minimal | (--with dlopen-strings keeps it)",
                "/etc/unseen /bin/login                   | no family of hidden dependencies saw it; --include"
                        + " /etc/unseen keeps it",
                "/etc/passwd /bin/login --without all      | says the family users",
                "/etc/passwd /bin/login --without all      | (left out by --without)",
                "/etc/passwd /bin/login --exclude /etc/pa* | excluded, but needed for users: /bin/login imports"
                        + " getpwnam",
                "/usr/lib/libtwo.so.2 /bin/app --exclude /usr/lib/libtwo.so.2 | excluded, but needed by",
                "/nowhere /bin/app                        | , which leads nowhere here: not kept",
            })
    void of_a_path_that_is_not_kept_it_says_who_saw_it(String question, String line) {
        Whittle.Result result = run("why --from srv " + question);
        assertThat(result.out()).contains(": not kept\n", line);
        assertThat(result.exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "why server.tar usr/lib/libone.so.1",
        "why server.tar /usr/lib/libone.so.1",
        "why docker-archive:server.tar /usr/lib/libone.so.1",
        "why /usr/lib/libone.so.1 docker-archive:server.tar",
        "why /usr/lib/libone.so.1 server.tar",
        "why oci:layout /usr/lib/libone.so.1",
        "why layout /usr/lib/libone.so.1",
    })
    void a_source_may_stand_before_or_behind_the_path(String line) {
        assertThat(run("slim server.tar -o oci:layout").exit()).isZero();
        Whittle.Result result = run(line);
        assertThat(result.out()).contains("/usr/sbin/server: the image's", "/usr/lib/libone.so.1.2: kept\n");
        assertThat(result.exit()).isZero();
    }

    @Test
    void what_can_be_a_path_of_the_machine_is_one() throws IOException {
        String srv = directory.resolve("srv").toString();
        // A directory is asked about, unless it is an image; so is a program, whatever its name ends in.
        assertThat(run("why " + srv + "/usr/lib " + srv + "/bin/app --from dir:/ --without all")
                        .exit())
                .isEqualTo(1);
        Files.copy(directory.resolve("srv/bin/app"), directory.resolve("app.tar"));
        assertThat(run("why app.tar app.tar").out())
                .startsWith(directory.resolve("app.tar") + ": kept\n")
                .contains("asked for");
        assertThat(run("why server.tar /bin/app --from srv").exit()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void of_many_chains_the_first_from_each_request_is_shown() {
        String few = run("why /usr/lib/libtwo.so.2 /bin/app /bin/login --add srv/bin/app:/bin/other"
                        + " --include /usr/lib --from srv")
                .out();
        assertThat(few.lines().filter(line -> line.matches("  /\\S+: .*")))
                .as(few)
                .hasSizeLessThanOrEqualTo(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_directory_on_the_way_says_for_what() {
        assertThat(run("why --from srv /usr/lib /bin/app").out())
                .startsWith("/usr/lib: kept only as the way to 2 paths\n")
                .contains("    /usr/lib: directory above");
        assertThat(run("why --from srv /bin /bin/app").out())
                .startsWith("/bin: kept only as the way to what follows\n");
    }

    @Test
    void links_on_the_way_are_told() {
        assertThat(run("why --from srv usr/../bin/./app /bin/app").out()).startsWith("/bin/app: kept\n");
        assertThat(run("why --from srv /lib/libtwo.so /bin/app").outLines())
                .startsWith("/lib/libtwo.so, a link to ../usr/lib/libtwo.so.2, which is /usr/lib/libtwo.so.2: not kept")
                .contains("/usr/lib/libtwo.so.2: kept");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "why /gone /bin/app --from srv    | 3 | /gone: no such file in srv",
                "why /etc/gone/x --from server.tar | 3 | /etc/gone/x: no such file in server.tar",
                "why /bin/app                     | 2 | nothing to look in: name a FILE after PATH, an image with --from,"
                        + " or --report REPORT",
                "why server.tar                   | 2 | which path? say whittle why server.tar PATH",
                "why docker-archive:server.tar    | 2 | which path? say whittle why docker-archive:server.tar PATH",
                "why gone.tar /gone/app           | 3 | /gone/app: no such file; there is no /gone",
                "why                              | 2 | no PATH given; see whittle why --help",
                "why / --from server.tar          | 2 | /: the root itself is in every output",
                "why /x --report gone.json        | 3 | gone.json: no such file or directory",
                "why /x --report odd.json         | 3 | odd.json: no report of this version: a member is not what"
                        + " docs/json.md says it is",
                "why /x --report bare.json        | 3 | bare.json: no report of layer or slim: it has no entries",
                "why /x --report server.tar       | 3 | server.tar: not JSON",
                "why /x /bin/app --report r       | 2 | --report r has all of it: leave out --from and FILE",
                "why /x --with all --report r     | 2 | --report r: its files were chosen when it was written",
                "why /x --user a /bin/app         | 2 | --entrypoint, --cmd, --user and --env say what an image"
                        + " starts: no FILE with them",
            })
    void what_cannot_be_answered_is_one_line(String line, int exit, String message) {
        Whittle.Result result = run(line);
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void a_name_alone_means_every_kept_path_of_that_name() {
        assertThat(run("why libtwo.so.2 /bin/app --from srv").out())
                .startsWith("/usr/lib/libtwo.so.2: kept\n")
                .isEqualTo(run("why /usr/lib/libtwo.so.2 /bin/app --from srv").out());
        assertThat(run("why libone.so.1 --from server.tar").outLines())
                .contains("/usr/lib/libone.so.1.2: kept")
                .first()
                .asString()
                .startsWith("/usr/lib/libone.so.1, a link to libone.so.1.2");
        Whittle.Result unseen = run("why unseen /bin/app --from srv");
        assertThat(unseen.exit()).isEqualTo(1);
        assertThat(unseen.out()).startsWith("/etc/unseen: not kept\n");
        assertThat(run("why gone /bin/app --from srv").exit()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void what_is_kept_only_because_of_a_path_would_go_with_it() {
        assertThat(run("why --because /usr/lib/libone.so.1 /bin/app --from srv").outLines())
                .first()
                .asString()
                .matches("/usr/lib/libone\\.so\\.1\\.2: 4 paths are kept only because of it, 1 file of [0-9]+ B");
        assertThat(run("why --because libone.so.1.2 /bin/app --from srv").out())
                .contains("  /usr/lib/libtwo.so.2\n", "  /usr/lib/libone.so.1\n")
                .doesNotContain("/bin/app");
        assertThat(run("why --because /usr/lib/libtwo.so.2 /bin/app --from srv").out())
                .isEqualTo("/usr/lib/libtwo.so.2: nothing else is kept only because of it\n");
        // Asked for by itself, it stays.
        assertThat(run("why --because /bin/app /bin/app /usr/lib/libtwo.so.2 --from srv")
                        .out())
                .doesNotContain("/usr/lib/libtwo.so.2\n");
        assertThat(run("why --because /etc/unseen /bin/app --from srv").exit()).isEqualTo(1);
    }

    @Test
    void few_chains_are_shown_unless_all_are_asked_for() {
        String few = run("why --from srv /usr/lib /bin/app --include /usr/lib").out();
        StringBuilder question = new StringBuilder("why --from srv /bin");
        for (int i = 0; i < 12; i++) {
            question.append(" --add srv/bin/app:/bin/app").append(i);
        }
        assertThat(few).doesNotContain("--all");
        assertThat(run(question + " /bin/app").out()).contains("\n  and 10 more (-v shows them)\n");
        assertThat(run(question + " /bin/app -v").out())
                .isEqualTo(run(question + " /bin/app --all").out());
        assertThat(run(question + " /bin/app --all").out())
                .doesNotContain("more")
                .contains("/bin/app11: included by");
    }

    @Test
    void colours_are_for_terminals_only() {
        String[] line = "why /etc/passwd /bin/login --from srv".split(" ");
        assertThat(Whittle.in(directory)
                        .with("TERM", "xterm")
                        .onTerminal()
                        .run(line)
                        .out())
                .contains("\033[");
        assertThat(Whittle.in(directory)
                        .with("TERM", "xterm")
                        .with("NO_COLOR", "1")
                        .onTerminal()
                        .run(line)
                        .out())
                .doesNotContain("\033[");
    }

    @Test
    void a_closed_pipe_is_silent() {
        Whittle.Result result = Whittle.in(directory)
                .output(new FailingOutput(0, "Broken pipe"), true)
                .run("why", "/etc/passwd", "/bin/login", "--from", "srv");
        assertThat(result.exit()).isEqualTo(141);
        assertThat(result.err()).isEmpty();
    }

    private Whittle.Result run(String line) {
        return Whittle.in(directory).run(line.split(" +"));
    }
}
