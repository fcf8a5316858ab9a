package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
    private final Path directory;
    private final Tree before;
    private final Tree after;

    DiffTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        before = Roots.musl(Files.createDirectory(directory.resolve("a")));
        after = Roots.musl(Files.createDirectory(directory.resolve("b")));
    }

    @Test
    void the_same_root_twice_has_no_difference() {
        Whittle.Result result = diff("dir:a", "dir:b");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo("no difference\n");
    }

    @Test
    void files_come_go_and_change_in_every_way() throws IOException {
        before.file("/gone", "1").file("/content", "old").file("/mode", "x").mode("/mode", "rw-r--r--");
        before.link("/link", "here").file("/type", "file");
        after.file("/come", "12").file("/content", "new").file("/mode", "x").mode("/mode", "rwxr-xr-x");
        after.link("/link", "there").directory("/type");
        Whittle.Result result = diff("dir:a", "dir:b");
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.out())
                .contains(
                        "  + /come (2 B)\n",
                        "  - /gone (1 B)\n",
                        "  ~ /content: content\n",
                        "  ~ /mode: mode\n",
                        "  ~ /link: target\n",
                        "  ~ /type: type");
    }

    @Test
    void files_are_sorted_by_size_below_totals_that_are_those_of_slim() throws IOException {
        before.file("/a", "1").file("/b", "12345").file("/c", "123");
        assertThat(diff("dir:a", "dir:b").out()).contains("  - /b (5 B)\n  - /c (3 B)\n  - /a (1 B)\n");
        Files.write(directory.resolve("server.tar"), Images.server());
        String slim = Whittle.in(directory)
                .run("slim", "server.tar", "-o", "docker-archive:slim.tar")
                .errLines()
                .get(1);
        String sizes = slim.strip().replaceAll(" \\(stored.*?\\)", "");
        assertThat(diff("server.tar", "slim.tar", "--summary").out())
                .startsWith(sizes.replace(";", " as Docker counts;") + "; paths: ");
    }

    @Test
    void a_library_of_another_version_is_told_and_for_whom_it_is_missing() throws IOException {
        Files.delete(after.path("/usr/lib/libtwo.so.2"));
        after.elf("/usr/lib/libtwo.so.3", ElfBuilder.x86_64().soname("libtwo.so.3"));
        Whittle.Result result = diff("dir:a", "dir:b");
        assertThat(result.out())
                .contains(
                        "  - libtwo.so.2 (x86_64): /usr/lib/libtwo.so.2\n",
                        "  + libtwo.so.3 (x86_64): /usr/lib/libtwo.so.3\n",
                        "  newly missing: libtwo.so.2: /usr/lib/libtwo.so.2 -> missing, for /bin/app\n");
        assertThat(diff("dir:b", "dir:a").out()).contains("  newly found: libtwo.so.2: missing -> ");
    }

    @Test
    void a_library_that_only_one_of_both_asks_for_is_no_move() throws IOException {
        after.elf("/bin/app", Roots.program().needed("libtwo.so.2"));
        assertThat(diff("dir:a", "dir:b").out())
                .contains("  no longer needed: libone.so.1, for /bin/app\n")
                .doesNotContain("not asked for ->", "-> not asked for");
        assertThat(diff("dir:b", "dir:a").out())
                .contains("  now needed: libone.so.1 => /usr/lib/libone.so.1.2, for /bin/app\n");
    }

    @Test
    void a_library_that_is_found_elsewhere_is_told() throws IOException {
        Files.createDirectories(after.path("/lib"));
        Files.move(after.path("/usr/lib/libtwo.so.2"), after.path("/lib/libtwo.so.2"));
        assertThat(diff("dir:a", "dir:b").out())
                .contains("  moved: libtwo.so.2: /usr/lib/libtwo.so.2 -> /lib/libtwo.so.2, for /bin/app\n");
    }

    @Test
    void images_have_configurations_that_differ() throws IOException {
        Files.write(directory.resolve("old.tar"), Images.server());
        String config = Images.CONFIG.replace("COLOUR=blue", "COLOUR=red").replace("\"server\"", "\"sh\"");
        Files.write(directory.resolve("new.tar"), Images.dockerArchive("a:1", config, Images.layers()));
        Whittle.Result result = diff("old.tar", "new.tar");
        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.out())
                .contains("  Env COLOUR: \"blue\" -> \"red\"\n", "  Cmd: [\"server\",")
                .doesNotContain("files (");
        assertThat(diff("old.tar", "new.tar", "--summary").out()).hasLineCount(1);
    }

    @Test
    void standard_input_is_one_side_only() {
        assertThat(diff("-", "-").exit()).isEqualTo(ExitCode.USAGE);
    }

    private Whittle.Result diff(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "diff";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Whittle.in(directory).run(all);
    }
}
