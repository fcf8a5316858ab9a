package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.report.Style;
import dev.whittle.report.TreeFormat;
import dev.whittle.resolve.load.Edge;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that no valid build produces are handled, as by glibc's loader and by musl's. */
class OddShapesTest {
    private static final List<String> LOADERS = List.of(FakeLoader.GLIBC_X86_64, FakeLoader.MUSL_X86_64);

    private final Path root;

    OddShapesTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void a_library_that_needs_itself_and_two_that_need_each_other() throws Exception {
        Scene scene = both().elf("/bin/g", program("libself.so", "liba.so"))
                .elf("/bin/m", muslProgram("libself.so", "liba.so"))
                .elf("/lib/libself.so", library("libself.so"))
                .elf("/lib/liba.so", library("libb.so"))
                .elf("/lib/libb.so", library("liba.so"));
        for (String file : List.of("/bin/g", "/bin/m")) {
            assertThat(scene.resolve(file).isComplete()).isTrue();
            assertThat(scene.ldd(file).stream().filter(line -> !LOADERS.contains(line)))
                    .containsExactly(
                            "libself.so => /lib/libself.so", "liba.so => /lib/liba.so", "libb.so => /lib/libb.so");
            String tree = new TreeFormat(Style.PLAIN, true).print(scene.resolve(file));
            assertThat(tree.lines()).hasSize(6);
        }
    }

    @Test
    void a_loader_that_is_a_filter_itself() throws Exception {
        byte[] loader = FakeLoader.with(
                ElfBuilder.x86_64().soname("ld-linux-x86-64.so.2").string(ElfBuilder.DT_FILTER, "libx.so"),
                "/lib/",
                "/usr/lib/");
        Scene scene = Scene.bare(root)
                .loader(FakeLoader.GLIBC_X86_64, loader)
                .elf("/bin/g", program("ld-linux-x86-64.so.2"))
                .libraries("/lib/libx.so");
        assertThat(scene.resolve("/bin/g").isComplete()).isTrue();
    }

    @Test
    void filters_that_point_at_each_other() throws Exception {
        Scene scene = both().elf("/bin/g", program("liba.so"))
                .elf("/lib/liba.so", library().string(ElfBuilder.DT_FILTER, "libb.so"))
                .elf("/lib/libb.so", library().string(ElfBuilder.DT_FILTER, "liba.so"));
        assertThat(scene.resolve("/bin/g").objects()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lib/libx.so", "/lib"})
    void links_that_go_in_circles(String link) throws Exception {
        Scene scene = Scene.bare(root)
                .elf("/bin/g", program("libx.so"))
                .elf("/bin/m", muslProgram("libx.so"))
                .link(link, link);
        assertThat(scene.resolve("/bin/g").missing()).hasSize(1);
        assertThat(scene.resolve("/bin/m").missing()).hasSize(1);
    }

    @Test
    void absolute_links_and_surplus_dots_stay_inside_the_root() throws Exception {
        Scene scene = Scene.bare(root)
                .loader("/usr" + FakeLoader.GLIBC_X86_64, FakeLoader.debian())
                .loader("/usr" + FakeLoader.MUSL_X86_64, FakeLoader.musl())
                .link("/lib", "/../../usr/lib")
                .link("/lib64", "usr/lib64")
                .link("/opt", "../../../../usr/opt")
                .elf("/bin/g", program("libx.so", "/../../../opt/liby.so").rpath("$ORIGIN/../../../opt"))
                .elf("/bin/m", muslProgram("libx.so", "/../../../opt/liby.so").rpath("$ORIGIN/../../../opt"))
                .libraries("/usr/opt/libx.so", "/usr/opt/liby.so");
        assertThat(scene.resolve("/bin/g").isComplete()).isTrue();
        assertThat(scene.resolve("/bin/m").isComplete()).isTrue();
        assertThat(scene.resolve("/bin/g").objects())
                .extracting(object -> object.realPath().raw())
                .containsExactly("/usr/opt/libx.so", "/usr/opt/liby.so");
    }

    @Test
    void a_name_of_bytes_that_are_no_text_and_one_too_long() throws Exception {
        String odd = "lib\u00ff\u0001.so";
        Scene scene = both().elf("/bin/g", program(odd, "l".repeat(300), "x/".repeat(3000) + "l"));
        assertThat(scene.resolve("/bin/g").missing())
                .extracting(Edge::name)
                .containsExactly(odd, "l".repeat(300), "x/".repeat(3000) + "l");
    }

    private Scene both() throws IOException {
        return Scene.glibc(root).loader(FakeLoader.MUSL_X86_64, FakeLoader.musl());
    }
}
