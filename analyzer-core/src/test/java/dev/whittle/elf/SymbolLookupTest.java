package dev.whittle.elf;

import static dev.whittle.elf.SymbolFile.Symbol.has;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.elf.SymbolFile.Symbol;
import dev.whittle.elf.SymbolReference.Use;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which definition satisfies a reference: glibc's elf/dl-lookup.c (do_lookup_x, check_match), musl's ldso/dynlink.c
 * (find_sym2, OK_TYPES, OK_BINDS).
 */
class SymbolLookupTest {
    private static final int ABSOLUTE = 0xFFF1;

    static Stream<Arguments> definitions() {
        return Stream.of(
                both("a function", has("f"), true),
                both("another one", has("g"), false),
                both("one whose name goes on", has("ff"), false),
                both("one whose name ends before", has(""), false),
                both("a weak one", has("f").binding(2), true),
                both("a unique one", has("f").binding(10), true),
                both("a local one", has("f").binding(0), false),
                both("a binding nobody knows", has("f").binding(3), false),
                musl("an internal one", has("f").visibility(1)),
                musl("a hidden one", has("f").visibility(2)),
                both("a protected one", has("f").visibility(3), true),
                both("no type", has("f").type(0), true),
                both("an object", has("f").type(1), true),
                both("a section", has("f").type(3), false),
                both("a file's name", has("f").type(4), false),
                both("a common block", has("f").type(5), true),
                both("a variable of threads", has("f").type(6), true),
                both("a type nobody knows", has("f").type(7), false),
                glibc("a function that is chosen at the start", has("f").type(10)),
                both("no address", has("f").at(1, 0), false),
                glibc("the absolute address 0", has("f").at(ABSOLUTE, 0)),
                both("the first variable of threads", has("f").type(6).at(1, 0), true),
                both("an undefined one", has("f").at(0, 0), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void a_definition_satisfies(String subject, Symbol symbol, boolean glibc, boolean musl) throws Exception {
        for (int hash = 0; hash < 2; hash++) {
            SymbolFile file = SymbolFile.x86_64().add(has("before"), symbol, has("behind"));
            ElfSymbols symbols = (hash == 0 ? file.oldHash(4) : file.gnuHash(1)).read();
            for (Use use : Use.values()) {
                assertThat(symbols.satisfiesGlibc(wanted(use))).as("glibc").isEqualTo(glibc);
                assertThat(symbols.satisfiesMusl(wanted(use))).as("musl").isEqualTo(musl);
            }
        }
    }

    /**
     * An undefined symbol with an address is a program's own entry for an imported function, and the function's
     * address.
     */
    @Test
    void an_undefined_symbol_with_an_address_will_do_for_all_but_calls() throws Exception {
        ElfSymbols program = file(has("f").at(0, 0x1000));
        assertThat(program.satisfiesGlibc(wanted(Use.ADDRESS))).isTrue();
        assertThat(program.satisfiesGlibc(wanted(Use.CALL))).isFalse();
        assertThat(program.satisfiesMusl(wanted(Use.ADDRESS))).isTrue();
        assertThat(program.satisfiesMusl(wanted(Use.CALL))).isFalse();
        ElfSymbols threads = file(has("f").type(6).at(0, 0x1000));
        assertThat(threads.satisfiesGlibc(wanted(Use.ADDRESS))).isTrue();
        assertThat(threads.satisfiesGlibc(wanted(Use.CALL))).isFalse();
        assertThat(threads.satisfiesMusl(wanted(Use.ADDRESS))).isFalse();
    }

    /** Hash tables contain exported symbols, which need not be all symbols. */
    @Test
    void a_symbol_that_is_not_in_the_hash_table_is_not_found() throws Exception {
        ElfSymbols symbols = SymbolFile.x86_64()
                .add(has("first"), has("f"), has("last"))
                .gnuHash(3)
                .read();
        assertThat(symbols.satisfiesGlibc(wanted(Use.CALL))).isFalse();
        assertThat(symbols.satisfiesMusl(wanted(Use.CALL))).isFalse();
        assertThat(symbols.satisfiesGlibc(wanted("last"))).isTrue();
    }

    @Test
    void each_of_many_is_found_and_no_other() throws Exception {
        SymbolFile file = SymbolFile.x86_64().oldHash(4);
        for (int i = 0; i < 300; i++) {
            file.add(has("name" + i + "\u00ff\u00e9"));
        }
        ElfSymbols symbols = file.read();
        for (int i = 0; i < 300; i++) {
            assertThat(symbols.satisfiesGlibc(wanted("name" + i + "\u00ff\u00e9")))
                    .as("name %d", i)
                    .isTrue();
            assertThat(symbols.satisfiesMusl(wanted("name" + i + "\u00ff\u00e9")))
                    .as("name %d", i)
                    .isTrue();
            assertThat(symbols.satisfiesGlibc(wanted("name" + i))).isFalse();
            assertThat(symbols.satisfiesMusl(wanted("eman" + i + "\u00ff\u00e9")))
                    .isFalse();
        }
    }

    @Test
    void a_name_outside_the_strings_is_none() {
        byte[] strings = {0, 'f', 0, 'f'};
        for (int at : new int[] {-1, Integer.MIN_VALUE, 3, 4, 5, Integer.MAX_VALUE}) {
            ElfSymbols.Table table = new ElfSymbols.Table(
                    strings, new int[] {0, at}, new byte[] {0, 0x12}, new byte[2], new char[] {0, 1}, new boolean[] {
                        false, true
                    });
            ElfSymbols symbols = new ElfSymbols(
                    table, new ElfSymbols.Versions(new char[0], new String[0]), new int[] {1}, false, List.of());
            assertThat(symbols.satisfiesGlibc(wanted(Use.CALL))).as("at %d", at).isFalse();
            assertThat(symbols.satisfiesMusl(wanted(Use.CALL))).as("at %d", at).isFalse();
        }
    }

    private static ElfSymbols file(Symbol symbol) throws Exception {
        return SymbolFile.x86_64().add(symbol).oldHash(4).read();
    }

    private static ElfSymbols.Sought wanted(Use use) {
        return new ElfSymbols.Sought(new SymbolReference("f", Optional.empty(), false, false, false, use));
    }

    private static ElfSymbols.Sought wanted(String name) {
        return new ElfSymbols.Sought(new SymbolReference(name, Optional.empty(), false, false, false, Use.CALL));
    }

    private static Arguments both(String subject, Symbol symbol, boolean found) {
        return Arguments.of(subject, symbol, found, found);
    }

    private static Arguments glibc(String subject, Symbol symbol) {
        return Arguments.of(subject, symbol, true, false);
    }

    private static Arguments musl(String subject, Symbol symbol) {
        return Arguments.of(subject, symbol, false, true);
    }
}
