package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about a program other than its resolution. */
class ProgramTest {
    private final Path root;

    ProgramTest(@TempDir Path root) {
        this.root = root;
    }

    @ParameterizedTest
    @CsvSource({
        "/bin/gone, /bin/gone: no such file",
        "/bin/app/x, /bin/app/x: not a directory on the way: /bin/app",
        "/gone/app, '/gone/app: no such file; there is no /gone'",
        "/bin, /bin: is a directory",
        "/loop, /loop: too many links",
    })
    void one_that_is_not_there_is_told_with_the_place_where_it_ends(String path, String message) throws Exception {
        Resolver resolver = Scene.bare(root)
                .elf("/bin/app", program())
                .link("/loop", "loop")
                .resolver();
        assertThatThrownBy(() -> resolver.open(RootPath.of(path)))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(message);
    }

    @Test
    void one_that_is_broken_is_told_as_such() throws Exception {
        Resolver resolver = Scene.bare(root).file("/bin/script", "#!/bin/sh").resolver();
        assertThatThrownBy(() -> resolver.open(RootPath.of("/bin/script"))).isInstanceOf(BadElfException.class);
    }

    @Test
    void its_own_search_path_is_told_as_its_loader_expands_it() throws Exception {
        assertThat(searchPath(
                        program().runpath("$ORIGIN/../lib::/opt/$LIB:$NOWHERE").rpath("/void")))
                .containsExactly(
                        "RUNPATH $ORIGIN/../lib = /bin/../lib",
                        "RUNPATH  = ",
                        "RUNPATH /opt/$LIB = /opt/lib/x86_64-linux-gnu",
                        "RUNPATH $NOWHERE = $NOWHERE");
        assertThat(searchPath(program().rpath("/a:/b"))).containsExactly("RPATH /a = /a", "RPATH /b = /b");
        assertThat(searchPath(muslProgram().rpath("$ORIGIN/x::/b")))
                .containsExactly("RPATH /bin/x = /bin/x", "RPATH /b = /b");
        assertThat(searchPath(muslProgram().runpath("/a:$LIB"))).containsExactly("RUNPATH /a:$LIB = dropped");
    }

    @Test
    void without_a_list_or_a_loader_there_is_no_search_path() throws Exception {
        assertThat(searchPath(program())).isEmpty();
        assertThat(searchPath(program().runpath(""))).isEmpty();
        assertThat(searchPath(program().runpath("").rpath("/a"))).isEmpty();
        assertThat(searchPath(ElfBuilder.x86_64().type(1).runpath("/a"))).isEmpty();
    }

    @Test
    void its_loader_knows_levels_or_none() throws Exception {
        assertThat(hwcaps(program())).containsExactly("x86-64-v4", "x86-64-v3", "x86-64-v2");
        assertThat(hwcaps(library("libc.so.6"))).containsExactly("x86-64-v4", "x86-64-v3", "x86-64-v2");
        assertThat(hwcaps(muslProgram())).isEmpty();
        assertThat(hwcaps(library("libc.musl-x86_64.so.1"))).isEmpty();
        assertThat(hwcaps(ElfBuilder.x86_64().type(1))).isEmpty();
    }

    @Test
    void what_no_loader_loads_stands_alone() throws Exception {
        for (ElfBuilder file :
                List.of(ElfBuilder.x86_64().type(1), ElfBuilder.x86_64().type(2).withoutDynamic())) {
            Resolution resolution = scene(file).resolve("/bin/app");
            assertThat(resolution.libc()).isEmpty();
            assertThat(resolution.interpreter()).isEmpty();
            assertThat(resolution.objects()).isEmpty();
            assertThat(resolution.scope()).containsExactly(resolution.program());
        }
    }

    @Test
    void a_library_is_for_glibc_where_neither_it_nor_the_root_says_otherwise() throws Exception {
        Scene scene = Scene.bare(root).elf("/lib/libx.so", library());
        Interpreter glibc = scene.resolve("/lib/libx.so").interpreter().orElseThrow();
        assertThat(glibc.path()).isEqualTo(FakeLoader.GLIBC_X86_64);
        assertThat(glibc.isMissing()).isTrue();
        scene.loader(FakeLoader.MUSL_X86_64, FakeLoader.musl());
        Interpreter musl = scene.resolve("/lib/libx.so").interpreter().orElseThrow();
        assertThat(musl.path()).isEqualTo(FakeLoader.MUSL_X86_64);
        assertThat(musl.isMissing()).isFalse();
    }

    private List<String> searchPath(ElfBuilder program) throws Exception {
        Resolver resolver = scene(program).resolver();
        return resolver.searchPath(resolver.open(RootPath.of("/bin/app"))).stream()
                .map(element -> element.kind() + " " + element.written() + " = "
                        + element.directory().orElse("dropped"))
                .toList();
    }

    private List<String> hwcaps(ElfBuilder program) throws Exception {
        Resolver resolver = scene(program).resolver();
        return resolver.hwcaps(resolver.open(RootPath.of("/bin/app")), LoaderOptions.NONE);
    }

    private Scene scene(ElfBuilder program) throws Exception {
        return Scene.glibc(root)
                .loader(FakeLoader.MUSL_X86_64, FakeLoader.musl())
                .elf("/bin/app", program);
    }
}
