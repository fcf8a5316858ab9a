package dev.whittle.discover.language;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What native libraries in jars need. */
class PackedLibrariesTest {
    private final Scene scene;

    PackedLibrariesTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/lib/jvm/x/bin/java", program())
                .file("/usr/lib/jvm/x/lib/modules", "x")
                .libraries("/lib/libone.so.1", "/lib/libtwo.so.2");
    }

    @Test
    void a_library_in_a_jar_is_loaded_from_elsewhere() throws Exception {
        byte[] jar =
                zip("META-INF/native/x.so", library("libone.so.1", "libgone.so").build());
        assertThat(found(jar))
                .contains("RECOMMENDED /lib/libone.so.1 (META-INF/native/x.so in /app/a.jar needs libone.so.1)")
                .hasSize(2);
    }

    @Test
    void a_jar_in_a_jar_is_looked_into_once() throws Exception {
        byte[] inner = zip("x.so", library("libtwo.so.2").build());
        assertThat(found(zip("BOOT-INF/lib/b.jar", inner)))
                .contains("RECOMMENDED /lib/libtwo.so.2 (x.so in /app/a.jar needs libtwo.so.2)");
        assertThat(found(zip("c.jar", zip("b.jar", inner)))).hasSize(1);
    }

    @Test
    void what_stands_before_an_archive_shifts_it() throws Exception {
        byte[] jar = zip("x.so", library("libone.so.1").build());
        byte[] shifted = new byte[jar.length + 100];
        System.arraycopy(jar, 0, shifted, 100, jar.length);
        assertThat(found(shifted)).hasSize(2);
    }

    @Test
    void a_broken_archive_says_what_it_can() throws Exception {
        byte[] jar = zip("x.so", library("libone.so.1").build());
        for (int cut = 0; cut < jar.length; cut += 7) {
            assertThat(found(Arrays.copyOf(jar, cut))).hasSizeBetween(1, 2);
        }
        for (int at = 0; at < jar.length; at += 5) {
            byte[] changed = jar.clone();
            changed[at] ^= (byte) 0xFF;
            assertThat(found(changed)).hasSizeBetween(1, 2);
        }
    }

    private List<String> found(byte[] jar) throws Exception {
        scene.file("/app/a.jar", jar);
        return Question.of(scene)
                .started("/usr/lib/jvm/x/bin/java")
                .config("'Cmd':['java','-jar','/app/a.jar']")
                .wholeImage()
                .found("java");
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
