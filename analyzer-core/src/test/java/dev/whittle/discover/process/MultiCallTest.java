package dev.whittle.discover.process;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of a multi-call binary. */
class MultiCallTest {
    private final Scene scene;

    MultiCallTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/busybox", program().data("BusyBox v1.36"))
                .elf("/usr/bin/popen", program().imports("popen"))
                .elf("/bin/other", program())
                .elf("/bin/ssl_client", program());
        scene.tree().mode("/bin/ssl_client", "rwxr-xr-x");
        for (String applet : new String[] {"sh", "grep", "wget"}) {
            scene.link("/bin/" + applet, "busybox");
        }
        scene.link("/usr/bin/sort", "/bin/busybox").link("/usr/bin/second", "/bin/other");
    }

    @Test
    void with_a_shell_all_names_are_kept() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/popen")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/bin/sh -> busybox", "/bin/grep -> busybox", "/usr/bin/sort -> /bin/busybox")
                .doesNotContain("/usr/bin/second -> /bin/other");
    }

    @Test
    void a_name_alone_brings_no_helper() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/popen")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/bin/wget -> busybox")
                .doesNotContain("/bin/ssl_client");
    }

    @Test
    void without_a_shell_only_those_that_are_named() throws Exception {
        assertThat(Question.of(scene, "/bin/grep").kept())
                .contains("/bin/grep -> busybox")
                .doesNotContain("/usr/bin/sort -> /bin/busybox");
    }

    @Test
    void the_minimum_has_only_those_that_are_named() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/popen")
                        .keeping(FamilyChoice.Keep.MINIMAL)
                        .kept())
                .contains("/bin/sh -> busybox")
                .doesNotContain("/bin/grep -> busybox");
    }

    @Test
    void wget_brings_its_helper() throws Exception {
        assertThat(Question.of(scene, "/bin/wget")
                        .keeping(FamilyChoice.Keep.MINIMAL)
                        .kept())
                .contains("/bin/ssl_client");
    }

    @Test
    void a_command_of_a_script_brings_its_helper() throws Exception {
        scene.file("/entry", "#!/bin/sh\nf() { wget -q x; }\n");
        scene.tree().mode("/entry", "rwxr-xr-x");
        assertThat(Question.of(scene)
                        .started("/entry")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/bin/ssl_client");
    }
}
