package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.path.HostPath;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are bytes: blanks, newlines, quotes and invalid UTF-8 are preserved, and escaped for display. */
class RawNamesTest {
    private final Path directory;

    RawNamesTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a\nb",
                "it's \"x\"",
                "caf\u00c3\u00a9",
                "\u00ff\u00fe",
                "${sys:user.home}",
                "@args",
                "a:b",
                "\\"
            })
    void a_name_of_any_bytes_can_be_read(String name) throws IOException {
        make(name);
        Whittle.Result result = Whittle.in(directory).run("ldd", "--from", raw(), name);
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith(RawText.visible("/" + name) + "  x86_64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\nb", "caf\u00c3\u00a9", "\u00ff\u00fe"})
    void a_layer_holds_the_name_as_it_is(String name) throws IOException {
        make(name);
        Whittle.Result result = Whittle.in(directory).run("layer", "--from", raw(), name, "-o", "out.tar");
        assertThat(result.exit()).as(result.err()).isZero();
        String archive = RawText.of(Files.readAllBytes(directory.resolve("out.tar")));
        assertThat(archive).contains(name + "\0");
    }

    /** The name field has 100 bytes; a longer name is in a pax header (POSIX pax, ustar interchange format). */
    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101, 255})
    void a_long_name_is_kept_whole(int length) throws IOException {
        String name = "n".repeat(length);
        make(name);
        Files.createSymbolicLink(directory.resolve("link"), Path.of(name));
        Whittle.Result result = Whittle.in(directory)
                .run("layer", "--from", raw(), "--include", name, "--include", "link", "-o", "out.tar");
        assertThat(result.exit()).as(result.err()).isZero();
        String archive = RawText.of(Files.readAllBytes(directory.resolve("out.tar")));
        if (length <= 100) {
            assertThat(archive).contains(name).doesNotContain("path=");
        } else {
            assertThat(archive).contains(" path=" + name + "\n", " linkpath=" + name + "\n");
        }
    }

    @Test
    void a_file_whose_name_would_be_cut_at_a_slash_keeps_its_content() throws IOException {
        String parent = "d".repeat(99);
        Files.createDirectory(directory.resolve(parent));
        Files.writeString(directory.resolve(parent + "/file"), "its content");
        Whittle.Result result =
                Whittle.in(directory).run("layer", "--from", raw(), "--include", parent, "-o", "out.tar");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(RawText.of(Files.readAllBytes(directory.resolve("out.tar"))))
                .contains(" path=" + parent + "/file\n", "its content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no\nsuch", "no\u001b[31m", "no\u00ff"})
    void a_message_stays_one_line_and_drives_no_terminal(String name) {
        Whittle.Result result = Whittle.in(directory).run("ldd", name);
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err())
                .startsWith("whittle: ")
                .endsWith("\n")
                .contains("/" + RawText.visible(name) + ": no ")
                .doesNotContain("\u001b", "\u00ff");
        assertThat(result.errLines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/caf\u00c3\u00a9/", "/a\nb/"})
    void a_name_in_a_reason_is_not_encoded_twice(String place) throws IOException {
        make("app");
        Files.writeString(HostPath.of(directory, place.substring(1, place.length() - 1)), "no directory");
        Whittle.Result result =
                Whittle.in(directory).run("layer", "--from", raw(), "--add", "app:" + place + "x/y", "-o", "out.tar");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains(RawText.visible(place.substring(0, place.length() - 1)));
        assertThat(result.errLines()).hasSize(1);
    }

    private void make(String name) throws IOException {
        Files.write(HostPath.of(directory, name), ElfBuilder.x86_64().build());
    }

    private String raw() {
        return HostPath.raw(directory);
    }
}
