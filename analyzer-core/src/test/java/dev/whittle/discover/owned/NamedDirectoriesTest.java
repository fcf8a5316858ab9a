package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that a program is named after. */
class NamedDirectoriesTest {
    private final Scene scene;

    NamedDirectoriesTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root).elf("/usr/bin/maker", program()).elf("/bin/sh", program());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/share/maker/a",
                "/usr/share/maker-3.25/a",
                "/usr/share/maker3/a",
                "/usr/libexec/maker/a",
                "/etc/maker/a",
            })
    void its_name_may_have_a_version(String path) throws Exception {
        scene.file(path, "x");
        assertThat(Question.of(scene, "/usr/bin/maker")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/share/makers/a", "/usr/share/maker-data/a", "/opt/maker/a"})
    void another_name_is_no_version(String path) throws Exception {
        scene.file(path, "x");
        assertThat(Question.of(scene, "/usr/bin/maker")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .doesNotContain(path);
    }

    @Test
    void a_script_and_a_program_behind_one_have_directories() throws Exception {
        scene.file("/usr/bin/draw", "#!/bin/sh\nexec /usr/bin/paint.bin\n")
                .elf("/usr/bin/paint.bin", program())
                .file("/usr/lib/draw/a", "")
                .file("/usr/share/paint/a", "");
        scene.tree().mode("/usr/bin/draw", "rwxr-xr-x").mode("/usr/bin/paint.bin", "rwxr-xr-x");
        assertThat(Question.of(scene)
                        .started("/usr/bin/draw")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/lib/draw/a", "/usr/share/paint/a");
    }
}
