package dev.whittle.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.closure.PathPattern;
import dev.whittle.resolve.Scene;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.CommandPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A NUL ends a path wherever raw text becomes one: no text of a root, an image or a trace causes an error because of
 * it.
 */
class NulTest {
    private final MemoryRoot root = new MemoryRoot().file("/a/b", "x").link("/l", "/a\0/c");

    @ParameterizedTest
    @ValueSource(strings = {"/a/b\0", "/a/b\0/c", "a/b\0..", "/a/./b\0\0", "/l/b\0x"})
    void it_ends_a_path(String raw) throws Exception {
        assertThat(Walk.follow(root, RootPath.ROOT, raw).found().orElseThrow().path())
                .isEqualTo(RootPath.of("/a/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "/\0", "", "\0/a"})
    void what_begins_with_it_is_the_root(String raw) {
        assertThat(RootPath.of(raw)).isEqualTo(RootPath.ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/*\0", "/a\0/*", "/[a\0]/b", "\0*", "/a/b\0*"})
    void patterns_take_it(String raw) throws Exception {
        PathPattern pattern = new PathPattern(raw);
        assertThat(pattern.expand(root)).hasSizeLessThan(3);
        assertThat(pattern.covers(RootPath.of("/etc/passwd"))).isIn(true, false);
        Glob.of(raw).matches(RootPath.of("/a/b"));
    }

    @Test
    void commands_take_it() throws Exception {
        CommandPath path = CommandPath.of(Optional.of("/a\0:/b:\0"), RootPath.of("/a\0x"));
        for (String name : List.of("./b\0", "\0", "a\0/b", "/a/b\0c")) {
            assertThat(path.find(root, name)).isEmpty();
        }
        assertThat(Walk.normalise(root, "/a/../a/b\0/../c")).isEqualTo(RootPath.of("/a/b"));
    }

    @Test
    void loaders_take_it(@TempDir Path directory) throws Exception {
        Scene scene = Scene.glibc(directory)
                .elf("/bin/app", Scene.program("libx.so", "liby\0z.so"))
                .libraries("/lib/libx.so", "/opt/libp.so", "/opt/libq.so")
                .file("/etc/ld.so.preload", "/opt/libp.so\0 /opt/libq.so\n");
        LoaderOptions options = new LoaderOptions(
                Optional.of("/opt:/lib\0/x:\0"),
                List.of("lib\0x.so", "/opt/libx\0.so"),
                List.of("a\0b", "/a\0b"),
                Optional.of("x\0y"),
                List.of(),
                false);
        Resolution resolution = scene.options(before -> options).resolve("/bin/app");
        assertThat(resolution.objects()).extracting(object -> object.path()).contains("/opt/libp.so", "/lib/libx.so");
        assertThat(resolution.objects()).extracting(object -> object.path()).doesNotContain("/opt/libq.so");
        Scene musl = Scene.musl(directory.resolve("musl")).elf("/bin/app", Scene.muslProgram("libx.so"));
        assertThat(musl.options(before -> options).resolve("/bin/app").isComplete())
                .isFalse();
    }
}
