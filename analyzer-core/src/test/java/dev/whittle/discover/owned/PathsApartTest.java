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

/** Paths whose parts a program stores separately. */
class PathsApartTest {
    private final Scene scene;

    PathsApartTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .file("/etc/sources.ini", "x")
                .file("/etc/other.ini", "x")
                .elf("/usr/lib/Tq/bin/tool", program())
                .file("/usr/lib/Tq/share/data", "x")
                .file("/usr/natx/v1/d", "x");
        scene.tree().mode("/usr/lib/Tq/bin/tool", "rwxr-xr-x");
    }

    @Test
    void a_directory_and_the_name_of_a_file_in_it() throws Exception {
        scene.elf("/usr/bin/app", program().data("/etc", "sources.ini", "gone.ini"));
        assertThat(Question.of(scene, "/usr/bin/app")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/etc/sources.ini")
                .doesNotContain("/etc/other.ini");
        scene.elf("/usr/bin/app", program().data("/usr/lib", "sources.ini"));
        assertThat(Question.of(scene, "/usr/bin/app")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .doesNotContain("/etc/sources.ini");
    }

    @Test
    void a_format_with_a_program_in_a_directory_that_is_named() throws Exception {
        scene.elf("/usr/bin/app", program().imports("execl").data("/usr/lib/Tq", "%s/bin/tool"));
        assertThat(Question.of(scene, "/usr/bin/app").kept())
                .contains("/usr/lib/Tq/bin/tool", "/usr/lib/Tq/share/data");
        scene.elf("/usr/bin/app", program().data("/usr/lib/Tq", "%s/bin/tool"));
        assertThat(Question.of(scene, "/usr/bin/app").kept()).doesNotContain("/usr/lib/Tq/bin/tool");
    }

    @Test
    void a_path_that_is_seen_from_the_program_s_directory() throws Exception {
        scene.elf("/usr/bin/app", program().data("../natx/", "../lib", "../gone/x"));
        assertThat(Question.of(scene, "/usr/bin/app").kept())
                .contains("/usr/natx/v1/d")
                .doesNotContain("/usr/lib/Tq/share/data");
    }

    @Test
    void a_line_of_a_configuration_that_is_compiled_in() throws Exception {
        scene.elf("/usr/bin/app", program().data("sources_table /etc/sources.ini", "see /etc/other.ini for more"));
        assertThat(Question.of(scene, "/usr/bin/app").kept())
                .contains("/etc/sources.ini")
                .doesNotContain("/etc/other.ini");
    }

    @Test
    void a_command_line_whose_program_is_partly_known() throws Exception {
        scene.file("/usr/lib/helpers/order", "#!/bin/sh\n")
                .elf("/usr/bin/app", program().imports("system").data("/usr/lib/helpers/%s </etc/other.ini"));
        scene.tree().mode("/usr/lib/helpers/order", "rwxr-xr-x");
        assertThat(Question.of(scene, "/usr/bin/app")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/lib/helpers/order");
    }
}
