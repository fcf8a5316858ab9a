package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbosityTest {
    private final Path root;

    VerbosityTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root.resolve("srv"));
    }

    @Test
    void a_quiet_layer_says_nothing() {
        Whittle.Result result = run("layer", "-q", "/bin/app", "-o", "out.tar");
        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEmpty();
    }

    @Test
    void a_quiet_dry_run_still_prints_its_result() {
        Whittle.Result result = run("layer", "--quiet", "/bin/app", "--dry-run");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("  /bin/app\n");
    }

    @Test
    void findings_and_errors_are_told_even_when_quiet() {
        assertThat(run("ldd", "-q", "/bin/broken").err()).contains("libgone.so.9 not found");
        assertThat(run("layer", "-q", "/bin/broken", "--dry-run").err()).contains("libgone.so.9 not found");
        assertThat(run("ldd", "-q", "/bin/none").err()).isEqualTo("whittle: /bin/none: no such file\n");
    }

    @Test
    void a_verbose_tree_shows_each_place_that_was_tried() {
        assertThat(run("ldd", "/bin/broken").out()).doesNotContain("/usr/local/lib/libgone.so.9");
        assertThat(run("ldd", "-v", "/bin/broken").outLines())
                .contains(
                        "`-- libgone.so.9 => not found",
                        "        /lib/libgone.so.9: no such file [system directory]",
                        "        /usr/local/lib/libgone.so.9: no such file [system directory]",
                        "        /usr/lib/libgone.so.9: no such file [system directory]");
    }

    @Test
    void progress_is_not_shown_for_a_short_work() {
        Whittle.Result result = Whittle.in(root)
                .onTerminal()
                .run("layer", "--from", "srv", "/bin/app", "-o", "out.tar", "--progress", "always");
        assertThat(result.err()).doesNotContain("\r");
    }

    private Whittle.Result run(String command, String... arguments) {
        return Whittle.in(root).run(Line.of(command, "srv", arguments));
    }
}
