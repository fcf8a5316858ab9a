package dev.whittle.report;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.whittle.bytes.RawText;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema dev.whittle.ldd/1, read back by a parser. */
class JsonFormatTest {
    private Scene scene;

    @BeforeEach
    void aDebianRoot(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root);
    }

    @Test
    void the_parts_together_are_one_document() throws Exception {
        scene.elf("/bin/app", program("libx.so", "libgone.so")).libraries("/lib/libx.so");
        JsonObject document = document("/bin/app", "/lib/libx.so");
        assertThat(document.get("schema").getAsString()).isEqualTo("dev.whittle.ldd/1");
        assertThat(document.getAsJsonArray("files")).hasSize(2);
        JsonObject app = file(document, 0);
        assertThat(app.get("path").getAsString()).isEqualTo("/bin/app");
        assertThat(app.get("machine").getAsString()).isEqualTo("x86_64");
        assertThat(app.get("libc").getAsString()).isEqualTo("glibc");
        assertThat(app.get("complete").getAsBoolean()).isFalse();
        assertThat(app.getAsJsonObject("interpreter").get("found").getAsBoolean())
                .isTrue();
        assertThat(file(document, 1).get("linkage").getAsString()).isEqualTo("library");
    }

    @Test
    void requests_tell_found_missing_and_fatal_apart() throws Exception {
        scene.elf("/bin/app", program("libx.so", "libgone.so", "libtext.so"))
                .libraries("/lib/libx.so")
                .file("/lib/libtext.so", "x".repeat(80));
        JsonObject app = file(document("/bin/app"), 0);
        assertThat(request(app, 0).get("status").getAsString()).isEqualTo("found");
        assertThat(request(app, 0).get("path").getAsString()).isEqualTo("/lib/libx.so");
        assertThat(request(app, 1).get("status").getAsString()).isEqualTo("missing");
        assertThat(request(app, 1).getAsJsonArray("tried")).hasSize(4);
        assertThat(request(app, 2).get("status").getAsString()).isEqualTo("fatal");
        assertThat(request(app, 2).get("reason").getAsString()).isEqualTo("invalid ELF header");
    }

    @Test
    void a_name_that_is_no_utf_8_has_its_bytes_beside_it() throws Exception {
        String odd = "lib\u00ff.so";
        scene.elf("/bin/app", program(odd, RawText.ofText("libä.so")));
        JsonObject app = file(document("/bin/app"), 0);
        assertThat(request(app, 0).get("name").getAsString()).isEqualTo("lib\ufffd.so");
        assertThat(Base64.getDecoder().decode(request(app, 0).get("nameBase64").getAsString()))
                .isEqualTo(RawText.bytes(odd));
        assertThat(request(app, 1).get("name").getAsString()).isEqualTo("libä.so");
        assertThat(request(app, 1).has("nameBase64")).isFalse();
    }

    @Test
    void control_characters_and_quotes_are_escaped() throws Exception {
        scene.elf("/bin/app", program("lib\"\n\033.so"));
        assertThat(request(file(document("/bin/app"), 0), 0).get("name").getAsString())
                .isEqualTo("lib\"\n\033.so");
    }

    @Test
    void version_problems_have_their_members() throws Exception {
        scene.elf("/bin/app", program("libv.so").needsVersions("libv.so", "V_2"))
                .elf("/lib/libv.so", library().definesVersions("V_1"));
        JsonObject problem = file(document("/bin/app"), 0)
                .getAsJsonArray("versionProblems")
                .get(0)
                .getAsJsonObject();
        assertThat(problem.get("version").getAsString()).isEqualTo("V_2");
        assertThat(problem.get("error").getAsBoolean()).isTrue();
    }

    private JsonObject document(String... paths) throws Exception {
        JsonFormat format = new JsonFormat();
        StringBuilder raw = new StringBuilder(format.begin(paths.length));
        for (String path : paths) {
            raw.append(format.print(scene.resolve(path)));
        }
        raw.append(format.end());
        return JsonParser.parseString(RawText.text(raw.toString())).getAsJsonObject();
    }

    private static JsonObject file(JsonObject document, int index) {
        return document.getAsJsonArray("files").get(index).getAsJsonObject();
    }

    private static JsonObject request(JsonObject file, int index) {
        return file.getAsJsonArray("requests").get(index).getAsJsonObject();
    }
}
