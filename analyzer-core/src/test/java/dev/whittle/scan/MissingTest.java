package dev.whittle.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.Scene;
import dev.whittle.source.DirectoryRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing for programs, and what for a library on its own. */
class MissingTest {
    private final Scene scene;

    MissingTest(@TempDir Path directory) throws IOException {
        scene = Scene.glibc(directory.toRealPath());
    }

    @Test
    void a_program_lacks_its_own_library() throws IOException {
        scene.elf("/bin/app", Scene.program("libgone.so.1"));
        assertThat(of(ScanRule.MISSING_LIBRARY)).containsExactly("ERROR /bin/app: libgone.so.1: not found");
    }

    @Test
    void a_library_lacks_for_every_program_that_loads_it() throws IOException {
        scene.elf("/bin/a", Scene.program("libx.so.1"))
                .elf("/bin/b", Scene.program("libx.so.1"))
                .elf("/lib/libx.so.1", Scene.library("libgone.so.1").soname("libx.so.1"));
        assertThat(of(ScanRule.MISSING_LIBRARY))
                .containsExactly("ERROR /lib/libx.so.1: libgone.so.1: not found for any program that loads this:"
                        + " /bin/a, /bin/b");
        assertThat(of(ScanRule.MISSING_ALONE))
                .containsExactly("NOTE /lib/libx.so.1: libgone.so.1: not found when loaded alone; programs do not find"
                        + " it either");
    }

    @Test
    void a_library_lacks_for_one_of_two_programs() throws IOException {
        scene.elf("/bin/a", Scene.program("libx.so.1").rpath("/opt"))
                .elf("/bin/b", Scene.program("libx.so.1"))
                .elf("/lib/libx.so.1", Scene.library("libonly.so.1").soname("libx.so.1"))
                .libraries("/opt/libonly.so.1");
        assertThat(of(ScanRule.MISSING_LIBRARY))
                .containsExactly("ERROR /lib/libx.so.1: libonly.so.1: not found for 1 of 2 programs that load this:"
                        + " /bin/b");
    }

    @Test
    void a_library_lacks_alone_what_its_program_finds_for_it() throws IOException {
        scene.elf("/bin/a", Scene.program("libx.so.1").rpath("/opt"))
                .elf("/lib/libx.so.1", Scene.library("libonly.so.1").soname("libx.so.1"))
                .libraries("/opt/libonly.so.1");
        ScanResult result = scan();
        assertThat(ScanScene.of(ScanRule.MISSING_LIBRARY, result)).isEmpty();
        assertThat(ScanScene.of(ScanRule.MISSING_ALONE, result))
                .containsExactly(
                        "NOTE /lib/libx.so.1: libonly.so.1: not found when loaded alone; the program that loads"
                                + " it finds it");
    }

    @Test
    void a_module_that_no_program_loads_is_a_warning() throws IOException {
        scene.elf("/usr/lib/app/module.so", Scene.library("libx.so.1"))
                .elf("/lib/libx.so.1", Scene.library("libgone.so.1"));
        assertThat(of(ScanRule.MISSING_ALONE))
                .containsExactly(
                        "WARNING /lib/libx.so.1: libgone.so.1: not found when loaded alone; no program loads it",
                        "WARNING /usr/lib/app/module.so: libgone.so.1: not found when loaded alone, needed by"
                                + " /lib/libx.so.1; no program loads it");
    }

    @Test
    void without_its_loader_nothing_else_is_told_of_a_program() throws IOException {
        scene.elf("/bin/app", Scene.muslProgram("libgone.so.1"));
        ScanResult result = scan();
        assertThat(ScanScene.of(ScanRule.MISSING_LOADER, result))
                .containsExactly("ERROR /bin/app: /lib/ld-musl-x86_64.so.1: no such file");
        assertThat(ScanScene.of(ScanRule.MISSING_LIBRARY, result)).isEmpty();
    }

    /** A package, for example, is not a whole root. */
    @Test
    void a_library_that_a_program_seeks_in_vain_is_not_unneeded() throws IOException {
        scene.elf("/bin/app", Scene.muslProgram("libown.so.1"))
                .elf("/opt/libown.so.1", Scene.library().soname("libown.so.1"))
                .elf("/opt/libother.so.1", Scene.library().soname("libother.so.1"));
        assertThat(of(ScanRule.UNNEEDED_LIBRARY))
                .anyMatch(finding -> finding.contains("/opt/libother.so.1: "))
                .noneMatch(finding -> finding.contains("/opt/libown.so.1: "));
    }

    @Test
    void a_wrong_version_and_a_deadly_file_are_told_apart() throws IOException {
        scene.elf("/bin/old", Scene.program("liba.so.1").needsVersions("liba.so.1", "NEW"))
                .elf("/lib/liba.so.1", Scene.library().soname("liba.so.1").definesVersions("liba.so.1", "OLD"))
                .elf("/bin/dies", Scene.program("libtext.so.1"))
                .file("/lib/libtext.so.1", "INPUT(libtext.so.2)");
        ScanResult result = scan();
        assertThat(ScanScene.of(ScanRule.MISSING_VERSION, result))
                .containsExactly("ERROR /bin/old: NEW is not in /lib/liba.so.1, needed by /bin/old");
        assertThat(ScanScene.of(ScanRule.FATAL_FILE, result))
                .singleElement()
                .asString()
                .contains("/lib/libtext.so.1");
    }

    @Test
    void a_file_cut_off_is_damaged() throws IOException {
        scene.file("/lib/libcut.so", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        assertThat(of(ScanRule.DAMAGED_FILE)).singleElement().asString().startsWith("WARNING /lib/libcut.so: ");
    }

    @Test
    void hard_links_count_once_and_links_are_not_followed() throws IOException {
        scene.elf("/bin/app", Scene.program("libgone.so.1")).link("/bin/other", "app");
        scene.tree().hardLink("/bin/same", "/bin/app");
        ScanResult result = scan();
        assertThat(result.programs()).isEqualTo(1);
        assertThat(ScanScene.of(ScanRule.MISSING_LIBRARY, result)).hasSize(1);
    }

    @Test
    void only_what_is_below_a_path_is_looked_at_and_everything_is_found() throws IOException {
        scene.elf("/opt/app", Scene.program("libx.so.1"))
                .elf("/bin/broken", Scene.program("libgone.so.1"))
                .libraries("/lib/libx.so.1");
        ScanResult result = ScanScene.scan(DirectoryRoot.open(scene.tree().base()), "/opt");
        assertThat(ScanScene.of(ScanRule.MISSING_LIBRARY, result)).isEmpty();
        assertThat(result.elfFiles()).isEqualTo(1);
    }

    private List<String> of(ScanRule rule) throws IOException {
        return ScanScene.of(rule, scan());
    }

    private ScanResult scan() throws IOException {
        return ScanScene.scan(DirectoryRoot.open(scene.tree().base()));
    }
}
