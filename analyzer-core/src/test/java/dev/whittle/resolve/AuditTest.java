package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.load.Edge;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audit libraries of glibc: elf/rtld.c, audit_list_add_string and load_auditors. */
class AuditTest {
    private Scene scene;

    @BeforeEach
    void aDebianRoot(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .libraries("/lib/libenv.so", "/lib/liba.so", "/lib/libb.so", "/lib/libd.so", "/opt/libenv.so");
    }

    @Test
    void those_of_the_environment_come_first_then_the_program_s_own() throws Exception {
        scene.elf(
                        "/bin/app",
                        program()
                                .string(ElfBuilder.DT_DEPAUDIT, "libd.so")
                                .string(ElfBuilder.DT_AUDIT, "liba.so::libb.so:"))
                .options(options -> options.withAudit(List.of("libenv.so")));
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libenv.so => /lib/libenv.so [system directory]",
                        "/bin/app: liba.so => /lib/liba.so [system directory]",
                        "/bin/app: libb.so => /lib/libb.so [system directory]",
                        "/bin/app: libd.so => /lib/libd.so [system directory]");
        assertThat(scene.resolve("/bin/app").edges()).extracting(Edge::kind).containsOnly(Edge.Kind.AUDIT);
        assertThat(scene.resolve("/bin/app").objects())
                .as("they live in a name space of their own")
                .isEmpty();
    }

    @Test
    void one_of_a_library_says_nothing() throws Exception {
        scene.elf("/bin/app", program("libx.so")).elf("/lib/libx.so", library().string(ElfBuilder.DT_AUDIT, "liba.so"));
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => /lib/libx.so [system directory]");
    }

    @Test
    void one_that_is_not_there_only_warns() throws Exception {
        scene.elf("/bin/app", program().string(ElfBuilder.DT_AUDIT, "libgone.so"));
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libgone.so => missing");
        assertThat(scene.resolve("/bin/app").isComplete()).isTrue();
    }

    /** dso_name_valid_for_suid. */
    @Test
    void in_secure_mode_a_name_with_a_slash_is_none() throws Exception {
        scene.elf("/bin/app", program()).options(options -> options.withAudit(List.of("/opt/libenv.so", "libenv.so")));
        assertThat(scene.edges("/bin/app")).hasSize(2);
        assertThat(scene.secure().edges("/bin/app"))
                .containsExactly("/bin/app: libenv.so => /lib/libenv.so [system directory]");
    }
}
