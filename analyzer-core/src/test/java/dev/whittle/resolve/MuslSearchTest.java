package dev.whittle.resolve;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.muslProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import dev.whittle.testdata.LdCacheBuilder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of musl other than rpath: names, files, and the system path. */
class MuslSearchTest {
    private static final String LOADER = FakeLoader.MUSL_X86_64;

    private Scene scene;

    @BeforeEach
    void aMuslRoot(@TempDir Path root) throws IOException {
        scene = Scene.musl(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libc.so",
                "libc.musl-x86_64.so.1",
                "libc.so.6",
                "libpthread.so.0",
                "librt.so.1",
                "libm.so.6",
                "libdl.so.2",
                "libutil.so.1",
                "libxnet.so"
            })
    void rule_1_reserved_names_are_the_loader_even_where_such_a_file_exists(String name) throws Exception {
        scene.elf("/bin/app", muslProgram(name)).libraries("/lib/" + name);
        assertThat(scene.ldd("/bin/app")).containsExactly(LOADER, name + " => " + LOADER);
    }

    @Test
    void rule_1_each_reserved_name_is_listed_once_whatever_follows_its_dot() throws Exception {
        scene.elf("/bin/app", muslProgram("libc.so", "libc.so.6", "libm.so", "libm.so.6"));
        assertThat(scene.ldd("/bin/app")).containsExactly(LOADER, "libc.so => " + LOADER, "libm.so => " + LOADER);
    }

    @Test
    void rule_1_the_interpreter_s_name_is_the_loader() throws Exception {
        scene.elf("/bin/app", muslProgram(LOADER));
        assertThat(scene.ldd("/bin/app")).containsExactly(LOADER);
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: " + LOADER + " => " + LOADER + " [loader]");
    }

    @Test
    void rule_1_names_that_only_begin_alike_are_libraries() throws Exception {
        scene.elf("/bin/app", muslProgram("libcrypto.so.3", "libmagic.so"))
                .libraries("/lib/libcrypto.so.3", "/lib/libmagic.so");
        assertThat(scene.ldd("/bin/app"))
                .contains("libcrypto.so.3 => /lib/libcrypto.so.3", "libmagic.so => /lib/libmagic.so");
    }

    @Test
    void rule_1_a_c_library_under_a_path_is_the_loader_too() throws Exception {
        scene.elf("/bin/app", muslProgram("/opt/musl/libc.so", "/lib/x86_64-linux-gnu/libc.so.6"))
                .link("/opt/musl/libc.so", LOADER)
                .elf("/lib/x86_64-linux-gnu/libc.so.6", library("libgone.so").soname("libc.so.6"));
        assertThat(scene.ldd("/bin/app")).containsExactly(LOADER, "libc.so => " + LOADER);
    }

    @Test
    void rule_2_a_name_with_a_slash_is_opened_as_it_is_without_tokens() throws Exception {
        scene.elf("/bin/app", muslProgram("/opt/libx.so", "$ORIGIN/liby.so")).libraries("/opt/libx.so", "/bin/liby.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: /opt/libx.so => /opt/libx.so [path]", "/bin/app: $ORIGIN/liby.so => missing");
    }

    @Test
    void rule_3_a_soname_satisfies_nothing() throws Exception {
        scene.elf("/bin/app", muslProgram("liba.so", "libreal.so"))
                .elf("/lib/liba.so", library().soname("libreal.so"));
        assertThat(scene.edges("/bin/app")).contains("/bin/app: libreal.so => missing");
    }

    @Test
    void rule_3_a_second_name_of_the_same_file_is_the_same_object() throws Exception {
        scene.elf("/bin/app", muslProgram("liba.so", "libb.so"))
                .libraries("/lib/liba.so")
                .link("/lib/libb.so", "liba.so");
        assertThat(scene.ldd("/bin/app")).containsExactly(LOADER, "liba.so => /lib/liba.so");
    }

    @Test
    void rule_3_a_file_opened_by_path_has_no_short_name_until_a_search_finds_it() throws Exception {
        scene.elf("/bin/app", muslProgram("/opt/libx.so", "liba.so"))
                .elf("/lib/liba.so", library("libx.so"))
                .libraries("/opt/libx.so");
        assertThat(scene.edges("/bin/app")).contains("/lib/liba.so: libx.so => missing");
        scene.link("/lib/libx.so", "/opt/libx.so");
        assertThat(scene.edges("/bin/app")).contains("/lib/liba.so: libx.so => /opt/libx.so [path]");
    }

    @Test
    void rule_4_breadth_first() throws Exception {
        scene.elf("/bin/app", muslProgram("liba.so", "libb.so"))
                .elf("/lib/liba.so", library("libx.so"))
                .libraries("/lib/libb.so", "/lib/libx.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly(
                        LOADER, "liba.so => /lib/liba.so", "libb.so => /lib/libb.so", "libx.so => /lib/libx.so");
    }

    @Test
    void rule_8_the_first_file_that_opens_wins_and_a_wrong_one_is_an_error() throws Exception {
        scene.libraryPath("/first")
                .elf("/bin/app", muslProgram("libx.so"))
                .elf("/first/libx.so", ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64))
                .libraries("/lib/libx.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly("/bin/app: libx.so => fatal: built for aarch64, not for x86_64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "\177ELF\2\1\1"})
    void rule_8_text_empty_and_truncated_files_are_errors(String content) throws Exception {
        scene.libraryPath("/first")
                .elf("/bin/app", muslProgram("libx.so"))
                .file("/first/libx.so", content)
                .libraries("/lib/libx.so");
        assertThat(scene.resolve("/bin/app").fatal()).hasSize(1);
    }

    @Test
    void rule_8_a_directory_with_the_library_s_name_is_an_error() throws Exception {
        scene.libraryPath("/first").elf("/bin/app", muslProgram("libx.so")).libraries("/lib/libx.so");
        scene.tree().directory("/first/libx.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => fatal: is a directory");
    }

    @Test
    void rule_8_the_other_byte_order_and_a_foreign_os_abi() throws Exception {
        scene.elf("/bin/app", muslProgram("libbig.so", "libgnu.so", "libbsd.so"))
                .elf("/lib/libbig.so", ElfBuilder.of(64, ByteOrder.BIG_ENDIAN, ElfBuilder.EM_S390))
                .elf("/lib/libgnu.so", library().osAbi(3))
                .elf("/lib/libbsd.so", library().osAbi(9));
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libbig.so => fatal: built for s390x, not for x86_64",
                        "/bin/app: libgnu.so => /lib/libgnu.so [system directory]",
                        "/bin/app: libbsd.so => /lib/libbsd.so [system directory]");
    }

    @Test
    void rule_8_what_could_be_loaded_is_listed_all_the_same() throws Exception {
        scene.elf("/bin/app", muslProgram("libbad.so", "liba.so"))
                .file("/lib/libbad.so", "text")
                .libraries("/lib/liba.so");
        assertThat(scene.ldd("/bin/app")).containsExactly(LOADER, "liba.so => /lib/liba.so");
    }

    @Test
    void rule_8_a_dangling_link_is_passed_over_and_a_link_loop_ends_the_whole_search() throws Exception {
        scene.libraryPath("/first")
                .elf("/bin/app", muslProgram("libx.so", "liby.so"))
                .link("/first/libx.so", "nowhere")
                .link("/first/liby.so", "liby.so")
                .libraries("/lib/libx.so", "/lib/liby.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libx.so => /lib/libx.so [system directory]", "/bin/app: liby.so => missing");
    }

    @Test
    void rule_8_a_path_too_long_for_the_loader_s_buffer_is_passed_over() throws Exception {
        String deep = "/" + "d".repeat(250) + "/" + "e".repeat(250);
        scene.libraryPath(deep)
                .elf("/bin/app", muslProgram("libx.so", "libxyzxy.so"))
                .libraries(deep + "/libx.so", deep + "/libxyzxy.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libx.so => " + deep + "/libx.so [library path]", "/bin/app: libxyzxy.so => missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lib", "/usr/local/lib", "/usr/lib"})
    void rule_9_the_default_system_path(String directory) throws Exception {
        scene.elf("/bin/app", muslProgram("libx.so")).libraries(directory + "/libx.so");
        assertThat(scene.ldd("/bin/app")).contains("libx.so => " + directory + "/libx.so");
    }

    @Test
    void rule_9_the_path_file_replaces_it() throws Exception {
        scene.file("/etc/ld-musl-x86_64.path", "/opt/a:/opt/b\n/opt/c\n")
                .elf("/bin/app", muslProgram("libx.so", "liby.so"))
                .libraries("/opt/c/libx.so", "/lib/liby.so");
        assertThat(scene.ldd("/bin/app")).containsExactly(LOADER, "libx.so => /opt/c/libx.so");
        assertThat(scene.resolve("/bin/app").configuration())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("/etc/ld-musl-x86_64.path");
    }

    @Test
    void rule_9_a_path_file_that_is_empty_means_nothing() throws Exception {
        scene.file("/etc/ld-musl-x86_64.path", "")
                .elf("/bin/app", muslProgram("libx.so"))
                .libraries("/lib/libx.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => missing");
    }

    @Test
    void rule_9_the_prefix_lies_two_levels_above_the_loader() throws Exception {
        scene.loader("/opt/cross/lib/ld-musl-x86_64.so.1", FakeLoader.musl())
                .file("/opt/cross/etc/ld-musl-x86_64.path", "/opt/cross/lib")
                .elf("/bin/app", library("libx.so").interpreter("/opt/cross/lib/ld-musl-x86_64.so.1"))
                .libraries("/opt/cross/lib/libx.so", "/lib/libx.so");
        assertThat(scene.ldd("/bin/app")).contains("libx.so => /opt/cross/lib/libx.so");
    }

    @ParameterizedTest
    @CsvSource({"armhf, 40", "aarch64_be, 183", "powerpc64le, 21", "riscv64, 243"})
    void rule_10_the_architecture_is_the_suffix_in_the_loader_s_name(String arch, int machine) throws Exception {
        ByteOrder order = arch.endsWith("_be") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int bits = machine == 40 ? 32 : 64;
        String loader = "/lib/ld-musl-" + arch + ".so.1";
        scene.loader(loader, ElfBuilder.of(bits, order, machine).build())
                .file("/etc/ld-musl-" + arch + ".path", "/opt")
                .elf(
                        "/bin/app",
                        ElfBuilder.of(bits, order, machine).interpreter(loader).needed("libx.so"))
                .elf("/opt/libx.so", ElfBuilder.of(bits, order, machine));
        assertThat(scene.ldd("/bin/app")).containsExactly(loader, "libx.so => /opt/libx.so");
    }

    @Test
    void rule_11_filters_are_ignored() throws Exception {
        scene.elf(
                "/bin/app",
                muslProgram()
                        .string(ElfBuilder.DT_FILTER, "libgone.so")
                        .string(ElfBuilder.DT_AUXILIARY, "libgone2.so"));
        assertThat(scene.edges("/bin/app")).isEmpty();
    }

    @Test
    void rule_11_there_is_no_cache_and_no_hwcaps() throws Exception {
        scene.hwcaps("x86-64-v2")
                .file(
                        "/etc/ld.so.cache",
                        LdCacheBuilder.littleEndian()
                                .entry("libx.so", "/opt/libx.so")
                                .build())
                .elf("/bin/app", muslProgram("libx.so", "liby.so"))
                .libraries("/opt/libx.so", "/lib/liby.so", "/lib/glibc-hwcaps/x86-64-v2/liby.so");
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libx.so => missing", "/bin/app: liby.so => /lib/liby.so [system directory]");
    }

    @Test
    void rule_12_secure_mode_ignores_the_environment() throws Exception {
        scene.libraryPath("/env")
                .preload("libp.so")
                .secure()
                .elf("/bin/app", muslProgram("libx.so"))
                .libraries("/env/libx.so", "/lib/libp.so");
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => missing");
    }

    @Test
    void a_preloaded_library_comes_first() throws Exception {
        scene.preload("/opt/libp.so", "libq.so")
                .elf("/bin/app", muslProgram("libx.so"))
                .libraries("/opt/libp.so", "/lib/libq.so", "/lib/libx.so");
        assertThat(scene.ldd("/bin/app"))
                .containsExactly(
                        LOADER, "/opt/libp.so => /opt/libp.so", "libq.so => /lib/libq.so", "libx.so => /lib/libx.so");
    }

    @Test
    void a_wanted_version_that_is_missing_is_no_error() throws Exception {
        scene.elf("/bin/app", muslProgram("libx.so").needsVersions("libx.so", "V2"))
                .elf("/lib/libx.so", library().definesVersions("V1"));
        assertThat(scene.resolve("/bin/app").isComplete()).isTrue();
    }
}
