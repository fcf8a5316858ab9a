package dev.whittle.elf;

import static dev.whittle.elf.SymbolFile.Symbol.has;
import static dev.whittle.elf.SymbolFile.Symbol.wants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.elf.SymbolReference.Use;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same symbols and relocations in the forms of each machine (gabi 4 and 5; glibc's elf/dl-setup_hash.c). */
class SymbolTablesTest {
    private static final int DT_PLTRELSZ = 2;
    private static final int DT_RELA = 7;
    private static final int DT_RELASZ = 8;
    private static final int DT_REL = 17;
    private static final int DT_RELSZ = 18;
    private static final int DT_PLTREL = 20;
    private static final int DT_JMPREL = 23;

    @ParameterizedTest(name = "{0}: {1} bit, {2}")
    @CsvSource({
        "x86-64, 64, LITTLE, 62, 4, 7, 5, true",
        "i386, 32, LITTLE, 3, 4, 7, 5, false",
        "arm, 32, LITTLE, 40, 4, 22, 20, false",
        "powerpc, 32, BIG, 20, 4, 21, 19, true",
        "s390, 32, BIG, 22, 4, 11, 9, true",
        "s390x, 64, BIG, 22, 8, 11, 9, true",
        "alpha, 64, LITTLE, 36902, 8, -1, 5, true",
        "mips, 32, BIG, 8, 4, 127, 126, false",
        "mips64, 64, BIG, 8, 4, 127, 126, true",
        "mips64el, 64, LITTLE, 8, 4, 127, 126, true",
        "aarch64, 64, LITTLE, 183, 4, 1026, 1024, true",
    })
    void each_machine_says_the_same(
            String name, int bits, String order, int machine, int word, int call, int copy, boolean addends)
            throws Exception {
        ByteOrder byteOrder = order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean calls = call > 0;
        for (boolean gnu : new boolean[] {false, true}) {
            SymbolFile file = SymbolFile.of(bits, byteOrder, machine)
                    .add(
                            wants("called"),
                            wants("taken"),
                            wants("maybe").binding(2),
                            has("local").binding(0))
                    .add(
                            has("hidden").visibility(2),
                            has("internal").visibility(1),
                            has("own").visibility(3))
                    .add(wants("copied"), wants("not looked for"), has("last"))
                    .relocations(
                            addends ? DT_RELA : DT_REL,
                            addends ? DT_RELASZ : DT_RELSZ,
                            addends,
                            3,
                            2,
                            3,
                            3,
                            3,
                            4,
                            3,
                            5,
                            3,
                            6,
                            3,
                            7,
                            3,
                            0,
                            0,
                            9,
                            copy,
                            8)
                    .relocations(DT_JMPREL, DT_PLTRELSZ, addends, calls ? call : 3, 1)
                    .value(DT_PLTREL, addends ? DT_RELA : DT_REL);
            ElfSymbols symbols = (gnu ? file.gnuHash(4) : file.oldHash(word)).read();
            List<SymbolReference> expected = new ArrayList<>();
            expected.add(reference("called", false, false, calls ? Use.CALL : Use.ADDRESS));
            expected.add(calls ? expected.size() : 0, reference("copied", false, false, Use.COPY));
            expected.add(reference("taken", false, false, Use.ADDRESS));
            expected.add(reference("maybe", true, false, Use.ADDRESS));
            expected.add(reference("own", false, true, Use.ADDRESS));
            assertThat(symbols.references()).as("gnu %b", gnu).containsExactlyElementsOf(expected);
            assertThat(symbols.satisfiesGlibc(new ElfSymbols.Sought(reference("own", false, false, Use.CALL))))
                    .isTrue();
            assertThat(symbols.satisfiesGlibc(new ElfSymbols.Sought(reference("last", false, false, Use.CALL))))
                    .isTrue();
            assertThat(symbols.satisfiesGlibc(new ElfSymbols.Sought(reference("called", false, false, Use.ADDRESS))))
                    .isFalse();
            assertThat(symbols.isSymbolic()).isFalse();
        }
    }

    @Test
    void entries_for_calls_have_addends_where_nothing_is_said() throws Exception {
        ElfSymbols symbols = SymbolFile.x86_64()
                .add(wants("a"), wants("b"))
                .relocations(DT_JMPREL, DT_PLTRELSZ, true, 7, 1, 7, 2)
                .gnuHash(3)
                .read();
        assertThat(symbols.references()).extracting(SymbolReference::name).containsExactly("a", "b");
    }

    @Test
    void a_program_that_has_nothing_for_others_wants_things_nevertheless() throws Exception {
        ElfSymbols symbols = SymbolFile.x86_64()
                .add(wants("a"))
                .relocations(DT_JMPREL, DT_PLTRELSZ, true, 7, 1)
                .gnuHash(2)
                .read();
        assertThat(symbols.references()).containsExactly(reference("a", false, false, Use.CALL));
        assertThat(symbols.satisfiesGlibc(new ElfSymbols.Sought(reference("a", false, false, Use.CALL))))
                .isFalse();
    }

    @Test
    void a_file_without_symbols_has_none() throws Exception {
        assertThat(SymbolFile.x86_64().read().references()).isEmpty();
        ElfSymbols empty = SymbolFile.x86_64().oldHash(4).versions().read();
        assertThat(empty.references()).isEmpty();
        assertThat(empty.satisfiesGlibc(new ElfSymbols.Sought(reference("", false, false, Use.CALL))))
                .isFalse();
    }

    @Test
    void relocations_of_the_largest_libraries_are_all_seen() throws Exception {
        int[] many = new int[2 * 15_000];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = 6;
            many[i + 1] = i < 2 * 14_999 ? 1 : 2;
        }
        ElfSymbols symbols = SymbolFile.x86_64()
                .add(wants("a"), wants("the last"))
                .relocations(DT_RELA, DT_RELASZ, true, many)
                .oldHash(4)
                .read();
        assertThat(symbols.references()).extracting(SymbolReference::name).containsExactly("a", "the last");
    }

    /** elf/get-dynamic-info.h: a separate tag, or a bit of DT_FLAGS. */
    @Test
    void a_library_that_asks_itself_first_says_so_in_two_ways() throws Exception {
        assertThat(SymbolFile.x86_64().value(16, 0).read().isSymbolic()).isTrue();
        assertThat(SymbolFile.x86_64().value(30, 2).read().isSymbolic()).isTrue();
        assertThat(SymbolFile.x86_64().value(30, 4 + 1).read().isSymbolic()).isFalse();
    }

    @Test
    void what_cannot_be_is_refused() {
        refused(SymbolFile.x86_64().add(has("f")).hashThatClaims((4 << 20) + 1), "more than 4194304 symbols");
        refused(SymbolFile.x86_64().add(has("f")).hashThatClaims(-1), "more than 4194304 symbols");
        refused(SymbolFile.x86_64().add(has("f")).hashThatClaims(4 << 20), "unexpected end of file");
        refused(SymbolFile.x86_64().add(has("f")).hashThatClaims(40_000), "unexpected end of file");
        refused(SymbolFile.x86_64().add(has("f")).gnuHashThatClaims(-1, 1), "more than 4194304 symbols");
        refused(SymbolFile.x86_64().add(has("f")).gnuHashThatClaims(1, -1), "more than 4194304 symbols");
        refused(SymbolFile.x86_64().add(has("f")).oldHash(4).value(10, 257L << 20), "more than 256 MiB of symbols");
        refused(SymbolFile.x86_64().add(has("f")).oldHash(4).value(10, 256L << 20), "unexpected end of file");
        refused(SymbolFile.x86_64().add(has("f")).oldHash(4).value(10, -1), "more than 256 MiB of symbols");
        refused(SymbolFile.x86_64().add(has("f")).value(4, 0x1000), "hash table at address 0x1000 is in no segment");
        refused(
                SymbolFile.x86_64()
                        .add(has("f"))
                        .relocations(DT_RELA, DT_RELASZ, true, 6, 4 << 20 | 1)
                        .oldHash(4),
                "more than 4194304 symbols");
        refused(
                SymbolFile.x86_64()
                        .add(has("f"))
                        .relocations(DT_RELA, DT_RELASZ, true, 6, 4 << 20)
                        .oldHash(4),
                "unexpected end of file");
        refused(
                SymbolFile.x86_64().relocations(DT_RELA, DT_RELASZ, true, 6, 1).value(DT_RELASZ, Long.MAX_VALUE),
                "unexpected end of file");
    }

    private static void refused(SymbolFile file, String reason) {
        assertThatThrownBy(file::read).isInstanceOf(BadElfException.class).hasMessageContaining(reason);
    }

    private static SymbolReference reference(String name, boolean weak, boolean defined, Use use) {
        return new SymbolReference(name, Optional.empty(), false, weak, defined, use);
    }
}
