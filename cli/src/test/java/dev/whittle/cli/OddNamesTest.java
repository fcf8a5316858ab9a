package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.whittle.bytes.RawText;
import dev.whittle.path.HostPath;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile names of files, links, libraries and their users, in each command and format. */
class OddNamesTest {
    private static final List<String> NAMES = List.of(
            "a\nb",
            "a\nRUN evil",
            "a\u001b[31mb",
            "a\u0007b",
            "a\u007fb",
            "a\u00c2\u009bb",
            "a\u009bb",
            "\u00ff\u00fe",
            "a\"b",
            "a'b",
            "a\\b",
            "a\\",
            "-rf",
            "--help",
            "$HOME",
            "${x}",
            " a ",
            "#a",
            "a\tb",
            "a\rb",
            "`id`",
            "*",
            "?",
            "[a]",
            "%s",
            "<<EOF",
            "a:b",
            "n".repeat(255));

    /**
     * Control characters, except line ends and a tab at the start of a line; and what would be one as a single byte.
     */
    private static final Pattern DRIVES =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f]|(?<=[^\n\t])\t|\u00c2[\u0080-\u009f]");

    private final Path directory;
    private final List<String> programs = new ArrayList<>();

    OddNamesTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @BeforeEach
    void root() throws IOException {
        Roots.musl(directory.resolve("root"));
        Roots.musl(directory.resolve("other"));
        Path bin = directory.resolve("root/bin");
        Path odd = Files.createDirectory(directory.resolve("root/odd"));
        for (String name : NAMES) {
            String soname = "l" + name.substring(0, Math.min(name.length(), 200));
            Files.write(
                    HostPath.of(directory.resolve("root/usr/lib"), soname),
                    ElfBuilder.x86_64().soname(soname).build());
            ElfBuilder program = Roots.program().needed(soname, "gone" + name);
            Files.write(HostPath.of(bin, name), program.build());
            Files.writeString(HostPath.of(odd, name), "x");
            if (name.length() < 255) {
                Files.createSymbolicLink(
                        HostPath.of(odd, "l" + name), HostPath.of(odd, name).getFileName());
            }
            programs.add("/bin/" + name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldd --from root --format tree P",
                "ldd --from root --format list P",
                "ldd --from root --format ldd P",
                "ldd --from root --format json P",
                "ldd --from root --format dot P",
                "ldd --from root -v P",
                "layer --from root --include /odd --dry-run P",
                "layer --from root --include /odd -v -o out.tar --report out.json P",
                "slim root --include /** --dry-run",
                "slim root --include /** -v -o oci:out",
                "copy --from root --include /odd --format copy P",
                "copy --from root --include /odd --format dockerfile --image a P",
                "copy --from root --include /odd --format parents P",
                "copy --from root --include /odd --format add P",
                "copy --from root --include /odd --format list P",
                "copy --from root --include /odd --format null P",
                "copy --from root --include /odd --format json P",
                "scan root -v",
                "scan root --format json",
                "scan root --format sarif",
                "verify root P",
                "verify root --format json P",
                "diff root other -v",
                "diff root other --format json",
                "diff other root --summary",
                "why --from root /odd/l#a --include /odd P",
                "why --from root /odd/l#a --include /odd --format json P"
            })
    void nothing_drives_a_terminal_or_forges_a_message(String line) {
        Whittle.Result result =
                Whittle.in(directory).onTerminal().with("NO_COLOR", "1").run(words(line));
        assertThat(result.exit()).as(result.err()).isIn(ExitCode.DONE, ExitCode.FINDINGS);
        assertThat(DRIVES.matcher(result.out()).results().map(matchResult -> around(result.out(), matchResult.start())))
                .isEmpty();
        assertThat(DRIVES.matcher(result.err()).results().map(matchResult -> around(result.err(), matchResult.start())))
                .isEmpty();
        assertThat(RawText.isUtf8(result.out())).isTrue();
        assertThat(RawText.isUtf8(result.err())).isTrue();
        assertThat(result.err().split("\n", -1))
                .allMatch(said -> said.isEmpty() || said.startsWith("whittle: ") || said.startsWith("  "));
        assertThat(result.out().split("\n", -1)).noneMatch(said -> said.matches("(b|RUN evil)(\\s.*)?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldd --from root --format json P",
                "copy --from root --include /odd --format json P",
                "scan root --format json",
                "scan root --format sarif",
                "verify root --format json P",
                "diff root other --format json",
                "why --from root /odd/l#a --include /odd --format json P"
            })
    void json_can_be_read(String line) {
        Whittle.Result result = Whittle.in(directory).run(words(line));
        assertThat(JsonParser.parseString(RawText.text(result.out())).isJsonObject())
                .isTrue();
        assertThat(result.out()).doesNotContain("\u007f", "\u00c2\u009b");
    }

    /** A list in a pipe contains the bytes. Names that cannot be a line are reported, and none becomes two lines. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldd --from root --format list P",
                "copy --from root --include /bin --include /usr/lib --format list P"
            })
    void a_list_has_each_name_in_a_line_or_tells_it(String line) throws IOException {
        Whittle.Result result = Whittle.in(directory).run(words(line));
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        for (String path : result.out().strip().split("\n", -1)) {
            assertThat(HostPath.of(directory.resolve("root"), path.substring(1)))
                    .exists();
        }
        assertThat(result.out().split("\n", -1))
                .contains("/usr/lib/la\u001b[31mb", "/usr/lib/l\u00ff\u00fe", "/usr/lib/l a ");
        assertThat(result.err())
                .contains("/usr/lib/la\\nb: not in the list: a line cannot hold its name; --format json does\n");
    }

    @Test
    void what_ldd_prints_has_one_line_for_each_library() {
        Whittle.Result result = Whittle.in(directory).run("ldd", "--from", "root", "--format", "ldd", "/bin/a\nb");
        assertThat(result.outLines()).contains("\tla\\nb => /usr/lib/la\\nb").allMatch(said -> said.startsWith("\t"));
    }

    /** In a pipe and on a terminal: a name that continues on the next line would be an instruction. */
    @Test
    void a_dockerfile_has_no_line_that_a_name_made() {
        for (String format : List.of("copy", "dockerfile", "parents", "add")) {
            String image = format.equals("dockerfile") ? " --image a" : "";
            Whittle.Result result = Whittle.in(directory)
                    .run(words("copy --from root --include /odd --format " + format + image + " P"));
            assertThat(result.outLines())
                    .allMatch(
                            line -> line.isEmpty() || line.matches("(#|FROM|COPY|ADD|LABEL|ENTRYPOINT|CMD|USER) ?.*"));
        }
    }

    private String[] words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            if (word.equals("P")) {
                words.addAll(programs);
            } else {
                words.add(word);
            }
        }
        return words.toArray(String[]::new);
    }

    private static String around(String text, int at) {
        return RawText.visible(text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 20)));
    }
}
