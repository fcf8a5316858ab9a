package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the host, and generated files: they are in no stage. */
class CopyAddTest {
    private final Path directory;

    CopyAddTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @BeforeEach
    void sources() throws IOException {
        Roots.musl(directory.resolve("root"));
        Tree.at(directory)
                .file("/src/m.conf", "m")
                .file("/m.conf", "m")
                .file("/context/x", "")
                .elf("/src/own", Roots.program().needed("libtwo.so.2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "copy    | src/m.conf:/etc/q.conf   | COPY [\"src/m.conf\", \"/etc/q.conf\"]",
                "copy    | src/m.conf:/etc/app.conf | COPY [\"src/m.conf\", \"/etc/app.conf\"]",
                "copy    | ./m.conf:/new/           | COPY [\"./m.conf\", \"/new/m.conf\"]",
                "parents | src/m.conf:/etc/q.conf   | COPY [\"src/m.conf\", \"/etc/q.conf\"]"
            })
    void come_from_the_build_context(String format, String added, String line) {
        Whittle.Result result = copy("/bin/app", "--from", "root", "--add", added, "--format", format);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.outLines()).contains(line);
        assertThat(result.out()).doesNotContain("base [\"/etc", "base [\"/new", "\"/etc/q.conf\", ");
    }

    @Test
    void bring_their_libraries_from_the_stage() {
        Whittle.Result result = copy("--from", "root", "--add", "src/own:/bin/own");
        assertThat(result.outLines())
                .contains(
                        "COPY [\"src/own\", \"/bin/own\"]",
                        "COPY --from=base [\"/usr/lib/libtwo.so.2\", \"/usr/lib/\"]");
    }

    @Test
    void split_a_directory_that_is_copied_whole() {
        Whittle.Result result = copy("--from", "root", "--include", "/etc", "--add", "m.conf:/etc/q.conf");
        assertThat(result.outLines())
                .contains("COPY --from=base [\"/etc/app.conf\", \"/etc/\"]", "COPY [\"m.conf\", \"/etc/q.conf\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "copy, ../m.conf, a build context has no ../m.conf",
        "parents, ../m.conf, a build context has no ../m.conf",
        "list, m.conf, a file of --add",
        "null, m.conf, a file of --add"
    })
    void are_told_where_nothing_can_bring_them(String format, String host, String message) {
        String[] words = {
            "copy", "/bin/app", "--from", directory + "/root", "--add", host + ":/etc/q.conf", "--format", format
        };
        Whittle.Result result = Whittle.in(directory.resolve(host.startsWith("..") ? "context" : ""))
                .run(words);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("/etc/q.conf: " + message, "--format add keeps it");
        assertThat(result.out()).contains("bin/app").doesNotContain("q.conf");
    }

    @Test
    void an_absolute_name_is_in_no_context() {
        Whittle.Result result = copy("/bin/app", "--from", "root", "--add", directory + "/m.conf:/etc/q.conf");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("/m.conf; --format add keeps it, or --add with a relative path");
    }

    @ParameterizedTest
    @CsvSource({"copy", "list", "null", "parents"})
    void a_user_is_told_where_the_root_has_no_etc(String format) throws IOException {
        Tree.at(directory.resolve("bare"))
                .elf("/bin/alone", Roots.program())
                .elf("/lib/ld-musl-x86_64.so.1", Roots.program());
        Whittle.Result result = copy("/bin/alone", "--from", "bare", "--add-user", "nonroot", "--format", format);
        assertThat(result.exit()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains("/etc/passwd: written for --add-user nonroot, which COPY cannot do");
        assertThat(result.out()).contains("bin/alone").doesNotContain("etc");
    }

    @Test
    void a_cut_file_is_told_as_such() throws IOException {
        Tree.at(directory.resolve("root")).file("/etc/passwd", "root:x:0:0:root:/:\nx:x:9:9::/:\n");
        Whittle.Result result = copy("/bin/app", "--from", "root", "--include", "/etc/passwd", "--trim-users");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("/etc/passwd: cut to 1 of 2 lines by --trim-users, which COPY cannot do; use --format add");
    }

    @Test
    void a_word_of_several_lines_stays_in_its_comment() throws IOException {
        Tree.at(directory.resolve("root")).file("/x'\nRUN evil", "");
        Whittle.Result result = copy("/bin/app", "--from", "root", "--exclude", "/x'\nRUN evil", "--format", "add");
        assertThat(result.outLines())
                .containsExactly(
                        "# whittle layer /bin/app --from root --exclude $'/x\\'\\nRUN evil' -o layer.tar",
                        "ADD [\"layer.tar\", \"/\"]");
    }

    @Test
    void a_program_that_no_array_can_name_is_told() {
        Whittle.Result result = copy(
                "/bin/\u00ff",
                "--add",
                "src/own:/bin/\u00ff",
                "--from",
                "root",
                "--format",
                "dockerfile",
                "--image",
                "a");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("ENTRYPOINT /bin/\\377: its name is not UTF-8");
        assertThat(result.out()).doesNotContain("\nENTRYPOINT", "\nCMD", "\u00ef\u00bf\u00bd");
    }

    private Whittle.Result copy(String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "copy";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return Whittle.in(directory).run(words);
    }
}
