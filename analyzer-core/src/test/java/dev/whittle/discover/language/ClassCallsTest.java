package dev.whittle.discover.language;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs and libraries that class files name. The classes are those below. */
class ClassCallsTest {
    private final Scene scene;

    ClassCallsTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/lib/jvm/x/bin/java", program())
                .file("/usr/lib/jvm/x/lib/modules", "x")
                .elf("/bin/sh", program())
                .elf("/usr/bin/tool", program())
                .elf("/usr/bin/other", program())
                .libraries("/lib/libown.so");
        for (String path : List.of("/bin/sh", "/usr/bin/tool", "/usr/bin/other")) {
            scene.tree().mode(path, "rwxr-xr-x");
        }
    }

    static final class Starts {
        static final String MESSAGE = "no such thing";

        Process start() throws IOException {
            return new ProcessBuilder("sh", "-c", "tool x; echo " + hashCode()).start();
        }
    }

    static final class Loads {
        static void load() {
            System.loadLibrary("own");
        }
    }

    static final class Says {
        static String say() {
            return "other";
        }
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        String name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    private List<String> kept(byte[] content) throws Exception {
        scene.file("/app/classes/A.class", content);
        return Question.of(scene)
                .started("/usr/lib/jvm/x/bin/java")
                .config("'Cmd':['java','-cp','/app/classes','A'],'WorkingDir':'/app'")
                .wholeImage()
                .kept();
    }

    @Test
    void a_class_that_starts_programs_means_those_that_it_names() throws Exception {
        assertThat(kept(bytes(Starts.class)))
                .contains("/bin/sh", "/usr/bin/tool")
                .doesNotContain("/usr/bin/other");
    }

    @Test
    void a_class_that_loads_libraries_means_those_that_it_names() throws Exception {
        assertThat(kept(bytes(Loads.class))).contains("/lib/libown.so").doesNotContain("/usr/bin/tool");
    }

    @Test
    void a_class_that_does_neither_names_nothing() throws Exception {
        assertThat(kept(bytes(Says.class))).doesNotContain("/usr/bin/other", "/lib/libown.so");
    }

    @Test
    void a_broken_class_has_what_can_be_read() throws Exception {
        byte[] content = bytes(Starts.class);
        for (int cut = 0; cut < content.length; cut += 5) {
            assertThat(ClassConstants.of(Arrays.copyOf(content, cut))).isNotNull();
        }
        for (int at = 0; at < content.length; at++) {
            byte[] changed = content.clone();
            changed[at] ^= (byte) 0xFF;
            assertThat(ClassConstants.of(changed)).isNotNull();
        }
    }
}
