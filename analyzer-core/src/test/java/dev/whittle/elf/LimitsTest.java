package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a small file may claim, and what a large one may really contain. */
class LimitsTest {
    private static final int PROGRAM_HEADERS = 64;
    private static final int PROGRAM_HEADER = 56;

    @Test
    void a_hundred_thousand_needed_are_answered() throws Exception {
        ElfBuilder file = ElfBuilder.x86_64();
        for (int i = 0; i < 100_000; i++) {
            file.needed("lib" + i + ".so");
        }
        assertThat(Elf.facts(file).needed())
                .hasSize(100_000)
                .startsWith("lib0.so")
                .endsWith("lib99999.so");
    }

    @Test
    void a_dynamic_table_without_an_end_is_refused() throws Exception {
        ElfBuilder file = ElfBuilder.x86_64();
        for (int i = 0; i <= 1 << 18; i++) {
            file.value(0x15, 1); // DT_DEBUG
        }
        assertThat(problem(file.build())).contains("more than 262144 dynamic entries");
    }

    @ParameterizedTest
    @ValueSource(ints = {1171, 40_000, 65_535})
    void more_program_headers_than_a_kernel_takes_are_refused(int count) throws Exception {
        byte[] content = Arrays.copyOf(ElfBuilder.x86_64().build(), 8 << 20);
        little(content).putShort(56, (short) count);
        assertThat(Elf.inspect(content).problem()).isPresent();
    }

    @Test
    void program_headers_of_another_size_are_refused() throws Exception {
        byte[] content = ElfBuilder.x86_64().build();
        little(content).putShort(54, (short) 57);
        assertThat(problem(content)).contains("program header entries of 57 bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40})
    void program_headers_outside_the_file_are_refused(long offset) throws Exception {
        byte[] content = ElfBuilder.x86_64().build();
        little(content).putLong(32, offset);
        assertThat(problem(content)).contains("program headers after the end of the file");
    }

    @Test
    void an_interpreter_name_needs_an_end() throws Exception {
        byte[] content = ElfBuilder.x86_64().interpreter("/lib/ld.so").build();
        little(content).putLong(PROGRAM_HEADERS + 32, 10); // p_filesz without the NUL
        assertThat(problem(content)).contains("interpreter name without an end");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4097, Long.MAX_VALUE, -1})
    void an_interpreter_name_of_an_odd_length_is_refused(long length) throws Exception {
        byte[] content = ElfBuilder.x86_64().interpreter("/lib/ld.so").build();
        little(content).putLong(PROGRAM_HEADERS + 32, length);
        assertThat(problem(content)).contains("interpreter name of");
    }

    @Test
    void detached_debug_information_has_neither_interpreter_nor_dynamic_table() throws Exception {
        byte[] content =
                ElfBuilder.x86_64().interpreter("/lib/ld.so").needed("liba.so").build();
        for (int header = 0; header < 3; header++) {
            little(content).putLong(PROGRAM_HEADERS + header * 56 + 32, 0); // p_filesz
        }
        ElfFacts facts = ElfReader.read("/usr/lib/debug/x.debug", ByteSource.of(content));
        assertThat(facts.interpreter()).isEmpty();
        assertThat(facts.dynamic()).isFalse();
        assertThat(facts.linkage()).isEqualTo(Linkage.STATIC);
    }

    @Test
    void a_string_without_an_end_is_refused() throws Exception {
        byte[] content = ElfBuilder.x86_64().needed("liba.so").build();
        content[content.length - 1] = 'x';
        assertThat(problem(content)).contains("unexpected end of file");
    }

    @Test
    void a_string_of_two_megabytes_is_refused_and_one_of_half_a_megabyte_is_not() throws Exception {
        String half = "x".repeat(1 << 19);
        assertThat(Elf.facts(ElfBuilder.x86_64().rpath(half)).rpath()).contains(half);
        assertThat(problem(ElfBuilder.x86_64().rpath(half.repeat(4)).build())).contains("string longer than");
    }

    /**
     * Entries may point into the middle of each other's strings, so a small file can have far more names than bytes.
     */
    @Test
    void overlapping_strings_do_not_fill_the_memory() throws Exception {
        ElfBuilder file = ElfBuilder.x86_64().rpath("x".repeat(1 << 19));
        for (int i = 0; i < 50_000; i++) {
            file.value(ElfBuilder.DT_NEEDED, 1 + i);
        }
        assertThat(problem(file.build())).contains("more than 16 MiB of names");
    }

    @Test
    void strings_outside_every_segment_are_refused() throws Exception {
        assertThat(problem(ElfBuilder.x86_64()
                        .value(ElfBuilder.DT_NEEDED, 1L << 32)
                        .build()))
                .contains("is in no segment");
        assertThat(problem(ElfBuilder.x86_64()
                        .value(ElfBuilder.DT_NEEDED, -1L << 32)
                        .build()))
                .contains("is in no segment");
    }

    @Test
    void a_name_without_a_string_table_is_refused() throws Exception {
        byte[] content = ElfBuilder.x86_64().needed("a.so").build();
        ByteBuffer file = little(content);
        int dynamic = (int) file.getLong(PROGRAM_HEADERS + PROGRAM_HEADER + 8);
        file.putLong(dynamic + 16, 0x15); // DT_STRTAB to DT_DEBUG
        assertThat(problem(content)).contains("dynamic table without strings");
    }

    @Test
    void version_tables_that_go_in_circles_come_to_an_end() throws Exception {
        byte[] content = ElfBuilder.x86_64().definesVersions("a", "b", "c").build();
        ByteBuffer file = little(content);
        int dynamic = (int) file.getLong(PROGRAM_HEADERS + PROGRAM_HEADER + 8);
        int table = (int) (file.getLong(dynamic + 8) - file.getLong(PROGRAM_HEADERS + 16));
        file.putInt(table + 56 + 16, 0xFFFFFFC8); // vd_next of the last: 56 bytes back, were it signed
        assertThat(problem(content)).contains("unexpected end of file");
        file.putInt(table + 56 + 16, 0);
        assertThat(Elf.facts(content).versionDefinitions()).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20, 1 << 28})
    void a_note_that_claims_too_much_is_passed_over(int length) throws Exception {
        for (int field : new int[] {0, 4}) {
            byte[] content = ElfBuilder.x86_64()
                    .needed("a.so")
                    .note("GNU", 3, new byte[20])
                    .build();
            ByteBuffer file = little(content);
            int notes = (int) file.getLong(PROGRAM_HEADERS + 2 * PROGRAM_HEADER + 8);
            file.putInt(notes + field, length);
            ElfFacts facts = Elf.facts(content);
            assertThat(facts.needed()).containsExactly("a.so");
            assertThat(facts.notes()).isEmpty();
        }
    }

    private static String problem(byte[] content) throws Exception {
        return Elf.inspect(content).problem().orElseThrow().reason();
    }

    private static ByteBuffer little(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }
}
