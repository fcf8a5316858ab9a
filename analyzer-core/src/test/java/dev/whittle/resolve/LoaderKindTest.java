package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.load.Libc;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the interpreter decides whose rules apply. */
class LoaderKindTest {
    private static final int EM_AARCH64 = 183;

    private Scene scene;

    @BeforeEach
    void anEmptyRoot(@TempDir Path root) throws IOException {
        scene = Scene.bare(root);
    }

    /** Alpine's libc6-compat. */
    @ParameterizedTest
    @ValueSource(strings = {"/lib/ld-musl-x86_64.so.1", "/usr/lib/libc.so"})
    void a_link_of_glibc_s_name_to_musl_is_musl(String real) throws Exception {
        scene.loader(real, FakeLoader.with(ElfBuilder.x86_64(), "musl libc (%s)"))
                .link("/lib64/ld-linux-x86-64.so.2", real)
                .elf("/bin/app", program("libc.so.6", "libx.so"))
                .libraries("/usr/local/lib/libx.so");
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(resolution.libc()).contains(Libc.MUSL);
        assertThat(resolution.isComplete()).isTrue();
        assertThat(scene.ldd("/bin/app"))
                .containsExactly(
                        "/lib64/ld-linux-x86-64.so.2",
                        "libc.so.6 => /lib64/ld-linux-x86-64.so.2",
                        "libx.so => /usr/local/lib/libx.so");
    }

    /** The architecture in the name of its path file is the one it was built for. */
    @Test
    void such_a_link_reads_musl_s_path_file() throws Exception {
        scene.loader("/lib/ld-musl-x86_64.so.1", FakeLoader.musl())
                .link("/lib64/ld-linux-x86-64.so.2", "../lib/ld-musl-x86_64.so.1")
                .file("/etc/ld-musl-x86_64.path", "/opt/lib\n")
                .elf("/bin/app", program("libx.so"))
                .libraries("/opt/lib/libx.so");
        assertThat(scene.resolve("/bin/app").isComplete()).isTrue();
    }

    /** gcompat's loader starts musl's, which loads libgcompat first. */
    @Test
    void gcompat_starts_musl_with_its_library() throws Exception {
        scene.loader(
                        "/lib/ld-linux-x86-64.so.2",
                        FakeLoader.with(ElfBuilder.x86_64(), "/lib/ld-musl-x86_64.so.1", "/lib/libgcompat.so.0"))
                .link("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-x86-64.so.2")
                .loader("/lib/ld-musl-x86_64.so.1", FakeLoader.musl())
                .elf("/bin/app", program("libc.so.6"))
                .elf("/lib/libgcompat.so.0", library("libucontext.so.1"))
                .libraries("/lib/libucontext.so.1");
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: /lib/libgcompat.so.0 => /lib/libgcompat.so.0 [path]",
                        "/bin/app: libc.so.6 => /lib/ld-musl-x86_64.so.1 [loader]",
                        "/lib/libgcompat.so.0: libucontext.so.1 => /lib/libucontext.so.1 [system directory]");
        assertThat(scene.resolve("/bin/app").interpreter().orElseThrow().path())
                .isEqualTo("/lib64/ld-linux-x86-64.so.2");
    }

    @Test
    void glibc_is_glibc_under_its_own_name() throws Exception {
        scene.loader(FakeLoader.GLIBC_X86_64, FakeLoader.debian()).elf("/bin/app", program("libc.so.6"));
        assertThat(scene.resolve("/bin/app").libc()).contains(Libc.GLIBC);
    }

    @ParameterizedTest
    @CsvSource({
        "/lib/ld-uClibc.so.0, uClibc-ng",
        "/lib/ld64-uClibc.so.1, uClibc-ng",
        "/system/bin/linker64, Android's bionic",
        "/libexec/ld-elf.so.1, FreeBSD's rtld"
    })
    void a_loader_that_is_not_modelled_is_named(String interpreter, String name) throws Exception {
        scene.loader(interpreter, ElfBuilder.x86_64().build())
                .elf("/bin/app", ElfBuilder.x86_64().interpreter(interpreter).needed("libc.so.0"));
        assertThat(scene.resolve("/bin/app").remarks())
                .anyMatch(remark -> remark.startsWith(interpreter + ": loader not modelled: " + name));
    }

    /** Observed in Debian's glibc 2.41-12 and 2.43-7. */
    @ParameterizedTest
    @CsvSource({"2.36, false", "2.40, false", "2.41, true", "2.43, true"})
    void from_glibc_2_41_on_the_loader_is_listed_though_nothing_needs_it(String version, boolean listed)
            throws Exception {
        scene.loader(
                        FakeLoader.GLIBC_X86_64,
                        FakeLoader.glibc(
                                "/lib/", "/usr/lib/", "", "ld.so (GNU libc) stable release version " + version + ".\n"))
                .elf("/bin/app", program("liba.so", "libgone.so"))
                .elf("/bin/first", program("liba.so", "ld-linux-x86-64.so.2", "libb.so"))
                .elf("/bin/none", program())
                .libraries("/lib/liba.so", "/lib/libb.so");
        assertThat(scene.ldd("/bin/app"))
                .isEqualTo(
                        listed
                                ? List.of("liba.so => /lib/liba.so", FakeLoader.GLIBC_X86_64, "libgone.so => not found")
                                : List.of("liba.so => /lib/liba.so", "libgone.so => not found"));
        assertThat(scene.ldd("/bin/first"))
                .containsExactly("liba.so => /lib/liba.so", FakeLoader.GLIBC_X86_64, "libb.so => /lib/libb.so");
        assertThat(scene.ldd("/bin/none")).containsExactly("statically linked");
    }

    /** ldso/dynlink.c:map_library ignores e_machine. */
    @Test
    void musl_goes_on_into_what_a_foreign_library_needs() throws Exception {
        scene.loader(FakeLoader.MUSL_X86_64, FakeLoader.musl())
                .elf("/bin/app", muslProgram("libforeign.so", "libforeign.so"))
                .elf(
                        "/lib/libforeign.so",
                        ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, EM_AARCH64).needed("libx.so", "libgone.so"))
                .libraries("/lib/libx.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly(
                        FakeLoader.MUSL_X86_64, "libforeign.so => /lib/libforeign.so", "libx.so => /lib/libx.so");
        assertThat(scene.resolve("/bin/app").isComplete()).isFalse();
        assertThat(scene.edges("/bin/app"))
                .filteredOn(edge -> edge.startsWith("/bin/app"))
                .hasSize(2)
                .allMatch(edge -> edge.contains("fatal"));
    }
}
