package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.MemoryRoot;
import dev.whittle.rootfs.Node;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a loader does with files that may not be read, or are not regular. */
class UnreadableTest {
    private static final String GLIBC_SYSTEM = "/lib/x86_64-linux-gnu/libx.so";

    private final MemoryRoot root = new MemoryRoot()
            .file(FakeLoader.GLIBC_X86_64, RawText.of(FakeLoader.debian()))
            .file(FakeLoader.MUSL_X86_64, RawText.of(FakeLoader.musl()));

    /** elf/dl-load.c:open_path continues after EACCES, and so does dynlink.c:path_open. */
    @Test
    void a_library_that_may_not_be_read_is_passed_over() throws Exception {
        put("/a/libx.so", library()).deny("/a/libx.so");
        put("/b/libx.so", library());
        put("/bin/app", program("libx.so").runpath("/a:/b"));
        assertThat(edges()).containsExactly("/bin/app: libx.so => /b/libx.so [RUNPATH]");
        put("/bin/app", muslProgram("libx.so").runpath("/a:/b"));
        assertThat(edges()).containsExactly("/bin/app: libx.so => /b/libx.so [RUNPATH]");
    }

    /** It can be opened, but not read. */
    @Test
    void a_device_in_the_place_of_a_library_is_fatal() throws Exception {
        root.put("/a/libx.so", new Node.Device(MemoryRoot.DEFAULT, false, 1, 3));
        put("/bin/app", program("libx.so").runpath("/a"));
        assertThat(edges()).containsExactly("/bin/app: libx.so => fatal: cannot read file data: not a regular file");
        put("/bin/app", muslProgram("libx.so").runpath("/a"));
        assertThat(edges()).containsExactly("/bin/app: libx.so => fatal: not a regular file");
    }

    @Test
    void tables_of_glibc_that_may_not_be_read_or_are_no_files_are_done_without() throws Exception {
        put(GLIBC_SYSTEM, library());
        put("/bin/app", program("libx.so"));
        root.file("/etc/ld.so.preload", "libx.so").deny("/etc/ld.so.preload").directory("/etc/ld.so.cache");
        assertThat(edges()).containsExactly("/bin/app: libx.so => " + GLIBC_SYSTEM + " [system directory]");
    }

    /** load_library: a list that exists and cannot be read is an empty one. */
    @Test
    void a_list_of_musl_s_directories_that_may_not_be_read_is_empty() throws Exception {
        put("/lib/libx.so", library());
        put("/bin/app", muslProgram("libx.so"));
        root.file("/etc/ld-musl-x86_64.path", "/lib").deny("/etc/ld-musl-x86_64.path");
        assertThat(edges()).containsExactly("/bin/app: libx.so => missing");
    }

    /** load_library, "Catch and block attempts to reload the implementation itself". */
    @Test
    void musl_takes_itself_for_a_second_c_library() throws Exception {
        put("/lib/libother.so", library().soname("libc.so.6"));
        put("/bin/app", muslProgram("libother.so"));
        assertThat(edges()).containsExactly("/bin/app: libother.so => " + FakeLoader.MUSL_X86_64 + " [loader]");
    }

    @Test
    void an_element_that_expands_to_nothing_is_no_directory() throws Exception {
        put("/libx.so", library());
        put("/bin/app", program("libx.so").runpath("$PLATFORM"));
        Resolver resolver = new Resolver(root);
        LoaderOptions nameless = new LoaderOptions(
                LoaderOptions.NONE.libraryPath(), List.of(), List.of(), Optional.of(""), List.of(), false);
        assertThat(resolver.resolve(resolver.open(RootPath.of("/bin/app")), nameless)
                        .missing())
                .hasSize(1);
    }

    private MemoryRoot put(String path, ElfBuilder elf) {
        return root.file(path, RawText.of(elf.build()));
    }

    private List<String> edges() throws Exception {
        Resolver resolver = new Resolver(root);
        return resolver.resolve(resolver.open(RootPath.of("/bin/app")), LoaderOptions.NONE).edges().stream()
                .map(Scene::text)
                .toList();
    }
}
