package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An existing Dockerfile compared with what is needed now. */
class CopyCheckTest {
    private static final String HEAD = "FROM alpine AS base\nFROM scratch\n";
    private static final String REST = """
            COPY --from=base /lib/ld-musl-x86_64.so.1 /lib/
            COPY --from=base ["/usr/lib/libone.so.1", "/usr/lib/libtwo.so.2", "/usr/lib/"]
            """;
    private static final String APP = "COPY --from=base /bin/app /bin/app\n";

    private final Path directory;

    CopyCheckTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @BeforeEach
    void root() throws IOException {
        Roots.musl(directory.resolve("root")).link("/usr/local/app", "../../bin/app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + APP + REST,
                HEAD + "COPY --from=base [\"/bin/app\", \"/bin/\"]\n" + REST,
                HEAD + "COPY --from=base /bin/ap[p] /bin/\n" + REST,
                HEAD + "COPY --from=base /bin/ /bin/\n" + REST,
                HEAD + "COPY --from=0 /usr/local/app /bin/app\n" + REST,
                HEAD + "ENV d=/bin\nCOPY --from=base ${d}/app ${d}/\n" + REST,
                HEAD + "COPY --from=base /bin/app \\\n   /bin/\n" + REST,
                HEAD + "COPY app /bin/app\n" + REST,
                HEAD + "COPY --parents --from=base /bin/app /usr/lib/lib* /lib/ld* /\n",
                HEAD + "COPY --parents --from=base /usr/./lib/libone* /usr/./lib/libtwo* /usr/\n" + APP
                        + "COPY --from=base /lib/ /lib/\n",
                HEAD + "COPY --link --chmod=755 --from=base /bin/app /bin/app\n" + REST,
                HEAD + APP + "COPY --from=base --exclude=no* /lib/ /lib/\nCOPY --from=base /usr/lib/ /usr/lib/\n",
                "FROM alpine AS base\nFROM scratch AS q\n" + APP + REST + "FROM q\nUSER 1\n",
                HEAD + APP + "COPY --from=base /lib/ /lib/\nCOPY --from=base /usr/lib/ /usr/lib/\n",
                HEAD + APP + REST + "COPY --from=alpine:3.19 /nothing /nowhere\nUSER 1\nENTRYPOINT [\"/bin/app\"]\n"
            })
    void what_is_right_is_left_alone(String dockerfile) throws IOException {
        boolean two = dockerfile.contains("alpine:3.19");
        Whittle.Result result = two ? check(dockerfile, "--stage", "base") : check(dockerfile);
        assertThat(result.out()).isEmpty();
        assertThat(result.exit()).as(result.err()).isZero();
    }

    @Test
    void what_is_missing_is_said_as_the_line_to_add() throws IOException {
        Whittle.Result result = check(HEAD + APP + "COPY --from=base /usr/lib/libtwo.so.2 /usr/lib/\n");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.outLines())
                .contains(
                        "COPY --from=base [\"/lib/ld-musl-x86_64.so.1\", \"/lib/\"]",
                        "COPY --from=base [\"/usr/lib/libone.so.1\", \"/usr/lib/\"]")
                .noneMatch(line -> line.contains("libtwo"));
    }

    @Test
    void what_the_base_lost_and_what_nothing_needs_is_told_by_line() throws IOException {
        Whittle.Result result = check(HEAD + APP + REST
                + "COPY --from=base /lib/libold.so.1 /lib/\nCOPY --from=base /bin/broken /etc/app.conf /bin/\n");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.outLines())
                .containsExactly(
                        "Dockerfile:6: /lib/libold.so.1: not in the image",
                        "Dockerfile:7: /bin/broken: no longer needed",
                        "Dockerfile:7: /etc/app.conf: no longer needed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "COPY --from=base --fast /bin/app /bin/app   | --fast: not a flag of COPY",
                "COPY --from /bin/app /bin/app               | --from: without a value",
                "COPY --link=maybe /bin/app /bin/app         | --link=maybe: true or false",
                "COPY --from=base /bin/app                   | COPY: needs a source and a destination",
                "COPY --from=base /bin/app /bin/app /bin     | /bin: needs a slash at its end, since it takes several"
                        + " sources",
                "COPY <<END /bin/app                         | <<END: a here-document without its end",
                "COPPY --from=base /bin/app /bin/app         | COPPY: not an instruction",
                "COPY --from=base ${APP} /bin/app            | ${APP}: its value is not known here: cannot be judged",
                "COPY --from=base /bin/app ${NO%/*}/app      | ${NO%/*}: its value is not known here: cannot be judged",
                "COPY --from=base --exclude=!a /bin/ /bin/   | --exclude=!a: cannot be judged",
                "COPY --from=base --chmod=644 /bin/app /bin/ | /bin/app: its --chmod leaves it no right to run"
            })
    void a_line_that_is_wrong_is_named(String line, String fault) throws IOException {
        Whittle.Result result = check(HEAD + APP + REST + line + "\n");
        assertThat(result.outLines()).containsExactly("Dockerfile:6: " + fault);
        assertThat(result.exit()).isEqualTo(1);
    }

    @Test
    void what_is_excluded_is_missing() throws IOException {
        Whittle.Result result = check(HEAD + APP + "COPY --from=base /lib/ /lib/\n"
                + "COPY --from=base --exclude=*one* /usr/lib/ /usr/lib/\n");
        assertThat(result.outLines()).contains("COPY --from=base [\"/usr/lib/libone.so.1\", \"/usr/lib/\"]");
        assertThat(result.exit()).isEqualTo(1);
    }

    @Test
    void a_stage_that_nothing_comes_from_is_no_answer() throws IOException {
        Whittle.Result result = check(HEAD + APP + REST, "--stage", "other");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .contains("no COPY --from=other in its last stage")
                .doesNotContain("nothing is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "parents"})
    void an_empty_directory_and_a_link_are_right_as_copy_writes_them(String format) throws IOException {
        Files.createDirectories(directory.resolve("root/mnt"));
        Files.createDirectories(directory.resolve("root/var/empty"));
        String[] asked = {"copy", "--from", "root", "/usr/local/app", "--include", "/var/empty", "--without", "all"};
        String lines = Whittle.in(directory)
                .run(concat(new String[] {"--format", format}, asked))
                .out();
        Files.writeString(directory.resolve("Dockerfile"), HEAD + lines);
        Whittle.Result result = Whittle.in(directory).run(concat(new String[] {"--check", "Dockerfile"}, asked));
        assertThat(result.out()).isEmpty();
        assertThat(result.exit()).isZero();
    }

    @Test
    void any_empty_directory_may_make_one_that_is_wanted() throws IOException {
        Files.createDirectories(directory.resolve("root/mnt"));
        assertThat(check(HEAD + "COPY --from=base /mnt/ /usr/\n" + APP + REST).exit())
                .isZero();
        assertThat(check(HEAD + "COPY --from=base /mnt/ /srv/\n" + APP + REST).outLines())
                .containsExactly("Dockerfile:3: /mnt/: no longer needed");
    }

    @Test
    void a_file_under_another_name_is_not_the_one() throws IOException {
        Whittle.Result result = check(HEAD + "COPY --from=base /bin/broken /bin/app\n" + REST);
        assertThat(result.outLines()).contains("COPY --from=base [\"/bin/app\", \"/bin/\"]");
    }

    @Test
    void of_several_stages_one_is_named() throws IOException {
        Whittle.Result result = check(HEAD + APP + REST + "COPY --from=other /a /a\n");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("copies from base, other", "--stage");
    }

    @Test
    void lines_of_the_other_stage_keep_its_name() throws IOException {
        Whittle.Result result = check("FROM alpine AS libs\nFROM scratch\nCOPY --from=libs /bin/app /bin/app\n");
        assertThat(result.out()).contains("COPY --from=libs [\"/lib/ld-musl-x86_64.so.1\", \"/lib/\"]\n");
    }

    @Test
    void what_copy_writes_is_right() throws IOException {
        String lines = Whittle.in(directory)
                .run("copy", "--from", "root", "/bin/app", "--include", "/etc/app.conf")
                .out();
        Files.writeString(directory.resolve("Dockerfile"), HEAD + lines);
        Whittle.Result result = Whittle.in(directory)
                .run("copy", "--from", "root", "/bin/app", "--include", "/etc/app.conf", "--check", "Dockerfile");
        assertThat(result.out()).isEmpty();
        assertThat(result.exit()).isZero();
    }

    @Test
    void a_dockerfile_for_an_image_must_start_something() throws IOException {
        Files.write(directory.resolve("server.tar"), Images.server());
        Whittle whittle = Whittle.in(directory);
        whittle.run("copy", "--from", "server.tar", "--format", "dockerfile", "-o", "Dockerfile");
        assertThat(whittle.run("copy", "server.tar", "--check", "Dockerfile").exit())
                .isZero();
        Path file = directory.resolve("Dockerfile");
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^(ENTRYPOINT|CMD) .*\n", ""));
        Whittle.Result result = whittle.run("copy", "server.tar", "--check", "Dockerfile");
        assertThat(result.out())
                .matches("Dockerfile:[0-9]+: neither ENTRYPOINT nor CMD in this stage: a container of it starts"
                        + " nothing\n");
        assertThat(result.err()).isEqualTo("whittle: Dockerfile: not right\n");
        assertThat(result.exit()).isEqualTo(1);
    }

    private Whittle.Result check(String dockerfile, String... options) throws IOException {
        Files.writeString(directory.resolve("Dockerfile"), dockerfile);
        return Whittle.in(directory)
                .run(Line.of("copy", "root", concat(options, "/bin/app", "--without", "all", "--check", "Dockerfile")));
    }

    private static String[] concat(String[] some, String... others) {
        String[] all = Arrays.copyOf(others, others.length + some.length);
        System.arraycopy(some, 0, all, others.length, some.length);
        return all;
    }
}
