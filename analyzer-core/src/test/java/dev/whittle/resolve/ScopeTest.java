package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of symbol look-up: for glibc elf/dl-deps.c:_dl_map_object_deps, for musl dynlink.c:add_syms. */
class ScopeTest {
    private final Path root;

    ScopeTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void glibc_goes_breadth_first_and_leaves_out_what_is_missing() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("liba.so", "libgone.so", "libb.so"))
                .elf("/lib/liba.so", library("libc.so.6", "ld-linux-x86-64.so.2"))
                .elf("/lib/libb.so", library("libc.so.6"))
                .libraries("/lib/libc.so.6", "/lib/libp.so")
                .preload("libp.so", "libnone.so");
        assertThat(scope(scene))
                .containsExactly(
                        "/bin/app",
                        "/lib/libp.so",
                        "/lib/liba.so",
                        "/lib/libb.so",
                        "/lib/libc.so.6",
                        FakeLoader.GLIBC_X86_64);
    }

    /** The file is already loaded under its other name, and is after the filter: it is moved before it. */
    @Test
    void glibc_moves_a_filtee_before_its_owner_by_whatever_name() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("liba.so", "libreal.so"))
                .elf("/lib/liba.so", library().string(ElfBuilder.DT_FILTER, "libf.so"))
                .libraries("/lib/libreal.so")
                .link("/lib/libf.so", "libreal.so");
        assertThat(scope(scene)).containsExactly("/bin/app", "/lib/libreal.so", "/lib/liba.so");
    }

    @Test
    void glibc_takes_an_empty_name_for_the_program_itself() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf(
                        "/bin/app",
                        program("")
                                .string(ElfBuilder.DT_AUXILIARY, "")
                                .string(ElfBuilder.DT_FILTER, "")
                                .needed("liba.so"))
                .libraries("/lib/liba.so");
        assertThat(scene.resolve("/bin/app").isComplete()).isTrue();
        assertThat(scope(scene)).containsExactly("/bin/app", "/lib/liba.so");
    }

    @Test
    void musl_has_the_loader_where_it_was_first_needed() throws Exception {
        Scene scene = Scene.musl(root)
                .elf("/bin/app", muslProgram("liba.so", "libb.so"))
                .elf("/lib/liba.so", library("libc.so"))
                .libraries("/lib/libb.so", "/lib/libp.so");
        assertThat(scope(scene)).containsExactly("/bin/app", "/lib/liba.so", "/lib/libb.so", FakeLoader.MUSL_X86_64);
        scene.elf("/bin/app", muslProgram("libc.so", "liba.so", "libb.so")).preload("libp.so");
        assertThat(scope(scene))
                .containsExactly("/bin/app", "/lib/libp.so", FakeLoader.MUSL_X86_64, "/lib/liba.so", "/lib/libb.so");
    }

    private static List<String> scope(Scene scene) throws Exception {
        return scene.resolve("/bin/app").scope().stream()
                .map(LoadedObject::path)
                .toList();
    }
}
