package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.ByteSource;
import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last value that is accepted, and the first that is not. */
class BoundsTest {
    private static final int HEADER = 64;
    private static final int ENTRY = 56;
    private static final int FILE_SIZE = 32;

    /** Linux, fs/binfmt_elf.c:load_elf_binary: from two bytes to PATH_MAX. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4095})
    void an_interpreter_of_the_least_and_of_the_greatest_length_is_taken(int length) throws Exception {
        String name = "/".repeat(length);
        assertThat(Elf.facts(ElfBuilder.x86_64().interpreter(name)).interpreter())
                .contains(name);
    }

    @Test
    void an_interpreter_without_a_name_has_an_empty_one() throws Exception {
        assertThat(Elf.facts(ElfBuilder.x86_64().interpreter("\0")).interpreter())
                .contains("");
    }

    /** Compilers write neither a table nor the size of its entries into an object file. */
    @Test
    void an_object_file_has_no_program_headers() throws Exception {
        byte[] content = ElfBuilder.x86_64().type(1).withoutDynamic().build();
        little(content).putLong(32, 0).putShort(54, (short) 0).putShort(56, (short) 0);
        assertThat(Elf.facts(content).linkage()).isEqualTo(Linkage.NOT_LOADABLE);
    }

    /** Linux, fs/binfmt_elf.c:load_elf_phdrs: 64 KiB of them. */
    @Test
    void as_many_program_headers_as_the_kernel_takes_are_taken_at_the_end_of_the_file() throws Exception {
        byte[] near =
                ElfBuilder.of(32, ByteOrder.LITTLE_ENDIAN, 3).needed("a.so").build();
        int table = 8192;
        byte[] content = Arrays.copyOf(near, table + 2048 * 32);
        System.arraycopy(near, 52, content, table, 2 * 32);
        little(content).putInt(28, table).putShort(44, (short) 2048);
        assertThat(Elf.facts(content).needed()).containsExactly("a.so");
        byte[] more = Arrays.copyOf(content, content.length + 32);
        little(more).putShort(44, (short) 2049);
        assertThat(Elf.inspect(more).problem().orElseThrow().reason()).isEqualTo("2049 program headers");
        assertThat(Elf.inspect(Arrays.copyOf(content, content.length - 1))
                        .problem()
                        .orElseThrow()
                        .reason())
                .isEqualTo("program headers after the end of the file");
    }

    @Test
    void as_many_versions_as_their_indexes_can_tell_apart_are_taken() throws Exception {
        String[] most = IntStream.range(0, 65536).mapToObj(i -> "V" + i).toArray(String[]::new);
        assertThat(Elf.facts(ElfBuilder.x86_64().definesVersions(most)).versionDefinitions())
                .hasSize(65536);
        assertThat(Elf.facts(ElfBuilder.x86_64().needsVersions("l.so", most))
                        .versionNeeds()
                        .get(0)
                        .versions())
                .hasSize(65536);
        String[] more = Arrays.copyOf(most, 65537);
        more[65536] = "one more";
        assertThat(problem(ElfBuilder.x86_64().definesVersions(more))).isEqualTo("more than 65536 symbol versions");
        assertThat(problem(ElfBuilder.x86_64().needsVersions("l.so", more)))
                .isEqualTo("more than 65536 symbol versions");
        assertThat(symbols(ElfBuilder.x86_64().definesVersions(most)).references())
                .isEmpty();
        assertThat(symbols(ElfBuilder.x86_64().needsVersions("l.so", most)).references())
                .isEmpty();
        assertThatThrownBy(() -> symbols(ElfBuilder.x86_64().definesVersions(more)))
                .hasMessageContaining("more than 65536 symbol versions");
        assertThatThrownBy(() -> symbols(ElfBuilder.x86_64().needsVersions("l.so", more)))
                .hasMessageContaining("more than 65536 symbol versions");
    }

    @Test
    void a_segment_has_its_first_byte_and_not_the_one_behind_it() throws Exception {
        byte[] content = ElfBuilder.x86_64().needed("a.so").build();
        ByteBuffer file = little(content);
        int dynamic = (int) file.getLong(HEADER + ENTRY + 8);
        long address = file.getLong(HEADER + 16);
        file.putLong(dynamic + 8, 0).putLong(dynamic + 24, address); // the file's own first bytes as a string
        assertThat(Elf.facts(content).needed()).containsExactly("\177ELF\2\1\1");
        file.putLong(dynamic + 24, address + content.length);
        file.putLong(HEADER + FILE_SIZE, content.length);
        byte[] longer = Arrays.copyOf(content, content.length + 10);
        assertThat(Elf.inspect(longer).problem().orElseThrow().reason()).contains("is in no segment");
        little(longer).putLong(HEADER + FILE_SIZE, content.length + 1);
        assertThat(Elf.facts(longer).needed()).containsExactly("");
    }

    @Test
    void notes_of_more_than_a_megabyte_are_left() throws Exception {
        byte[] most = new byte[(1 << 20) - 16];
        assertThat(Elf.facts(ElfBuilder.x86_64().note("GNU", 3, most)).notes()).hasSize(1);
        assertThat(Elf.facts(ElfBuilder.x86_64().note("GNU", 3, Arrays.copyOf(most, most.length + 1)))
                        .notes())
                .isEmpty();
        byte[] content = ElfBuilder.x86_64().note("GNU", 3, new byte[4]).build();
        little(content).putLong(HEADER + 2 * ENTRY + FILE_SIZE, -1);
        assertThat(Elf.facts(content).notes()).isEmpty();
    }

    @Test
    void a_note_may_have_neither_owner_nor_content() throws Exception {
        byte[] content = ElfBuilder.x86_64().note("", 7, new byte[0]).build();
        assertThat(Elf.facts(content).notes()).containsExactly(new Note("", 7, ""));
        ByteBuffer file = little(content);
        file.putInt((int) file.getLong(HEADER + 2 * ENTRY + 8), 0);
        file.putLong(HEADER + 2 * ENTRY + FILE_SIZE, 12);
        assertThat(Elf.facts(content).notes()).containsExactly(new Note("", 7, ""));
        file.putLong(HEADER + 2 * ENTRY + FILE_SIZE, 11);
        assertThat(Elf.facts(content).notes()).isEmpty();
    }

    private static ElfSymbols symbols(ElfBuilder file) throws Exception {
        return ElfReader.symbols("file", ByteSource.of(file.build()));
    }

    private static String problem(ElfBuilder file) throws Exception {
        return Elf.inspect(file.build()).problem().orElseThrow().reason();
    }

    private static ByteBuffer little(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }
}
