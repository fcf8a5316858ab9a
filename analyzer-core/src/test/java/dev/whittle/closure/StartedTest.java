package dev.whittle.closure;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an image starts: programs, and scripts with what the kernel starts for them. */
class StartedTest {
    private Scene scene;

    @BeforeEach
    void aShellAndItsLibrary(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/dash", program("libc.so"))
                .link("/bin/sh", "dash")
                .elf("/usr/bin/env", program())
                .elf("/usr/local/bin/perl", program("libperl.so"))
                .libraries("/lib/libc.so", "/lib/libperl.so");
    }

    @Test
    void an_elf_file_comes_with_its_closure() throws Exception {
        assertThat(ClosureScene.of(scene).started("/bin/dash").kept()).contains("/bin/dash", "/lib/libc.so");
        assertThat(ClosureScene.of(scene).started("/bin/dash").reasons("/bin/dash"))
                .containsExactly("STARTED: Entrypoint of the image");
    }

    @Test
    void a_script_comes_with_its_interpreter_and_that_one_s_closure() throws Exception {
        script("/entry.sh", "#!/bin/sh -e\n");
        assertThat(ClosureScene.of(scene).started("/entry.sh").kept())
                .contains("/entry.sh", "/bin/sh -> dash", "/bin/dash", "/lib/libc.so");
        assertThat(ClosureScene.of(scene)
                        .started("/entry.sh")
                        .closure()
                        .selection()
                        .get(RootPath.of("/bin/dash")))
                .hasValueSatisfying(dash -> assertThat(dash.reasons())
                        .containsExactly(new Reason(
                                Reason.Kind.INTERPRETER,
                                "interpreter of the script /entry.sh",
                                RootPath.of("/entry.sh"))));
    }

    @Test
    void env_comes_with_the_command_it_looks_for() throws Exception {
        script("/entry", "#!/usr/bin/env perl\n");
        assertThat(ClosureScene.of(scene).started("/entry").kept())
                .contains("/usr/bin/env", "/usr/local/bin/perl", "/lib/libperl.so");
    }

    @Test
    void an_interpreter_may_be_a_script_itself_but_not_without_end() throws Exception {
        script("/a", "#!/b\n");
        script("/b", "#!/bin/sh\n");
        script("/loop", "#!/loop\n");
        assertThat(ClosureScene.of(scene).started("/a").kept()).contains("/a", "/b", "/bin/dash");
        assertThat(ClosureScene.of(scene).started("/loop").kept()).containsExactly("/loop");
    }

    @Test
    void a_file_that_is_neither_is_kept_as_it_is() throws Exception {
        script("/data", "no script\n");
        script("/broken", "#!/nowhere/sh\n");
        assertThat(ClosureScene.of(scene).started("/data", "/broken").kept()).containsExactly("/broken", "/data");
    }

    @Test
    void one_that_is_not_there_is_an_error_that_says_who_starts_it() {
        assertThatThrownBy(() -> ClosureScene.of(scene).started("/gone").closure())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("Entrypoint of the image");
    }

    private void script(String path, String content) throws IOException {
        scene.file(path, content);
        scene.tree().mode(path, "rwxr-xr-x");
    }
}
