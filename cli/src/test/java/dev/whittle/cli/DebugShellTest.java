package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --include-shell}: a variant of a slim image for debugging. */
class DebugShellTest {
    private static final String LOADER = "/lib/ld-musl-x86_64.so.1";

    private final Path directory;

    DebugShellTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @Test
    void a_slim_image_has_no_shell_unless_it_is_asked_for() throws IOException {
        write("/usr/sbin:/opt/tools", busybox());
        assertThat(slim().entries()).doesNotContainKeys("bin/busybox", "bin/sh", "usr/bin/strace");
        assertThat(slim().tags()).isEqualTo("[\"web:1-slim\"]");
    }

    @Test
    void busybox_comes_with_all_its_applets_and_tools_with_their_libraries() throws IOException {
        write("/usr/sbin:/opt/tools", busybox());
        assertThat(slim("--include-shell").entries())
                .containsKeys(
                        "bin/sh",
                        "bin/busybox",
                        "bin/ls",
                        "usr/bin/[",
                        "usr/bin/unheard-of",
                        "usr/bin/strace",
                        "usr/lib/libunwind.so.8",
                        "opt/tools/ps",
                        "usr/sbin/server")
                .doesNotContainKeys("usr/bin/other", "usr/bin/gone", "srv/ls");
    }

    @Test
    void hard_links_are_applets_too() throws IOException {
        write(
                "/bin",
                start().program("/bin/[", program().build())
                        .hardLink("/bin/sh", "/bin/[")
                        .hardLink("/bin/unheard-of", "/bin/[")
                        .program("/bin/other", program().build()));
        assertThat(slim("--include-shell").entries())
                .containsKeys("bin/[", "bin/sh", "bin/unheard-of")
                .doesNotContainKey("bin/other");
    }

    @Test
    void a_shell_of_another_name_will_do() throws IOException {
        write("/tools", start().program("/tools/bash", program().build()));
        assertThat(slim("--include-shell").entries()).containsKey("tools/bash");
    }

    @Test
    void an_image_without_any_is_refused_with_the_way_out() throws IOException {
        write(
                "/usr/sbin",
                start().file("/bin/sh", "not executable")
                        .program("/bin/ls", program().build()));
        Whittle.Result result = run("--include-shell");
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err())
                .isEqualTo("whittle: --include-shell: there is no shell, neither /bin/sh nor another in PATH; a static"
                        + " busybox of this host will do: --add /bin/busybox:/bin/busybox\n");
        assertThat(directory.resolve("out.tar")).doesNotExist();

        Files.write(directory.resolve("host"), program().build());
        assertThat(directory.resolve("host").toFile().setExecutable(true)).isTrue();
        assertThat(slim("--include-shell", "--add", "host:/bin/busybox").entries())
                .containsKeys("bin/busybox", "bin/ls");
    }

    @Test
    void its_tag_tells_unless_another_is_given() throws IOException {
        write("/usr/sbin", busybox());
        assertThat(slim("--include-shell").tags()).isEqualTo("[\"web:1-slim-debug\"]");
        assertThat(slim("--include-shell", "--tag", "a:b").tags()).isEqualTo("[\"a:b\"]");
    }

    @Test
    void an_image_that_is_slimmed_again_gets_the_name_that_fits() throws IOException {
        write("/usr/sbin", busybox());
        slim("--include-shell");
        assertThat(again("--include-shell")).isEqualTo("[\"web:1-slim-debug\"]");
        assertThat(again()).isEqualTo("[\"web:1-slim\"]");
    }

    @Test
    void reasons_have_a_family() throws IOException {
        write("/usr/sbin", busybox());
        assertThat(why("/bin/sh", "--include-shell").out()).contains("shell: the shell");
        assertThat(why("/usr/bin/unheard-of", "--include-shell").out()).contains("shell: the same file as /bin/sh");
        assertThat(why("/usr/lib/libunwind.so.8", "--include-shell").out())
                .contains("shell: a tool for debugging", "/usr/bin/strace");
        assertThat(why("/bin/sh").exit()).isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void a_layer_may_be_nothing_else() throws IOException {
        write("/usr/sbin", busybox());
        Whittle.Result result =
                Whittle.in(directory).run("layer", "--from", "in.tar", "--include-shell", "-o", "layer.tar");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(TarListing.of(Files.readAllBytes(directory.resolve("layer.tar")))
                        .lines())
                .containsKeys("bin/sh", "usr/bin/strace", "lib/ld-musl-x86_64.so.1")
                .doesNotContainKey("usr/sbin/server");
    }

    private static TarFile busybox() {
        return start().program("/bin/busybox", program().build())
                .link("/bin/sh", "busybox")
                .link("/bin/ls", "/bin/busybox")
                .link("/usr/bin/[", "../../bin/busybox")
                .link("/usr/bin/unheard-of", "/bin/busybox")
                .link("/usr/bin/gone", "/bin/nothing")
                .link("/srv/ls", "/bin/busybox")
                .program("/usr/bin/other", program().build())
                .program("/usr/bin/strace", program().needed("libunwind.so.8").build())
                .file(
                        "/usr/lib/libunwind.so.8",
                        ElfBuilder.x86_64().soname("libunwind.so.8").build())
                .program("/opt/tools/ps", program().build());
    }

    /** A server without anything else. */
    private static TarFile start() {
        return new TarFile()
                .program(
                        LOADER,
                        ElfBuilder.x86_64().soname("libc.musl-x86_64.so.1").build())
                .program("/usr/sbin/server", program().build());
    }

    private static ElfBuilder program() {
        return ElfBuilder.x86_64().interpreter(LOADER);
    }

    private void write(String path, TarFile layer) throws IOException {
        String config = "{\"Env\":[\"PATH=" + path + "\"],\"Cmd\":[\"/usr/sbin/server\"]}";
        Files.write(directory.resolve("in.tar"), Images.dockerArchive("web:1", config, List.of(layer.bytes())));
    }

    private SlimmedImage slim(String... options) throws IOException {
        Whittle.Result result = run(options);
        assertThat(result.exit()).as(result.err()).isZero();
        return SlimmedImage.of(Files.readAllBytes(directory.resolve("out.tar")));
    }

    private String again(String... options) throws IOException {
        Whittle.Result result = with(options, "slim", "out.tar", "-o", "docker-archive:again.tar");
        assertThat(result.exit()).as(result.err()).isZero();
        return SlimmedImage.of(Files.readAllBytes(directory.resolve("again.tar")))
                .tags();
    }

    private Whittle.Result run(String... options) {
        return with(options, "slim", "in.tar", "-o", "docker-archive:out.tar");
    }

    private Whittle.Result why(String path, String... options) {
        return with(options, "why", path, "--from", "in.tar");
    }

    private Whittle.Result with(String[] options, String... line) {
        return Whittle.in(directory)
                .run(Stream.concat(Arrays.stream(line), Arrays.stream(options)).toArray(String[]::new));
    }
}
