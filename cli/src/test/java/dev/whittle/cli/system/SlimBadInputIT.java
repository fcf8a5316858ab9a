package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged images, as a process sees them: one clear line, exit code 3, nothing written; a pipe gets no byte. */
@Tag("system")
class SlimBadInputIT {
    private static final int INPUT = 3;

    /** Makes an image of layers in an archive: {@code image LAYER.tar…}; {@code CMD} is what it starts. */
    private static final String TOOLS = """
            set -e; cd "$1"; out=$2; cp "$3" app; mkdir top; cp app top/app
            plain() { tar -cf layer.tar -C top .; }
            image() {
                local ids= names= layer
                for layer in "$@"; do
                    ids="$ids,\\"sha256:$(sha256sum <"$layer" | head -c 64)\\""
                    names="$names,\\"$layer\\""
                done
                [ -e config.json ] || printf '{"architecture":"amd64","os":"linux","config":{%s},"rootfs":{"type":"layers","diff_ids":[%s]}}' \\
                    "${CMD-\\"Cmd\\":[\\"/app\\"]}" "${ids#,}" >config.json
                printf '[{"Config":"config.json","RepoTags":["bad:1"],"Layers":[%s]}]' "${names#,}" >manifest.json
                tar -cf "$out" manifest.json config.json $(ls "$@" 2>/dev/null | sort -u)
            }
            """;

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void it_is_refused(String name, String script, List<String> said, @TempDir Path temp)
            throws IOException, InterruptedException {
        Path image = made(script, temp);
        Path place = Files.createDirectory(temp.resolve("place"));
        for (String to : List.of("docker-archive:" + place.resolve("slim.tar"), "oci:" + place.resolve("slim"))) {
            Ended ended = slim("docker-archive:" + image, to).exits(INPUT);
            assertThat(ended.errors()).as("%s", ended.err()).hasSize(1);
            assertThat(ended.err()).startsWith("whittle: ").contains(said);
            assertThat(place).isEmptyDirectory();
        }
        Ended piped = Command.bash(
                        "cat \"$IMAGE\" | \"$@\"",
                        Whittle.built().words("slim", "-", "--max-size", "512MiB", "-o", "-"))
                .with("IMAGE", image.toString())
                .run()
                .exits(INPUT);
        assertThat(piped.out()).isEmpty();
        assertThat(piped.errors()).as("%s", piped.err()).hasSize(1);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("truncated in its layer", "plain; image layer.tar; truncate -s 9000 \"$out\"", ""),
                row("truncated before its manifest", "plain; image layer.tar; truncate -s 300 \"$out\"", ""),
                row("an empty file", ": >\"$out\"", ""),
                row(
                        "a digest that does not match",
                        "plain; image layer.tar; printf x >>top/app; plain;"
                                + " tar -cf \"$out\" manifest.json config.json layer.tar",
                        "sha256:"),
                row(
                        "a layer that is missing",
                        "plain; image layer.tar; tar --delete -f \"$out\" layer.tar",
                        "layer.tar"),
                row(
                        "a config that is missing",
                        "plain; image layer.tar; tar --delete -f \"$out\" config.json",
                        "config.json"),
                row(
                        "a path with two dots",
                        "tar -P --transform='s,^app,../app,' -cf layer.tar app; image layer.tar",
                        "../app"),
                row(
                        "a layer that is no archive",
                        "head -c 20000 /dev/zero | tr '\\0' x >layer.tar; image layer.tar",
                        "layer.tar"),
                row("a layer cut within a file", "plain; truncate -s 9000 layer.tar; image layer.tar", "layer.tar"),
                row("a config that is not JSON", "plain; echo '{' >config.json; image layer.tar", "config.json"),
                row(
                        "a manifest that is not JSON",
                        "plain; image layer.tar; echo '[' >manifest.json;"
                                + " tar -cf \"$out\" manifest.json config.json layer.tar",
                        "manifest.json"),
                row(
                        "an entrypoint that is not there",
                        "plain; CMD='\"Cmd\":[\"/no/such\"]' image layer.tar",
                        "/no/such"),
                row("an image without one", "plain; CMD= image layer.tar", "--entrypoint"),
                row(
                        "a layer that swells",
                        "truncate -s 1G top/zeros; plain; image layer.tar; gzip -1 layer.tar; mv layer.tar.gz layer.tar;"
                                + " image layer.tar",
                        "--max-size"));
    }

    private static Arguments row(String name, String script, String... said) {
        return Arguments.of(name, script, List.of(said));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("odd")
    void it_is_read_as_engines_read_it(String name, String script, @TempDir Path temp)
            throws IOException, InterruptedException {
        Path image = made(script, temp);
        Path root = temp.resolve("root");
        slim("docker-archive:" + image, "dir:" + root).succeeds();
        Path program = Setup.cache().resolve("programs/static/users");
        assertThat(root.resolve("app")).hasSameBinaryContentAs(program);
        assertThat(Path.of("/whittle-was-here")).doesNotExist();
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                Arguments.of(
                        "two entries of one path: the later holds",
                        "echo old >old; tar --transform='s,old,app,' -cf layer.tar old;"
                                + " tar -rf layer.tar app; image layer.tar"),
                Arguments.of(
                        "a link out of the root leads to its top",
                        "ln -s ../../../.. up; mkdir -p deep;"
                                + " tar -cf one.tar up; tar --transform='s,^app,up/app,' -cf two.tar app; image one.tar two.tar"),
                Arguments.of(
                        "an absolute name is one below the root",
                        "tar -P --transform='s,^app,/app,' -cf layer.tar app;" + " image layer.tar"),
                Arguments.of("a layer that is there twice", "plain; image layer.tar layer.tar"));
    }

    private static Path made(String script, Path temp) throws IOException, InterruptedException {
        Path image = temp.resolve("image.tar");
        Path parts = Files.createDirectory(temp.resolve("parts"));
        Path program = Setup.cache().resolve("programs/static/users");
        Command.bash(TOOLS + script, List.of(parts.toString(), image.toString(), program.toString()))
                .run()
                .succeeds();
        return image;
    }

    private static Ended slim(String from, String to) throws IOException, InterruptedException {
        return Whittle.built().run("slim", from, "--max-size", "512MiB", "-q", "-o", to);
    }
}
