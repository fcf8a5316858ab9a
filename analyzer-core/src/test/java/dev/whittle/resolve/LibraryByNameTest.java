package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.LdCacheBuilder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library requested by its bare name is the one that the root's loaders find. */
class LibraryByNameTest {
    private final Path root;

    LibraryByNameTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void glibc_finds_it_in_the_cache_and_in_the_library_path() throws Exception {
        Scene scene = Scene.glibc(root)
                .libraries("/opt/libx.so", "/lib/libx.so", "/own/libx.so", "/lib/liby.so")
                .file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("libx.so", "/opt/libx.so")
                                .build());
        assertThat(find(scene, "libx.so")).containsExactly("/opt/libx.so");
        assertThat(find(scene, "liby.so")).containsExactly("/lib/liby.so");
        assertThat(find(scene, "libz.so")).isEmpty();
        assertThat(find(scene.libraryPath("/own"), "libx.so")).containsExactly("/own/libx.so");
    }

    @Test
    void musl_finds_it_in_its_path_file() throws Exception {
        Scene scene =
                Scene.musl(root).libraries("/opt/libx.so", "/lib/libx.so").file("/etc/ld-musl-x86_64.path", "/opt\n");
        assertThat(find(scene, "libx.so")).containsExactly("/opt/libx.so");
    }

    @Test
    void each_loader_finds_its_own() throws Exception {
        ElfBuilder old = ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_386);
        Scene scene = Scene.glibc(root)
                .loader("/lib/ld-linux.so.2", FakeLoader.with(old, "/lib/", "/usr/lib/"))
                .elf("/lib/libx.so", old)
                .elf("/lib/x86_64-linux-gnu/libx.so", library());
        assertThat(find(scene, "libx.so")).containsExactly("/lib/x86_64-linux-gnu/libx.so", "/lib/libx.so");
    }

    private static List<String> find(Scene scene, String name) throws IOException {
        return scene.resolver().library(name, scene.options()).stream()
                .map(RootPath::raw)
                .toList();
    }
}
