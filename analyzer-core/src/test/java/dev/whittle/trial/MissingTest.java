package dev.whittle.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.trace.BadTraceException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the messages and system calls of a slim image to the missing paths. */
class MissingTest {
    private final MemoryRoot original = new MemoryRoot()
            .file("/etc/nginx/mime.types", "x")
            .file("/etc/nginx/nginx.conf", "x")
            .file("/usr/bin/curl", "x")
            .file("/usr/share/doc/curl", "x")
            .file("/usr/lib/libfoo.so.1", "x")
            .file("/usr/lib/python3/dist-packages/yaml/__init__.py", "x")
            .file("/usr/lib/python3/dist-packages/yaml/loader.py", "x")
            .file("/usr/lib/python3/six.py", "x")
            .file("/usr/lib/python3/dist-packages/pip/six.py", "x")
            .file("/usr/lib/python3/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", "x")
            .file("/usr/share/perl5/Foo/Bar.pm", "x")
            .file("/usr/lib/ruby/json/ext.rb", "x")
            .file("/app/node_modules/express/index.js", "x")
            .directory("/var/cache/nginx")
            .file("/start.sh", "#!/bin/bash\n")
            .file("/bin/bash", "x")
            .file("/etc/conf.d/a.conf", "x")
            .link("/etc/link", "/usr/share/real")
            .file("/usr/share/real", "x");

    private final MemoryRoot slim = new MemoryRoot()
            .file("/etc/nginx/nginx.conf", "x")
            .file("/start.sh", "#!/bin/bash\n")
            .directory("/etc/conf.d")
            .link("/etc/link", "/usr/share/real");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx: [emerg] open() \"/etc/nginx/mime.types\" failed (2: No such file or directory) | /etc/nginx/mime.types",
                "cannot open 'mime.types'                                   | /etc/nginx/mime.types",
                "/entry: line 3: curl: command not found                    | /usr/bin/curl",
                "/entry: 3: curl: not found                                 | /usr/bin/curl",
                "exec: \"curl\": executable file not found in $PATH: unknown | /usr/bin/curl",
                "app: error while loading shared libraries: libfoo.so.1: cannot open shared object file: No such file or directory | /usr/lib/libfoo.so.1",
                "Error loading shared library libfoo.so.1: No such file or directory (needed by /etc/nginx/nginx.conf) | /usr/lib/libfoo.so.1",
                "ModuleNotFoundError: No module named 'yaml'                | /usr/lib/python3/dist-packages/yaml",
                "ModuleNotFoundError: No module named 'yaml.loader'         | /usr/lib/python3/dist-packages/yaml/loader.py",
                "ModuleNotFoundError: No module named 'six'                 | /usr/lib/python3/six.py",
                "ModuleNotFoundError: No module named '_ssl'                | /usr/lib/python3/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
                "Can't locate Foo/Bar.pm in @INC (you may need to install the Foo::Bar module) | /usr/share/perl5/Foo/Bar.pm",
                "cannot load such file -- json/ext (LoadError)              | /usr/lib/ruby/json/ext.rb",
                "Error: Cannot find module 'express'                        | /app/node_modules/express",
                "mkdir() \"/var/cache/nginx/client_temp\" failed (2: No such file or directory) | /var/cache/nginx/.",
                "exec /start.sh: no such file or directory                  | /bin/bash",
                "cat: /etc/link: No such file or directory                  | /etc/link",
                "java.io.FileNotFoundException: /etc/nginx/mime.types (No such file or directory) | /etc/nginx/mime.types",
            })
    void a_message_names_what_is_missing(String line, String include) throws IOException {
        assertThat(Messages.find(List.of(RawText.ofText(line)), paths()).stream()
                        .map(Missing::include))
                .as(line)
                .containsExactly(include);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open() \"/etc/nginx/nginx.conf\" failed: it is there",
                "open() \"/etc/nosuch\" failed: nobody has it",
                "writing /proc/self/oom_score_adj",
                "mkdir /nowhere/at/all: No such file or directory",
            })
    void what_the_slim_image_has_or_nobody_is_not_missing(String line) throws IOException {
        assertThat(Messages.find(List.of(line), paths())).isEmpty();
    }

    @Test
    void a_name_of_many_files_says_nothing() throws IOException {
        for (int i = 0; i < 9; i++) {
            original.file("/many/" + i + "/data", "x");
        }
        assertThat(Messages.find(List.of("cannot open data"), paths())).isEmpty();
    }

    @Test
    void failed_system_calls_name_it_too() throws IOException, BadTraceException {
        String trace = """
                1 execve("/start.sh", ["/start.sh"], 0x7f) = 0
                1 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY) = -1 ENOENT (No such file or directory)
                1 openat(AT_FDCWD, "etc/nginx/mime.types", O_RDONLY) = -1 ENOENT (No such file or directory)
                1 openat(AT_FDCWD, "/etc/nosuch", O_RDONLY) = -1 ENOENT (No such file or directory)
                1 mkdir("/var/cache/nginx/temp", 0700) = -1 ENOENT (No such file or directory)
                1 openat(AT_FDCWD, "/usr/lib/python3", O_RDONLY|O_DIRECTORY) = -1 ENOENT (No such file or directory)
                1 stat("/usr/share/perl5", 0x7f) = -1 ENOENT (No such file or directory)
                """;
        original.file("/etc/ld.so.cache", "x");
        assertThat(Traces.find(RawText.bytes(trace), "/", paths(), true).stream()
                        .map(Missing::include))
                .containsExactly(
                        "/etc/nginx/mime.types", "/var/cache/nginx/.", "/usr/lib/python3", "/usr/share/perl5/.");
    }

    @Test
    void a_script_whose_interpreter_is_missing_cannot_be_executed() throws IOException, BadTraceException {
        String trace = "1 execve(\"/start.sh\", [\"/start.sh\"], 0x7f) = -1 ENOENT (No such file or directory)\n";
        assertThat(Traces.find(RawText.bytes(trace), "/", paths(), true).stream()
                        .map(Missing::include))
                .containsExactly("/bin/bash");
    }

    /** If no look-up fails, a directory with fewer entries was listed. */
    @Test
    void entries_of_a_listed_directory_come_last() throws IOException, BadTraceException {
        String listing = "1 openat(AT_FDCWD, \"/etc/conf.d\", O_RDONLY|O_DIRECTORY) = 3\n";
        String failed = "1 stat(\"/bin/bash\", 0x7f) = -1 ENOENT (No such file or directory)\n";
        assertThat(Traces.find(RawText.bytes(listing), "/", paths(), true).stream()
                        .map(Missing::include))
                .containsExactly("/etc/conf.d/a.conf");
        assertThat(Traces.find(RawText.bytes(listing + failed), "/", paths(), true).stream()
                        .map(Missing::include))
                .containsExactly("/bin/bash");
        assertThat(Traces.find(RawText.bytes(listing), "/", paths(), false)).isEmpty();
    }

    /** Every glibc program looks for it and works without. */
    @Test
    void the_loader_s_cache_is_missed_where_nothing_else_is() throws IOException, BadTraceException {
        original.file("/etc/ld.so.cache", "x");
        String trace = "1 openat(AT_FDCWD, \"/etc/ld.so.cache\", O_RDONLY) = -1 ENOENT (No such file or directory)\n";
        assertThat(Traces.find(RawText.bytes(trace), "/", paths(), true).stream()
                        .map(Missing::include))
                .containsExactly("/etc/ld.so.cache");
        assertThat(Traces.find(RawText.bytes(trace), "/", paths(), false)).isEmpty();
    }

    @Test
    void the_file_for_the_next_time_has_a_reason_for_each() throws IOException {
        List<Missing> missing = Messages.find(List.of("mkdir /var/cache/nginx/x: \tno such file"), paths());
        assertThat(TriedFile.text("a:1", List.of(), missing))
                .startsWith("# Found by whittle try of a:1")
                .endsWith("#tried: mkdir /var/cache/nginx/x: \\tno such file\n/var/cache/nginx/.\n");
        assertThat(TriedFile.text("a:1", List.of("# mine", "/var/cache/nginx/."), missing))
                .isEqualTo("# mine\n/var/cache/nginx/.\n");
    }

    private MissingPaths paths() throws IOException {
        return MissingPaths.of(new Resolver(original), slim);
    }
}
