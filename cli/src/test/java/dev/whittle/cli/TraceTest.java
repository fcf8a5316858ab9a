package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run really used, on the command line. */
class TraceTest {
    private final Path directory;

    TraceTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Roots.musl(directory.resolve("srv"))
                .elf("/bin/reader", Roots.program().data("/bin/app"))
                .file("/usr/share/extra/data", "12345");
        Files.write(directory.resolve("image.tar"), Images.server());
        trace(
                "t",
                "1 execve(\"/bin/app\", [\"app\"], 0x7f /* 1 var */) = 0",
                "1 openat(AT_FDCWD, \"/usr/lib/libone.so.1\", O_RDONLY|O_CLOEXEC) = 3",
                "1 openat(AT_FDCWD, \"/usr/lib/libtwo.so.2\", O_RDONLY|O_CLOEXEC) = 3",
                "1 openat(AT_FDCWD, \"/etc/app.conf\", O_RDONLY) = 3",
                "1 openat(AT_FDCWD, \"/etc/app.conf\", O_RDONLY) = 3",
                "1 stat(\"/usr/share/extra/data\", {}) = 0",
                "1 openat(AT_FDCWD, \"/gone\", O_RDONLY) = 3");
    }

    @Test
    void a_layer_has_what_a_trace_used() throws IOException {
        Whittle.Result result = run("layer --from srv /bin/app --trace t --dry-run --report r.json");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("  /etc/app.conf\n", "  /usr/share/extra/data\n");
        assertThat(result.errLines())
                .contains("  note: trace: t: 1 path was there for the trace and is not in the root: /gone (line 7)");
        assertThat(Files.readString(directory.resolve("r.json")))
                .contains("\"kind\": \"traced\"", "\"traced t:4\"", "\"traced t:6 (only looked at)\"");
    }

    @Test
    void a_trace_alone_says_enough() {
        assertThat(run("layer --from srv --trace t --dry-run").out())
                .contains("  /bin/app\n", "  /lib/ld-musl-x86_64.so.1\n", "  /usr/lib/libtwo.so.2\n");
        assertThat(run("slim srv --trace t --dry-run").out()).contains("  /bin/app\n", "  /etc/app.conf\n");
    }

    @Test
    void an_image_s_trace_is_seen_from_its_working_directory() throws IOException {
        trace("rel", "open(\"../../bin/unused\", O_RDONLY) = 3");
        assertThat(run("slim image.tar --dry-run").out()).doesNotContain("/bin/unused");
        assertThat(run("slim image.tar --trace rel --dry-run").out()).contains("  /bin/unused\n");
        assertThat(run("layer --from image.tar /bin/busybox --trace rel --dry-run")
                        .out())
                .contains("  /bin/unused\n");
    }

    /** Every glibc program opens it first. */
    @Test
    void a_cache_that_nothing_is_found_by_alone_is_a_remark() throws IOException {
        Tree.at(directory.resolve("srv")).file("/etc/ld.so.cache", "");
        trace(
                "cached",
                "execve(\"/bin/app\", [\"app\"], 0x7f) = 0",
                "openat(AT_FDCWD, \"/etc/ld.so.cache\", O_RDONLY|O_CLOEXEC) = 3");
        Whittle.Result result = run("trace-diff cached --from srv /bin/app --format json");
        assertThat(result.exit()).as(result.out()).isZero();
        assertThat(result.out()).contains("\"lacking\": []", "/etc/ld.so.cache is not kept");
    }

    @Test
    void standard_input_is_a_trace_as_well() {
        assertThat(Whittle.in(directory)
                        .input("open(\"/etc/app.conf\", O_RDONLY) = 3\n")
                        .run("layer", "--from", "srv", "--trace", "-", "--dry-run")
                        .out())
                .contains("  /etc/app.conf\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layer --from srv --dry-run --trace srv/etc/app.conf | 3 | whittle: srv/etc/app.conf: not a trace: line 1 is neither of strace nor of the loader: colour=blue; make a trace with: strace -f -y -e trace=%file -o srv/etc/app.conf COMMAND",
                "layer --from srv --dry-run --trace nosuch | 3 | whittle: nosuch: no such file or directory",
                "layer --from srv --dry-run --trace srv    | 3 | whittle: srv: is a directory",
                "trace-diff t                              | 2 | whittle: nothing to compare with: name a FILE after TRACE, or an image with --from",
                "trace-diff nosuch --from srv /bin/app     | 3 | whittle: nosuch: no such file or directory",
                "trace-diff t --from srv /bin/nosuch       | 3 | whittle: /bin/nosuch: no such file",
                "trace-diff t --from srv                   | 2 | whittle: srv: a root without a configuration: say what to start with --entrypoint, or what to keep with --include",
            })
    void what_cannot_be_used_is_told(String line, int exit, String message) {
        Whittle.Result result = run(line);
        assertThat(result.err()).isEqualTo(message + "\n");
        assertThat(result.exit()).isEqualTo(exit);
    }

    @Test
    void what_a_closure_lacks_is_a_finding_with_its_line_its_size_and_the_way_out() {
        Whittle.Result result = run("trace-diff t --from srv /bin/app --include /bin/broken");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.outLines())
                .startsWith(
                        "lacking           12  opened                /etc/app.conf (line 4, 2 times)",
                        "lacking            5  only looked at        /usr/share/extra/data (line 6)")
                .contains("used and not kept:      2 paths, 17 bytes")
                .anyMatch(line -> line.matches("kept and never opened: {2}1 file, \\d+ bytes"));
        assertThat(result.errLines())
                .containsExactly(
                        "whittle: t: 1 path was there for the trace and is not in the root: /gone (line 7)",
                        "whittle: --trace t keeps what is lacking");
        assertThat(run("trace-diff t --from srv /bin/app --include /bin/broken -v -q")
                        .outLines())
                .anyMatch(line -> line.matches("unused +\\d+ {2}/bin/broken"));
    }

    @Test
    void the_way_out_works() {
        Whittle.Result result = run("trace-diff t --from srv /bin/app --trace t");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("used and not kept:      0 paths, 0 bytes\n", "kept and never opened:  1 file, 5 bytes");
    }

    @Test
    void what_a_family_sees_as_possible_is_told_with_its_option() throws IOException {
        trace("p", "execve(\"/bin/app\", [\"app\"], 0x7f) = 0");
        assertThat(run("trace-diff p --from srv /bin/reader").out()).contains("/bin/app (line 1), --with paths\n");
        assertThat(run("trace-diff p --from srv /bin/reader --with paths").exit())
                .isZero();
    }

    @Test
    void without_a_file_the_image_s_command_is_meant() throws IOException {
        trace(
                "i",
                "execve(\"/entrypoint.sh\", [\"/entrypoint.sh\"], 0x7f) = 0",
                "execve(\"/usr/sbin/server\", [\"server\"], 0x7f) = 0",
                "open(\"/bin/unused\", O_RDONLY) = 3");
        Whittle.Result result = run("trace-diff i --from image.tar -v");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.outLines().get(0)).matches("lacking +\\d+ {2}opened +/bin/unused \\(line 3\\)");
        assertThat(result.out()).doesNotContainPattern("unused .*(busybox|ld-musl)");
    }

    /**
     * A server that exits because of a missing include used nothing that is not kept: only its failed look-ups tell.
     */
    @Test
    void what_a_slim_image_looked_for_in_vain_is_a_finding() throws IOException {
        trace(
                "v",
                "1 execve(\"/bin/app\", [\"app\"], 0x7f) = 0",
                "1 openat(AT_FDCWD, \"/etc/app.conf\", O_RDONLY) = -1 ENOENT (No such file or directory)",
                "1 stat(\"/usr/share/extra/data\", 0x7f) = -1 ENOENT (No such file or directory)",
                "1 openat(AT_FDCWD, \"/usr/share/extra/new\", O_WRONLY|O_CREAT, 0644) = -1 ENOENT (No such file or directory)",
                "1 openat(AT_FDCWD, \"/nowhere\", O_RDONLY) = -1 ENOENT (No such file or directory)",
                "1 openat(AT_FDCWD, \"/usr/lib/libone.so.1\", O_RDONLY) = -1 EACCES (Permission denied)",
                "1 unlink(\"/bin/reader\") = 0",
                "1 stat(\"/bin/reader\", 0x7f) = -1 ENOENT (No such file or directory)");
        Whittle.Result result = run("trace-diff v --from srv /bin/app");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.outLines())
                .startsWith(
                        "failed            12  opened                /etc/app.conf (line 2)",
                        "failed             5  only looked at        /usr/share/extra/data (line 3)",
                        "failed             0  written into          /usr/share/extra (line 4)")
                .contains("used and not kept:      0 paths, 0 bytes", "looked for, not found:  3 paths, 17 bytes");
        assertThat(result.errLines()).containsExactly("whittle: --trace v keeps what is lacking");
        assertThat(run("trace-diff v --from srv /bin/app --trace v").exit()).isZero();
        assertThat(run("layer --from srv /bin/app --trace v --dry-run").out()).contains("  /etc/app.conf\n");
    }

    private void trace(String name, String... lines) throws IOException {
        Files.write(directory.resolve(name), RawText.bytes(String.join("\n", lines) + "\n"));
    }

    private Whittle.Result run(String line) {
        return Whittle.in(directory).run(line.split(" "));
    }
}
