package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a root has a library that its loader did not find. */
class LibraryLocatorTest {
    private final Path root;

    LibraryLocatorTest(@TempDir Path root) {
        this.root = root;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/local/lib/libx.so",
                "/usr/lib/jvm/lib/server/libx.so",
                "/opt/app/a/b/c/libx.so",
                "/usr/local/app/libx.so",
                "/lib64/libx.so"
            })
    void a_library_is_come_across(String path) throws Exception {
        assertThat(find(Scene.glibc(root).libraries(path))).contains(RootPath.of(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/me/libx.so", "/opt/a/b/c/d/e/f/libx.so"})
    void but_not_everywhere(String path) throws Exception {
        assertThat(find(Scene.glibc(root).libraries(path))).isEmpty();
    }

    @Test
    void names_that_are_directories_everywhere_are_no_libraries() throws Exception {
        LibraryLocator whereabouts =
                whereabouts(Scene.glibc(root).elf("/bin/app", program()).libraries("/opt/a/libx.so"));
        assertThat(whereabouts.find(".")).isEmpty();
        assertThat(whereabouts.find("..")).isEmpty();
        assertThat(whereabouts.find("a")).isEmpty();
    }

    @Test
    void one_name_after_another_is_found_wherever_the_one_before_was() throws Exception {
        LibraryLocator whereabouts = whereabouts(Scene.glibc(root)
                .elf("/bin/app", program())
                .libraries("/opt/z/a/far.so", "/usr/lib/near.so", "/opt/z/middle.so"));
        for (String path : List.of("/opt/z/middle.so", "/opt/z/a/far.so", "/usr/lib/near.so", "/opt/z/a/far.so")) {
            assertThat(whereabouts.find(path.substring(path.lastIndexOf('/') + 1)))
                    .contains(RootPath.of(path));
        }
    }

    @Test
    void the_nearest_is_told_first() throws Exception {
        Scene scene = Scene.glibc(root).libraries("/opt/a/b/libx.so", "/opt/z/libx.so");
        assertThat(find(scene)).contains(RootPath.of("/opt/z/libx.so"));
    }

    @Test
    void what_could_not_be_loaded_is_no_help() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/opt/a/libx.so", ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_386))
                .elf("/opt/b/libx.so", ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_X86_64))
                .elf("/opt/c/libx.so", ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64))
                .file("/opt/d/libx.so", "GROUP ( libx.so.1 )")
                .libraries("/opt/e/libx.so/directory");
        assertThat(find(scene)).isEmpty();
        assertThat(find(scene.libraries("/opt/f/libx.so"))).contains(RootPath.of("/opt/f/libx.so"));
    }

    @Test
    void directories_that_are_links_are_gone_to_once_and_links_in_them_are_left() throws Exception {
        Scene scene = Scene.glibc(root)
                .libraries("/usr/lib/deep/libx.so")
                .link("/lib", "usr/lib")
                .link("/usr/lib/loop", ".");
        assertThat(find(scene)).contains(RootPath.of("/usr/lib/deep/libx.so"));
    }

    @Test
    void the_other_libc_s_loader_is_told_where_it_is_alone() throws Exception {
        Scene scene = Scene.musl(root).elf("/bin/app", program());
        assertThat(other(scene, FakeLoader.GLIBC_X86_64)).contains(FakeLoader.MUSL_X86_64);
        assertThat(other(scene, FakeLoader.MUSL_X86_64)).isEmpty();
        scene.loader(FakeLoader.GLIBC_X86_64, FakeLoader.debian());
        assertThat(other(scene, FakeLoader.GLIBC_X86_64)).isEmpty();
        assertThat(other(scene, FakeLoader.MUSL_X86_64)).isEmpty();
    }

    @Test
    void glibc_s_is_told_to_a_program_for_musl() throws Exception {
        Scene scene = Scene.glibc(root).elf("/bin/app", program());
        assertThat(other(scene, FakeLoader.MUSL_X86_64)).contains(FakeLoader.GLIBC_X86_64);
        assertThat(other(scene, FakeLoader.GLIBC_X86_64)).isEmpty();
    }

    private static Optional<RootPath> find(Scene scene) throws Exception {
        return whereabouts(scene.elf("/bin/app", library())).find("libx.so");
    }

    private static Optional<String> other(Scene scene, String interpreter) throws Exception {
        return whereabouts(scene).otherLoader(interpreter);
    }

    private static LibraryLocator whereabouts(Scene scene) throws Exception {
        Resolver resolver = scene.resolver();
        return new LibraryLocator(
                resolver, resolver.open(RootPath.of("/bin/app")).facts().header());
    }
}
