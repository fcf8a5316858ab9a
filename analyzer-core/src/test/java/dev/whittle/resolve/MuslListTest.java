package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** musl's lists of loaded objects: ldso/dynlink.c, load_library, map_library and __dls3. */
class MuslListTest {
    private Scene scene;

    @BeforeEach
    void aMuslRoot(@TempDir Path root) throws IOException {
        scene = Scene.musl(root);
    }

    /** add_syms in load order; the loader where its own name is requested, otherwise at the end. */
    @Test
    void symbols_are_looked_for_in_the_order_of_loading() throws Exception {
        scene.elf("/bin/first", muslProgram("libc.so", "liba.so"))
                .elf("/bin/between", muslProgram("liba.so", "libc.so", "libb.so", "libm.so"))
                .elf("/bin/last", muslProgram("liba.so", "libb.so"))
                .libraries("/lib/liba.so", "/lib/libb.so");
        assertThat(scope("/bin/first")).containsExactly("/bin/first", FakeLoader.MUSL_X86_64, "/lib/liba.so");
        assertThat(scope("/bin/between"))
                .containsExactly("/bin/between", "/lib/liba.so", FakeLoader.MUSL_X86_64, "/lib/libb.so");
        assertThat(scope("/bin/last"))
                .containsExactly("/bin/last", "/lib/liba.so", "/lib/libb.so", FakeLoader.MUSL_X86_64);
    }

    @Test
    void what_is_needed_and_missing_is_listed_and_what_is_preloaded_and_missing_is_not() throws Exception {
        scene.elf("/bin/app", muslProgram("libgone.so", "/opt/gone.so")).preload("libnone.so", "/opt/none.so");
        assertThat(scene.resolve("/bin/app").loaded())
                .extracting(Resolution.Listed::name)
                .containsExactly(FakeLoader.MUSL_X86_64, "libgone.so", "/opt/gone.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libnone.so => missing",
                        "/bin/app: /opt/none.so => missing",
                        "/bin/app: libgone.so => missing",
                        "/bin/app: /opt/gone.so => missing");
    }

    @Test
    void a_program_is_loaded_as_a_library_and_an_object_file_is_not() throws Exception {
        scene.elf("/bin/app", muslProgram("libprogram.so", "libobject.so", "libstatic.so"))
                .elf("/lib/libprogram.so", library().type(ElfBuilder.ET_EXEC))
                .elf("/lib/libobject.so", library().type(1))
                .elf("/lib/libstatic.so", library().type(ElfBuilder.ET_EXEC).withoutDynamic());
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libprogram.so => /lib/libprogram.so [system directory]",
                        "/bin/app: libobject.so => fatal: exec format error: relocatable object without a dynamic table",
                        "/bin/app: libstatic.so => fatal: exec format error: executable without a dynamic table");
    }

    /**
     * Another machine's file is mapped if it has the same layout, and so is in the list before its relocations fail.
     */
    @Test
    void of_another_machine_what_has_the_same_shape_is_listed() throws Exception {
        scene.elf("/bin/app", muslProgram("libarm.so", "lib32.so", "libbig.so", "libobject.so", "libstatic.so"))
                .elf("/lib/libarm.so", ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64))
                .elf("/lib/lib32.so", ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_X86_64))
                .elf("/lib/libbig.so", ElfBuilder.of(64, ByteOrder.BIG_ENDIAN, ElfBuilder.EM_X86_64))
                .elf(
                        "/lib/libobject.so",
                        ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64)
                                .type(1))
                .elf(
                        "/lib/libstatic.so",
                        ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64)
                                .withoutDynamic());
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(resolution.fatal()).hasSize(5);
        assertThat(resolution.objects())
                .extracting(LoadedObject::path)
                .containsExactly(FakeLoader.MUSL_X86_64, "/lib/libarm.so");
        assertThat(scene.edges("/bin/app").get(0))
                .isEqualTo("/bin/app: libarm.so => fatal: built for aarch64, not for x86_64");
    }

    /** A short name is that of the path under which the file was first opened, by whatever name a search finds it. */
    @Test
    void a_file_found_under_a_second_name_is_known_by_its_first() throws Exception {
        scene.elf("/bin/app", muslProgram("/opt/liba.so", "libb.so", "liba.so"))
                .libraries("/opt/liba.so", "/lib/liba.so")
                .link("/lib/libb.so", "/opt/liba.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: /opt/liba.so => /opt/liba.so [path]",
                        "/bin/app: libb.so => /opt/liba.so [path]",
                        "/bin/app: liba.so => /opt/liba.so [path]");
    }

    /** load_library's buffer has 2*NAME_MAX+2 bytes, including the final NUL. */
    @Test
    void a_path_of_511_bytes_is_opened_and_one_of_512_is_passed_over() throws Exception {
        String parent = "/" + "d".repeat(250) + "/" + "e".repeat(240);
        String fits = "l".repeat(511 - parent.length() - 1);
        scene.elf("/bin/app", muslProgram(fits, fits + "x"))
                .libraries(parent + "/" + fits, parent + "/" + fits + "x")
                .libraryPath(parent);
        List<String> edges = scene.edges("/bin/app");
        assertThat(edges.get(0)).endsWith("[library path]");
        assertThat(edges.get(1)).endsWith("missing");
        assertThat(scene.attempts("/bin/app")).contains(parent + "/" + fits + "x: name too long");
    }

    private List<String> scope(String program) throws Exception {
        return scene.resolve(program).scope().stream().map(LoadedObject::path).toList();
    }
}
