package dev.whittle.discover.language;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class path of manifests. */
class JarClassPathTest {
    private final Scene scene;

    JarClassPathTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/lib/jvm/x/bin/java", program())
                .file("/usr/lib/jvm/x/lib/modules", "x")
                .file("/usr/share/java/log api.jar", "x")
                .file("/usr/share/java/deep.jar", "x")
                .file("/app/lib/own.jar", "x");
    }

    @Test
    void jars_that_a_manifest_names_are_kept() throws Exception {
        // A line has at most 72 bytes, and continues after a blank.
        String manifest = "Manifest-Version: 1.0\r\nClass-Path: lib/own.jar /usr/share/java/log%20api.jar file:/usr/sh"
                + "\r\n are/java/deep.jar gone.jar http://x/y.jar\r\n\r\n";
        assertThat(found(manifest))
                .contains(
                        "RECOMMENDED /app/lib/own.jar (the manifest of /app/a.jar has lib/own.jar in its Class-Path)",
                        "RECOMMENDED /usr/share/java/log api.jar (the manifest of /app/a.jar has"
                                + " /usr/share/java/log api.jar in its Class-Path)",
                        "RECOMMENDED /usr/share/java/deep.jar (the manifest of /app/a.jar has"
                                + " /usr/share/java/deep.jar in its Class-Path)");
    }

    @Test
    void a_broken_manifest_names_nothing() throws Exception {
        assertThat(found("no manifest at all")).hasSize(1);
        assertThat(found("Manifest-Version: 1.0\r\nClass-Path: %zz ://\r\n")).hasSize(1);
    }

    private List<String> found(String manifest) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(manifest.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        scene.file("/app/a.jar", bytes.toByteArray());
        return Question.of(scene)
                .started("/usr/lib/jvm/x/bin/java")
                .config("'Cmd':['java','-jar','/app/a.jar']")
                .wholeImage()
                .found("java");
    }
}
