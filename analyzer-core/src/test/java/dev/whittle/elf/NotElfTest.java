package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.whittle.bytes.ByteSource;
import dev.whittle.testdata.ElfBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NotElfTest {
    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("", "empty, not an ELF file"),
                Arguments.of("#!/bin/sh\n", "not an ELF file"),
                Arguments.of("\177EL", "not an ELF file"),
                Arguments.of("\177elf and more of it behind", "not an ELF file"),
                Arguments.of("GROUP ( /lib/libc.so.6 )", "not an ELF file"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void what_never_was_an_elf_file_is_known_as_such(String content, String reason) throws Exception {
        ElfInspection inspection = Elf.inspect(content.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(inspection.hasMagic()).isFalse();
        assertThat(inspection.facts()).isEmpty();
        BadElfException problem = inspection.problem().orElseThrow();
        assertThat(problem.isElf()).isFalse();
        assertThat(problem.reason()).isEqualTo(reason);
        assertThat(problem).hasMessage("file: " + reason);
    }

    @ParameterizedTest
    @MethodSource("others")
    void its_first_bytes_say_so(String content, String reason) throws Exception {
        ByteSource source = ByteSource.of(content.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ElfInspection.hasMagic(source)).as(reason).isFalse();
    }

    @Test
    void four_bytes_are_enough_to_know_an_elf_file() throws Exception {
        byte[] magic = {0x7F, 'E', 'L', 'F'};
        assertThat(ElfInspection.hasMagic(ByteSource.of(magic))).isTrue();
        assertThat(Elf.inspect(magic).hasMagic()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("others")
    void nothing_else_is_asked_of_it(String content, String reason) {
        ByteSource source = ByteSource.of(content.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ElfReader.read("file", source)).hasMessage("file: " + reason);
        assertThatThrownBy(() -> ElfReader.imports("file", source)).hasMessage("file: " + reason);
        assertThatThrownBy(() -> ElfReader.data("file", source)).hasMessage("file: " + reason);
        assertThatThrownBy(() -> ElfReader.symbols("file", source)).hasMessage("file: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0, unknown ELF class 0",
        "4, 3, unknown ELF class 3",
        "5, 0, unknown byte order 0",
        "5, 3, unknown byte order 3",
        "6, 0, unknown ELF version 0",
        "6, 2, unknown ELF version 2",
    })
    void an_identification_of_another_world_is_refused(int offset, int value, String reason) throws Exception {
        byte[] content = ElfBuilder.x86_64().build();
        content[offset] = (byte) value;
        BadElfException problem = Elf.inspect(content).problem().orElseThrow();
        assertThat(problem.isElf()).isTrue();
        assertThat(problem.offset()).isEqualTo(offset);
        assertThat(problem).hasMessage("file: " + reason + " (at offset " + offset + ")");
    }

    @Test
    void the_steps_that_went_well_are_kept() throws Exception {
        byte[] content = ElfBuilder.x86_64().needed("a.so").build();
        byte[] cut = Arrays.copyOf(content, 64);
        ElfInspection inspection = Elf.inspect(cut);
        assertThat(inspection.size()).isEqualTo(64);
        assertThat(inspection.identification()).hasSize(16);
        assertThat(inspection.header().orElseThrow().machine()).isEqualTo(ElfBuilder.EM_X86_64);
        assertThat(inspection.problem()).isPresent();
    }

    @Test
    void the_file_is_named_so_that_its_name_does_no_harm() {
        BadElfException problem =
                catchThrowableOfType(BadElfException.class, () -> ElfReader.read("a\nb", ByteSource.of(new byte[0])));
        assertThat(problem).hasMessageStartingWith("a\\nb: ");
        assertThat(problem.path()).isEqualTo("a\nb");
    }

    @Test
    void padding_that_is_not_clear_is_noticed() throws Exception {
        byte[] content = ElfBuilder.x86_64().build();
        content[15] = 1;
        assertThat(Elf.facts(content).header().paddingClear()).isFalse();
    }
}
