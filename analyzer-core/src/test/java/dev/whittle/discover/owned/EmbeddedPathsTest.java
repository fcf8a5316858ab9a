package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths in programs whose strings are not terminated. */
class EmbeddedPathsTest {
    private final Scene scene;

    EmbeddedPathsTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .file("/usr/share/app/a.tmpl", "x")
                .file("/usr/share/app/b.txt", "x")
                .file("/etc/app/app.json", "x")
                .file("/etc/app/app.json.dist", "x")
                .file("/srv/other/file", "x");
    }

    @Test
    void a_path_ends_where_the_root_says() throws Exception {
        assertThat(found("no such file/etc/app/app.jsonunexpected end"))
                .contains("EXPECTED /etc/app/app.json (/usr/bin/app holds the text /etc/app/app.json)");
        assertThat(found("x/etc/app/app.json.distx")).anyMatch(line -> line.contains("/etc/app/app.json.dist "));
    }

    @Test
    void a_pattern_is_matched() throws Exception {
        assertThat(found("bad request/usr/share/app/*.tmplinvalid"))
                .contains("EXPECTED /usr/share/app/a.tmpl (/usr/bin/app holds the text /usr/share/app/*.tmplinvalid)")
                .noneMatch(line -> line.contains("b.txt"));
    }

    @Test
    void what_the_root_does_not_have_names_nothing() throws Exception {
        assertThat(found("golang.org/x/net/srv/othe/file and /gone/x"))
                .noneMatch(line -> line.contains("holds the text"));
    }

    private List<String> found(String text) throws Exception {
        scene.elf("/usr/bin/app", program().data("rustc version /rustc/abc", text));
        return Question.of(scene).started("/usr/bin/app").wholeImage().found("paths");
    }
}
