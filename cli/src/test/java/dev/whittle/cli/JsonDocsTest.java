package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/json.md documents exactly the members that are printed. */
class JsonDocsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final Pattern HEADING = Pattern.compile("(?m)^## (dev\\.whittle\\.\\S+)$");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(.*?)```");
    private static final String LOADER = FakeLoader.GLIBC_X86_64;
    private static final String LIBC = "/lib64/libc.so.6";
    private static final String VARIANT = "/lib64/glibc-hwcaps/x86-64-v3/libc.so.6";

    private final Path directory;

    /** Everything that can be wrong with a program, so that every member appears. */
    JsonDocsTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Tree.at(directory)
                .file(LOADER, FakeLoader.glibc("x86-64-v3:x86-64-v2", "/lib64/"))
                .elf(LIBC, ElfBuilder.x86_64().soname("libc.so.6").definesVersions("libc.so.6", "OLD"))
                .elf(VARIANT, ElfBuilder.x86_64().soname("libc.so.6"))
                .file("/lib64/libbad.so.1", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})
                .elf(
                        "/bin/app",
                        program()
                                .needed("libc.so.6", "libgone.so.1")
                                .needsVersions("libc.so.6", "NEW")
                                .imports("getpwnam")
                                .data("/bin/dies", "/srv/data/large"))
                .file("/etc/passwd", "")
                .file("/var/lib/dpkg/status", """
                    Package: app
                    Status: install ok installed
                    Version: 1

                    Package: other
                    Status: install ok installed
                    Version: 1
                    """)
                .file("/var/lib/dpkg/info/app.list", "/bin/app\n/bin/never\n")
                .file("/var/lib/dpkg/info/other.list", "/bin/other\n")
                .elf("/bin/dies", program().needed("libbad.so.1"))
                .link("/bin/link", "app");
    }

    @Test
    void the_ldd_schema_is_documented() throws IOException {
        String json =
                whittle("ldd", "--format", "json", "/bin/app", "/bin/dies").out();
        assertThat(members(json)).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.ldd/1"));
    }

    @Test
    void the_layer_schema_is_documented() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("bin/app"), PosixFilePermissions.fromString("rwxrwxrwx"));
        socket();
        large("srv/data/large");
        whittle(
                "layer",
                "/bin/link",
                "-o",
                "out.tar",
                "--report",
                "r.json",
                "--exclude",
                "/lib64/libc.so.6",
                "--include",
                "/socket",
                "--package-db",
                "kept");
        String json = Files.readString(directory.resolve("r.json"));
        assertThat(members(json)).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.layer/1"));
    }

    @Test
    void the_slim_schema_is_documented() throws IOException {
        Files.write(directory.resolve("server.tar"), Images.server());
        Whittle.in(directory)
                .run(
                        "slim",
                        "server.tar",
                        "-o",
                        "oci:out",
                        "--report",
                        "r.json",
                        "--exclude",
                        "/usr/lib/libone.so.1.2");
        Set<String> members = new TreeSet<>(members(Files.readString(directory.resolve("r.json"))));
        socket();
        large("srv/data/large");
        Whittle.in(directory)
                .run(
                        "slim",
                        "dir:.",
                        "--entrypoint",
                        "/bin/app",
                        "--include",
                        "/socket",
                        "-o",
                        "tar:x.tar",
                        "--report",
                        "s.json");
        members.addAll(members(Files.readString(directory.resolve("s.json"))));
        assertThat(members).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.slim/1"));
    }

    /** Data that a program names, and that is too large to be kept for that only. */
    private void large(String path) throws IOException {
        Files.createDirectories(directory.resolve(path).getParent());
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(path).toFile(), "rw")) {
            file.setLength(1L << 30);
        }
    }

    /** What no output can represent. */
    private void socket() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));
        }
    }

    @Test
    void the_why_schema_is_documented() throws IOException {
        Tree.at(directory).link("/etc/link", "unseen").file("/etc/unseen", "").link("/bin/one", "app");
        String json = whittle("why", "--format", "json", "/bin/link", "/bin/link")
                        .out()
                + whittle("why", "--format", "json", "/etc/link", "/bin/app", "--exclude", "/etc/*")
                        .out()
                + whittle("why", "--format", "json", "/etc/passwd", "/bin/app").out();
        Set<String> members = new TreeSet<>();
        for (String document : json.strip().split("(?m)(?<=^\\})\n", -1)) {
            members.addAll(members(document));
        }
        whittle("layer", "/bin/app", "--dry-run", "--report", "r.json", "--exclude", "/etc/passwd");
        members.addAll(members(Whittle.in(directory)
                .run("why", "--format", "json", "/etc/passwd", "--report", "r.json")
                .out()));
        assertThat(members).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.why/1"));
    }

    @Test
    void the_trace_diff_schema_is_documented() throws IOException {
        Files.writeString(directory.resolve("t"), """
            execve("/bin/app", ["app"], 0x7f) = 0
            open("/bin/dies", O_RDONLY) = 3
            open("/gone", O_RDONLY) = 3
            """);
        Files.writeString(directory.resolve("slim"), "open(\"/bin/dies\", O_RDONLY) = -1 ENOENT (No such file)\n");
        Set<String> members = new TreeSet<>();
        for (String trace : List.of("t", "slim")) {
            members.addAll(members(
                    whittle("trace-diff", trace, "/bin/app", "--format", "json").out()));
        }
        assertThat(members).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.trace-diff/1"));
    }

    @Test
    void the_try_schema_is_documented() throws IOException {
        FakeEngine engine = FakeEngine.in(Files.createDirectory(directory.resolve("engine")));
        Whittle whittle = engine.whittle(directory);
        Set<String> members = new TreeSet<>();
        members.addAll(members(
                whittle.run("try", "web:1", "--strace", "none", "--format", "json", "--fix", "--ask", "say hello")
                        .out()));
        members.addAll(
                members(whittle.run("try", "web:1", "web:1", "--format", "json").out()));
        assertThat(members).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.try/1"));
    }

    @Test
    void the_scan_schemas_are_documented() throws IOException {
        String scan = whittleOf("scan", "dir:.", "--format", "json").out();
        assertThat(members(scan)).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.scan/1"));
        String needs = whittleOf("scan", "dir:.", "--needs", "libc.so.6", "--format", "json")
                .out();
        assertThat(members(needs)).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.needs/1"));
    }

    @Test
    void the_verify_schema_is_documented() throws IOException {
        String json = whittleOf("verify", "dir:.", "--entrypoint", "/bin/app", "--format", "json")
                .out();
        assertThat(members(json)).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.verify/1"));
    }

    @Test
    void the_diff_schema_is_documented() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.write(other.resolve("a.tar"), Images.server());
        String config = Images.CONFIG.replace("web", "root");
        List<byte[]> one = Images.layers().subList(0, 1);
        Files.write(other.resolve("b.tar"), Images.dockerArchive("a:1", config, one));
        Tree.at(other.resolve("c"))
                .elf("/bin/app", program().needed("libx.so"))
                .elf("/lib64/libx.so", ElfBuilder.x86_64());
        Tree.at(other.resolve("d"))
                .elf("/bin/app", program().needed("libx.so"))
                .file("/lib/apk/db/installed", "P:x\nV:1\n\n");
        String images = whittleOf("diff", "other/a.tar", "other/b.tar", "--format", "json")
                .out();
        String roots = whittleOf("diff", "dir:other/c", "dir:other/d", "--format", "json")
                .out();
        Set<String> all = new TreeSet<>(members(images));
        all.addAll(members(roots));
        assertThat(all).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.diff/1"));
    }

    private Whittle.Result whittleOf(String... arguments) {
        return Whittle.in(directory).run(arguments);
    }

    @Test
    void the_copy_schema_is_documented() throws IOException {
        Files.write(directory.resolve("server.tar"), Images.server());
        String json = Whittle.in(directory)
                .run("copy", "--from", "server.tar", "--format", "json", "--exclude", "/usr/lib/libone.so.1.2")
                .out();
        Set<String> members = new TreeSet<>(members(json));
        large("srv/data/large");
        members.addAll(members(whittle("copy", "--from", "dir:.", "--format", "json", "/bin/app")
                .out()));
        assertThat(members).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.copy/1"));
    }

    @Test
    void the_because_schema_is_documented() throws IOException {
        Files.write(directory.resolve("server.tar"), Images.server());
        String json = Whittle.in(directory)
                .run("why", "--because", "/usr/sbin/server", "--from", "server.tar", "--format", "json")
                .out();
        assertThat(members(json)).containsExactlyInAnyOrderElementsOf(documented("dev.whittle.because/1"));
    }

    /** After a change of docs/json.md: {@code -Dwhittle.regenerate=true}. */
    @Test
    void the_schema_files_are_those_of_the_tables() throws IOException {
        Map<String, String> wanted = JsonSchemas.ofDocs();
        if (Boolean.getBoolean("whittle.regenerate")) {
            Files.createDirectories(JsonSchemas.directory());
            for (Map.Entry<String, String> schema : wanted.entrySet()) {
                Files.writeString(JsonSchemas.directory().resolve(schema.getKey()), schema.getValue());
            }
        }
        try (Stream<Path> files = Files.list(JsonSchemas.directory())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(wanted.keySet());
        }
        for (Map.Entry<String, String> schema : wanted.entrySet()) {
            assertThat(JsonSchemas.directory().resolve(schema.getKey()))
                    .content()
                    .isEqualTo(schema.getValue());
        }
    }

    @Test
    void a_schema_refuses_what_is_not_documented_so() {
        assertThatThrownBy(() -> JsonSchemas.validate(
                        "{\"schema\": \"dev.whittle.because/1\", \"asked\": 1}", "dev.whittle.because/1"))
                .hasMessageContaining("asked")
                .hasMessageContaining("bytes");
    }

    @Test
    void the_examples_use_documented_members() throws IOException {
        for (String schema : schemas()) {
            Matcher example = EXAMPLE.matcher(section(schema));
            assertThat(example.find()).isTrue();
            assertThat(example.group(1)).contains("\"schema\": \"" + schema + "\"");
            Set<String> members = new TreeSet<>();
            collect(JsonParser.parseString(example.group(1)), "", members); // shortened, so that no schema takes it
            assertThat(documented(schema)).containsAll(members);
        }
    }

    @Test
    void a_name_that_is_no_utf_8_has_its_bytes_beside_it() throws IOException {
        String json = whittle("ldd", "--format", "json", "--preload", "/x\u00ff", "/bin/app")
                .out();
        assertThat(json).contains("\"name\": \"/x\u00ef\u00bf\u00bd\",", "\"nameBase64\": \"L3j/\"");
        assertThat(whittle("ldd", "--format", "json", "--preload", "/caf\u00c3\u00a9", "/bin/app")
                        .out())
                .contains("\"name\": \"/caf\u00c3\u00a9\"")
                .doesNotContain("Base64");
    }

    private static ElfBuilder program() {
        return ElfBuilder.x86_64().interpreter(LOADER);
    }

    private Whittle.Result whittle(String command, String... arguments) {
        return Whittle.in(directory).run(Line.of(command, ".", arguments));
    }

    /** Of a document that its schema file must take too. */
    private static Set<String> members(String json) throws IOException {
        Set<String> members = new TreeSet<>();
        JsonElement document = JsonParser.parseString(json);
        JsonSchemas.validate(json, document.getAsJsonObject().get("schema").getAsString());
        collect(document, "", members);
        return members;
    }

    private static void collect(JsonElement element, String path, Set<String> members) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(item -> collect(item, path + "[]", members));
        } else if (element.isJsonObject()) {
            for (Map.Entry<String, JsonElement> member :
                    element.getAsJsonObject().entrySet()) {
                String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                members.add(name);
                collect(member.getValue(), name, members);
            }
        }
    }

    private static List<String> schemas() throws IOException {
        return HEADING.matcher(docs())
                .results()
                .map(heading -> heading.group(1))
                .toList();
    }

    private static Set<String> documented(String schema) throws IOException {
        Set<String> members = new TreeSet<>();
        Matcher row = ROW.matcher(section(schema));
        while (row.find()) {
            assertThat(members.add(row.group(1))).as("%s twice", row.group(1)).isTrue();
        }
        return members;
    }

    private static String section(String schema) throws IOException {
        String docs = docs();
        int start = docs.indexOf("## " + schema);
        assertThat(start).as(schema).isPositive();
        int end = docs.indexOf("\n## ", start + 1);
        return docs.substring(start, end < 0 ? docs.length() : end);
    }

    private static String docs() throws IOException {
        return Files.readString(Path.of(System.getProperty("whittle.checkout"), "docs", "json.md"));
    }
}
