package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.ElfBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wheels and jars as sources. */
class ZipSourceTest {
    private final Path directory;

    ZipSourceTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @Test
    void a_wheel_shows_what_its_extension_modules_need() throws IOException {
        // As auditwheel repairs it: the library lies in a directory of the wheel, found by a relative RPATH.
        write(
                "fast-1.0-cp311.whl",
                Map.of(
                        "fast/core.so",
                        ElfBuilder.x86_64()
                                .needed("libgfortran-1.so", "libm.so.6")
                                .rpath("$ORIGIN/../fast.libs")
                                .build(),
                        "fast.libs/libgfortran-1.so",
                        ElfBuilder.x86_64().build(),
                        "fast/__init__.py",
                        RawText.bytes("from . import core\n")));
        for (String source : new String[] {"whl:fast-1.0-cp311.whl", "fast-1.0-cp311.whl", "whl:."}) {
            Whittle.Result result = whittle("ldd", "--format", "list", "--from", source, "/fast/core.so");
            assertThat(result.out()).as(source).isEqualTo("/fast/../fast.libs/libgfortran-1.so\n");
            assertThat(result.err()).as(source).contains("libm.so.6 not found");
            assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        }
    }

    @Test
    void a_jar_in_a_jar_is_a_directory() throws IOException {
        byte[] inner = zip(Map.of(
                "META-INF/native/libone.so", ElfBuilder.x86_64().build(), "A.class", RawText.bytes("\u00CA\u00FE")));
        write("app.jar", Map.of("BOOT-INF/lib/one.jar", inner, "notes.jar", RawText.bytes("no archive")));
        Whittle.Result result = whittle("ldd", "--format", "ldd", "--from", "jar:app.jar", "/BOOT-INF");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("/BOOT-INF/lib/one.jar/META-INF/native/libone.so:");
        assertThat(whittle("scan", "jar:app.jar", "--format", "json").out()).contains("\"seen\": 3,", "\"elf\": 1,");
    }

    @Test
    void it_is_read_from_a_pipe() throws IOException {
        byte[] jar = zip(Map.of("lib/libone.so", ElfBuilder.x86_64().build()));
        Whittle.Result result = Whittle.in(directory)
                .input(new ByteArrayInputStream(jar))
                .run("ldd", "--format", "list", "--from", "-", "/lib/libone.so");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
    }

    @Test
    void a_damaged_archive_is_one_line() throws IOException {
        byte[] whole = zip(Map.of("lib/libone.so", ElfBuilder.x86_64().build()));
        Files.write(directory.resolve("cut.jar"), Arrays.copyOf(whole, whole.length / 3));
        assertBad("jar:cut.jar", "cut.jar: damaged");
        Files.writeString(directory.resolve("text.whl"), "no archive");
        assertBad("whl:text.whl", "not a zip archive");
        Files.write(directory.resolve("empty.whl"), new byte[0]);
        assertBad("whl:empty.whl", "empty.whl");
        write("up.jar", Map.of("../../etc/passwd", RawText.bytes("root")));
        assertBad("jar:up.jar", "a name with \"..\"");
        write("nul.jar", Map.of("a\0b", RawText.bytes("root")));
        assertBad("jar:nul.jar", "NUL byte");
        byte[] encrypted = zip(Map.of("a", RawText.bytes("secret")));
        encrypted[6] |= 1; // APPNOTE.TXT, 4.4.4: bit 0
        Files.write(directory.resolve("encrypted.jar"), encrypted);
        assertBad("jar:encrypted.jar", "encrypted");
    }

    @Test
    void what_is_larger_than_the_limits_is_refused() throws IOException {
        byte[] zeros = zip(Map.of("zeros", new byte[4 << 20]));
        write("bomb.jar", Map.of("inner.jar", zeros));
        assertBad("jar:bomb.jar", "--max-size", "--max-size", "1MiB");
        Map<String, byte[]> many = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            many.put("f" + i, new byte[0]);
        }
        write("many.jar", many);
        assertBad("jar:many.jar", "more than 10 entries", "--max-entries", "10");
    }

    private void assertBad(String source, String reason, String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "scan";
        all[1] = source;
        System.arraycopy(options, 0, all, 2, options.length);
        Whittle.Result result = whittle(all);
        assertThat(result.exit()).as(source).isEqualTo(ExitCode.INPUT);
        assertThat(result.err().lines()).as(source).hasSize(1);
        assertThat(result.err()).contains(reason);
    }

    private Whittle.Result whittle(String... arguments) {
        return Whittle.in(directory).run(arguments);
    }

    private void write(String name, Map<String, byte[]> entries) throws IOException {
        Files.write(directory.resolve(name), zip(entries));
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
