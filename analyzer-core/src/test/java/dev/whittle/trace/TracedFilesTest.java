package dev.whittle.trace;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureCalculator;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.PathPattern;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trace keeps of a root, and what it does not. */
class TracedFilesTest {
    private final Scene scene;

    TracedFilesTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/app", program("libx.so"))
                .libraries("/lib/libx.so")
                .file("/etc/app.conf", "")
                .link("/etc/app.link", "app.conf")
                .file("/etc/app.d/one", "")
                .file("/proc/version", "")
                .file("/jail/etc/passwd", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "open(\"/etc/app.conf\", O_RDONLY) = 3 | /etc/app.conf: traced t:1",
                "stat(\"/etc/app.conf\", {}) = 0       | /etc/app.conf: traced t:1 (only looked at)",
                "open(\"/etc/app.link\", O_RDONLY) = 3 | /etc/app.conf: traced t:1, /etc/app.link: link on the way to /etc/app.link",
                "readlink(\"/etc/app.link\", \"app.conf\", 9) = 8 | /etc/app.link: traced t:1 (read as a link)",
                "open(\"/etc/app.d\", O_RDONLY+O_DIRECTORY) = 3 | /etc/app.d: traced t:1 (opened as a directory)",
                "execve(\"/bin/app\", [\"app\"], 0x7f) = 0 | /bin/app: traced t:1 (executed), /lib/libx.so: needed by /bin/app as libx.so",
                "stat(\"/bin/app\", {}) = 0            | /bin/app: traced t:1 (only looked at)",
                "open(\"/proc/version\", O_RDONLY) = 3 |",
                "open(\"/gone\", O_RDONLY) = 3         |",
                "open(\"/etc/../etc/app.conf\", O_RDONLY) = 3 | /etc/app.conf: traced t:1",
            })
    void what_is_kept_and_why(String line, String expected) throws Exception {
        List<String> kept = keep(line.replace("RDONLY+", "RDONLY|")).selection().all().stream()
                .map(selection -> selection.path() + ": " + selection.reasons().get(0))
                .filter(text -> !text.contains("directory above") && !text.contains("ld-linux"))
                .toList();
        assertThat(String.join(", ", kept)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void what_the_root_does_not_have_is_told_in_one_line() throws Exception {
        Trace trace = Traces.read(
                "open(\"/a\", O_RDONLY) = 3",
                "open(\"/b\", O_RDONLY|O_CREAT, 0644) = 3",
                "stat(\"/c\", {}) = 0",
                "stat(\"/d\", {}) = 0",
                "stat(\"/e\", {}) = 0");
        assertThat(TracedFiles.of(trace, scene.resolver().root()).remarks())
                .containsExactly(
                        "t: 4 paths were there for the trace and are not in the root: /a (line 1), /c (line 3),"
                                + " /d (line 4) and 1 more");
    }

    @Test
    void a_chroot_into_a_directory_of_the_root_is_that_directory() throws Exception {
        assertThat(paths(
                        "chroot(\"/jail\") = 0",
                        "open(\"/etc/passwd\", O_RDONLY) = 3",
                        "open(\"/etc/app.conf\", 0) = 3"))
                .containsExactly("/jail", "/jail/etc/passwd");
    }

    @Test
    void a_chroot_into_a_directory_that_the_root_has_not_is_the_root_itself() throws Exception {
        String[] lines = {
            "open(\"/lib/libx.so\", O_RDONLY) = 3", "chroot(\"/srv/it\") = 0", "open(\"/etc/app.conf\", O_RDONLY) = 3"
        };
        assertThat(paths(lines)).containsExactly("/etc/app.conf");
        assertThat(TracedFiles.of(Traces.read(lines), scene.resolver().root()).remarks())
                .containsExactly(
                        "t: taken from where it enters /srv/it by chroot, since this root has no such directory"
                                + " and so is that root");
    }

    @Test
    void what_a_traced_file_lacks_is_told_and_the_rest_is_complete() throws Exception {
        scene.elf("/lib/plugin.so", library("libgone.so"));
        Closure closure = keep("open(\"/lib/plugin.so\", O_RDONLY) = 3");
        assertThat(closure.isComplete()).isTrue();
        assertThat(closure.hidden())
                .extracting(hidden -> hidden.finding().evidence())
                .containsExactly("/lib/plugin.so lacks libgone.so");
    }

    @Test
    void an_exclude_wins_and_is_no_fault() throws Exception {
        Closure closure = keep(List.of("/etc"), "open(\"/etc/app.conf\", O_RDONLY) = 3");
        assertThat(closure.selection().get(RootPath.of("/etc/app.conf"))).isEmpty();
        assertThat(closure.excluded())
                .extracting(excluded -> excluded.path().raw())
                .doesNotContain("/etc/app.conf");
    }

    private List<String> paths(String... lines) throws IOException {
        return TracedFiles.of(Traces.read(lines), scene.resolver().root()).used().stream()
                .map(used -> used.path().raw())
                .toList();
    }

    private Closure keep(String... lines) throws Exception {
        return keep(List.of(), lines);
    }

    private Closure keep(List<String> excludes, String... lines) throws Exception {
        Resolver resolver = scene.resolver();
        TracedFiles files = TracedFiles.of(Traces.read(lines), resolver.root());
        ClosureRequest request = new ClosureRequest(
                List.of(), List.of(), excludes.stream().map(PathPattern::new).toList(), scene.options(), Hwcaps.ALL);
        return ClosureCalculator.calculate(resolver, request.withTraced(files.toKeep("t")));
    }
}
