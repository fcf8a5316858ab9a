package dev.whittle.resolve.glibc;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.Scene;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 13 of glibc: what happens with a file that has the right name. A valid one is always later in the path. */
class GlibcCandidateTest {
    private static final byte[] GOOD = library().build();

    private Scene scene;

    @BeforeEach
    void twoDirectoriesTheGoodOneLast(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/app", program("libx.so").runpath("/first:/second"))
                .libraries("/second/libx.so");
    }

    @Test
    void rule_13_a_missing_file_is_passed_over() throws Exception {
        passedOver("no such file");
    }

    @Test
    void rule_13_a_dangling_link_is_passed_over() throws Exception {
        scene.link("/first/libx.so", "nowhere");
        passedOver("no such file");
    }

    @Test
    void rule_13_a_file_where_a_directory_should_be_is_passed_over() throws Exception {
        scene.file("/first", "");
        passedOver("not a directory on the way");
    }

    @Test
    void rule_13_the_wrong_class_is_passed_over() throws Exception {
        scene.elf(
                "/first/libx.so",
                ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_386)
                        .string(ElfBuilder.DT_SONAME, "long enough to be as long as a header of 64 bits"));
        passedOver("wrong ELF class: ELFCLASS32");
    }

    @Test
    void rule_13_the_wrong_class_is_passed_over_on_32_bits_too() throws Exception {
        scene.elf(
                        "/bin/app",
                        ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_386)
                                .interpreter("/lib/ld-linux.so.2")
                                .needed("libx.so")
                                .runpath("/first"))
                .elf("/first/libx.so", library());
        passedOver("wrong ELF class: ELFCLASS64");
    }

    @Test
    void rule_13_the_wrong_machine_is_passed_over() throws Exception {
        scene.elf("/first/libx.so", ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64));
        passedOver("wrong machine: aarch64");
    }

    @Test
    void rule_13_the_wrong_machine_is_passed_over_before_its_type_is_looked_at() throws Exception {
        scene.elf(
                "/first/libx.so",
                ElfBuilder.of(64, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_AARCH64)
                        .type(1));
        passedOver("wrong machine: aarch64");
    }

    @Test
    void rule_13_a_text_file_is_fatal() throws Exception {
        scene.file("/first/libx.so", "INPUT(libx.so.1) ".repeat(10));
        fatal("invalid ELF header");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 63})
    void rule_13_a_file_shorter_than_a_header_is_fatal(int bytes) throws Exception {
        scene.file("/first/libx.so", Arrays.copyOf(GOOD, bytes));
        fatal("file too short");
    }

    @Test
    void rule_13_a_file_as_long_as_a_header_is_looked_at() throws Exception {
        scene.file("/first/libx.so", Arrays.copyOf(GOOD, 64));
        fatal("cannot read file data");
    }

    @Test
    void rule_13_program_headers_may_end_where_the_file_does() throws Exception {
        byte[] none = Arrays.copyOf(GOOD, 64 + 2 * 56);
        scene.file("/first/libx.so", none);
        assertThat(scene.edges("/bin/app")).noneMatch(edge -> edge.endsWith("cannot read file data"));
        scene.file("/first/libx.so", Arrays.copyOf(GOOD, none.length - 1));
        fatal("cannot read file data");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void rule_13_an_unknown_version_of_the_identification_is_fatal(int version) throws Exception {
        byte[] odd = GOOD.clone();
        odd[6] = (byte) version;
        scene.file("/first/libx.so", odd);
        fatal("ELF file version ident does not match current one");
    }

    /** e_phnum, and the location of the table of PT_DYNAMIC: no loader accepts such a file. */
    @ParameterizedTest
    @CsvSource({"57, 0x9C", "130, 0x7F"})
    void rule_13_a_file_that_cannot_be_made_sense_of_is_fatal(int at, String value) throws Exception {
        byte[] odd = GOOD.clone();
        odd[at] = (byte) (int) Integer.decode(value);
        scene.file("/first/libx.so", odd);
        assertThat(scene.resolve("/bin/app").fatal()).hasSize(1);
    }

    @Test
    void rule_13_truncated_program_headers_are_fatal() throws Exception {
        scene.file("/first/libx.so", Arrays.copyOf(GOOD, 100));
        fatal("cannot read file data");
    }

    @Test
    void rule_13_a_directory_is_fatal() throws Exception {
        scene.tree().directory("/first/libx.so");
        fatal("cannot read file data: is a directory");
    }

    @Test
    void rule_13_the_other_byte_order_in_the_same_class_is_fatal() throws Exception {
        byte[] flipped = GOOD.clone();
        flipped[5] = 2; // only EI_DATA: the machine is still the loader's own
        scene.file("/first/libx.so", flipped);
        fatal("ELF file data encoding not little-endian");
    }

    @Test
    void rule_13_a_file_that_is_of_the_other_byte_order_throughout_is_of_another_machine() throws Exception {
        scene.elf("/first/libx.so", ElfBuilder.of(64, ByteOrder.BIG_ENDIAN, ElfBuilder.EM_S390));
        passedOver("wrong machine: s390x");
    }

    @Test
    void rule_13_the_other_byte_order_in_another_class_is_passed_over() throws Exception {
        scene.elf(
                "/first/libx.so",
                ElfBuilder.of(32, ByteOrder.BIG_ENDIAN, ElfBuilder.EM_S390)
                        .string(ElfBuilder.DT_SONAME, "long enough to be as long as a header of 64 bits"));
        passedOver("wrong ELF class: ELFCLASS32");
    }

    @ParameterizedTest
    @CsvSource({
        "9, 0, ELF file OS ABI invalid",
        "64, 0, ELF file OS ABI invalid",
        "3, 5, ELF file ABI version invalid",
        "0, 1, ELF file ABI version invalid"
    })
    void rule_13_an_unknown_os_abi_or_abi_version_is_fatal(int osAbi, int version, String reason) throws Exception {
        scene.elf("/first/libx.so", library().osAbi(osAbi).abiVersion(version));
        fatal(reason);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 0", "3, 3", "3, 4"})
    void rule_13_system_v_and_gnu_are_accepted(int osAbi, int version) throws Exception {
        scene.elf("/first/libx.so", library().osAbi(osAbi).abiVersion(version));
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /first/libx.so");
    }

    @Test
    void rule_13_arm_has_an_os_abi_of_its_own() throws Exception {
        scene.elf(
                        "/bin/app",
                        arm().interpreter("/lib/ld-linux-armhf.so.3")
                                .needed("libx.so")
                                .runpath("/first"))
                .elf("/first/libx.so", arm().osAbi(64));
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /first/libx.so");
    }

    @Test
    void rule_13_a_type_that_is_neither_executable_nor_shared_object_is_fatal() throws Exception {
        scene.elf("/first/libx.so", library().type(1));
        fatal("only ET_DYN and ET_EXEC can be loaded");
    }

    @Test
    void rule_13_an_executable_as_a_library_is_fatal() throws Exception {
        scene.elf("/first/libx.so", library().type(ElfBuilder.ET_EXEC));
        fatal("cannot dynamically load executable");
    }

    @Test
    void rule_13_a_position_independent_executable_as_a_library_is_fatal() throws Exception {
        scene.elf("/first/libx.so", library().value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_PIE));
        fatal("cannot dynamically load position-independent executable");
    }

    @Test
    void rule_13_the_wrong_size_of_program_headers_is_fatal() throws Exception {
        byte[] odd = GOOD.clone();
        odd[54] = 55; // e_phentsize
        scene.file("/first/libx.so", odd);
        fatal("ELF file's phentsize not the expected size");
    }

    @Test
    void rule_13_a_file_without_a_dynamic_table_is_fatal() throws Exception {
        scene.elf("/first/libx.so", library().withoutDynamic());
        fatal("object file has no dynamic section");
    }

    @Test
    void rule_13_nonzero_padding_is_fatal() throws Exception {
        byte[] odd = GOOD.clone();
        odd[12] = 1;
        scene.file("/first/libx.so", odd);
        fatal("nonzero padding in e_ident");
    }

    @Test
    void rule_13_a_link_loop_ends_that_list_and_later_sources_are_tried() throws Exception {
        scene.link("/first/libx.so", "libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => not found");
        assertThat(scene.attempts("/bin/app"))
                .contains("/first/libx.so: too many links", "/lib/libx.so: no such file")
                .noneMatch(attempt -> attempt.startsWith("/second"));
        scene.libraries("/lib/libx.so");
        assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /lib/libx.so");
    }

    @Test
    void rule_13_a_directory_that_is_a_link_loop_counts_as_missing() throws Exception {
        scene.link("/first", "first");
        passedOver("too many links");
    }

    @Test
    void rule_13_the_three_fates_are_told_apart() throws Exception {
        scene.elf("/bin/app", program("libmissing.so", "libfatal.so", "libx.so").runpath("/second"))
                .file("/second/libfatal.so", "x".repeat(100));
        assertThat(scene.edges("/bin/app"))
                .containsExactly(
                        "/bin/app: libmissing.so => missing",
                        "/bin/app: libfatal.so => fatal: invalid ELF header",
                        "/bin/app: libx.so => /second/libx.so [RUNPATH]");
    }

    @Test
    void ldd_prints_nothing_if_the_loader_dies() throws Exception {
        scene.file("/first/libx.so", "x".repeat(100));
        assertThat(scene.ldd("/bin/app")).isEmpty();
    }

    @Test
    void the_program_itself_may_be_any_executable() throws Exception {
        scene.elf("/bin/fixed", program("libx.so").type(ElfBuilder.ET_EXEC).runpath("/second"))
                .elf(
                        "/bin/pie",
                        program("libx.so")
                                .value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_PIE)
                                .runpath("/second"));
        assertThat(scene.resolve("/bin/fixed").isComplete()).isTrue();
        assertThat(scene.resolve("/bin/pie").isComplete()).isTrue();
    }

    private void passedOver(String why) throws Exception {
        Resolution resolution = scene.resolve("/bin/app");
        assertThat(resolution.fatal()).isEmpty();
        if (resolution.program().facts().header().bits() == 64) {
            assertThat(scene.ldd("/bin/app")).containsExactly("libx.so => /second/libx.so");
            Files.delete(scene.tree().path("/second/libx.so"));
        }
        assertThat(scene.attempts("/bin/app")).contains("/first/libx.so: " + why);
    }

    private void fatal(String why) throws Exception {
        assertThat(scene.edges("/bin/app")).containsExactly("/bin/app: libx.so => fatal: " + why);
        assertThat(scene.resolve("/bin/app").isComplete()).isFalse();
    }

    private static ElfBuilder arm() {
        return ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, ElfBuilder.EM_ARM).flags(0x400);
    }
}
