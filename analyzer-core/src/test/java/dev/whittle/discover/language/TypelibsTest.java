package dev.whittle.discover.language;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source imports by GObject introspection. */
class TypelibsTest {
    private static final String PLACE = "/usr/lib/girepository-1.0/";

    private final Scene scene;

    TypelibsTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/python3.11", program("libgirepository-1.0.so.1"))
                .link("/usr/bin/python3", "python3.11")
                .libraries("/usr/lib/libgirepository-1.0.so.1", "/usr/lib/libpaint.so.0", "/usr/lib/libbase.so.2")
                .file("/usr/lib/python3.11/os.py", "")
                .file(PLACE + "Paint-1.0.typelib", typelib("Base-2.0|Gone-1.0", "libpaint.so.0"))
                .file(PLACE + "Base-2.0.typelib", typelib("", "libbase.so.2,libgone.so"))
                .file(PLACE + "Other-1.0.typelib", typelib("", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gi.require_version('Paint', '1.0')",
                "from gi.repository import GLib, Paint",
                "from gi.repository import (\n  GLib,\n  Paint)",
                "import gi.repository.Paint as p",
            })
    void a_namespace_comes_with_what_it_depends_on_and_the_libraries(String line) throws Exception {
        assertThat(kept("import gi\n" + line + "\n"))
                .contains(
                        PLACE + "Paint-1.0.typelib",
                        PLACE + "Base-2.0.typelib",
                        "/usr/lib/libpaint.so.0",
                        "/usr/lib/libbase.so.2")
                .doesNotContain(PLACE + "Other-1.0.typelib");
    }

    @Test
    void a_damaged_typelib_names_nothing() throws Exception {
        byte[] whole = typelib("Base-2.0", "libpaint.so.0");
        for (int length : List.of(0, 10, 40, 56, whole.length - 1)) {
            scene.file(PLACE + "Paint-1.0.typelib", Arrays.copyOf(whole, length));
            assertThatCode(() -> kept("from gi.repository import Paint\n")).doesNotThrowAnyException();
        }
        Arrays.fill(whole, 36, 56, (byte) 0x9C);
        scene.file(PLACE + "Paint-1.0.typelib", whole);
        assertThatCode(() -> kept("from gi.repository import Paint\n")).doesNotThrowAnyException();
        Arrays.fill(whole, 36, 56, (byte) 0xFF);
        scene.file(PLACE + "Paint-1.0.typelib", whole);
        assertThat(kept("from gi.repository import Paint\n"))
                .contains(PLACE + "Paint-1.0.typelib")
                .doesNotContain("/usr/lib/libpaint.so.0");
    }

    private List<String> kept(String source) throws Exception {
        scene.file("/app/app.py", source);
        return Question.of(scene)
                .started("/usr/bin/python3")
                .config("'Cmd':['python3','/app/app.py']")
                .wholeImage()
                .kept();
    }

    /** Only the fields that are read (girepository/gitypelib-internal.h: Header). */
    static byte[] typelib(String dependencies, String libraries) {
        ByteBuffer content = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        content.put("GOBJ\nMETADATA\r\n\u001a".getBytes(StandardCharsets.ISO_8859_1));
        content.putInt(36, dependencies.isEmpty() ? 0 : 112);
        content.putInt(52, libraries.isEmpty() ? 0 : 180);
        content.position(112).put(dependencies.getBytes(StandardCharsets.ISO_8859_1));
        content.position(180).put(libraries.getBytes(StandardCharsets.ISO_8859_1));
        return content.array();
    }
}
