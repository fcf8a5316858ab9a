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
 * glibc's elf/dl-lookup.c:check_match, as far as it concerns versions. V1 has the index 2, V2 and V3 the next ones.
 */
class SymbolVersionsTest {
    private static final int HIDDEN = 0x8000;
    private static final String NONE = "";

    static Stream<Arguments> definitions() {
        return Stream.of(
                row("the version that is wanted", "V1", true, 2),
                row("an old one that is wanted", "V1", true, 2 | HIDDEN),
                row("another one", "V2", false, 2),
                row("the wanted one behind another", "V2", true, 2, 3 | HIDDEN),
                row("the wanted one before another", "V1", true, 2 | HIDDEN, 3),
                row("no version for who wants one", "V9", true, 1),
                row("no version, but for nobody else", "V9", false, 1 | HIDDEN),
                row("the local version for who wants one", "V9", true, 0),
                row("an index without a name", "V9", true, 77),
                row("no version for who wants none", NONE, true, 1),
                row("the first version for who wants none", NONE, true, 2),
                row("the first version for who wants none, old as it is", NONE, true, 2 | HIDDEN),
                row("the only later version for who wants none", NONE, true, 3),
                row("an old later version", NONE, false, 3 | HIDDEN),
                row("two later versions, and none of them meant", NONE, false, 3, 4),
                row("a later version and an old one", NONE, true, 4, 3 | HIDDEN),
                row("an old one and a later version", NONE, true, 3 | HIDDEN, 4),
                row("two later versions and the first", NONE, true, 3, 4, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void a_definition_satisfies(String subject, String version, boolean found, List<Integer> indexes) throws Exception {
        SymbolFile file = versioned();
        // In the order of the hash table's chain, as in a loader.
        indexes.forEach(index -> file.add(has("f").version(index)));
        ElfSymbols symbols = file.read();
        assertThat(symbols.satisfiesGlibc(wanted(version, false))).isEqualTo(found);
        assertThat(symbols.satisfiesMusl(wanted(version, false))).isTrue();
    }

    @Test
    void who_wants_nothing_but_that_version_gets_no_other() throws Exception {
        assertThat(versioned().add(has("f").version(1)).read().satisfiesGlibc(wanted("V1", true)))
                .isFalse();
        assertThat(versioned().add(has("f").version(2)).read().satisfiesGlibc(wanted("V1", true)))
                .isTrue();
    }

    @Test
    void a_file_without_versions_has_every_one() throws Exception {
        SymbolFile file = SymbolFile.x86_64().oldHash(4).add(has("f"));
        assertThat(file.read().satisfiesGlibc(wanted("V1", true))).isTrue();
    }

    @Test
    void what_is_local_or_hidden_has_none() throws Exception {
        for (Symbol symbol : List.of(has("f").binding(0), has("f").visibility(1), has("f").visibility(2))) {
            assertThat(SymbolFile.x86_64().oldHash(4).add(symbol).read().satisfiesGlibc(wanted("V1", true)))
                    .isFalse();
            for (int index : new int[] {1, 2, 3}) {
                ElfSymbols symbols = versioned().add(symbol.version(index)).read();
                assertThat(symbols.satisfiesGlibc(wanted(NONE, false))).isFalse();
                assertThat(symbols.satisfiesGlibc(wanted("V" + (index - 1), false)))
                        .isFalse();
            }
        }
    }

    /** elf/dl-version.c:_dl_check_map_versions: required and defined versions share the indexes. */
    @Test
    void a_file_may_want_versions_and_have_some() throws Exception {
        ElfSymbols symbols = versioned()
                .wantsVersions(5, "libc.so.6", "C1", "C2")
                .add(has("f").version(4))
                .add(Symbol.wants("c").version(6))
                .relocations(23, 2, true, 7, 2)
                .read();
        assertThat(symbols.satisfiesGlibc(wanted("V3", true))).isTrue();
        assertThat(symbols.references())
                .containsExactly(new SymbolReference("c", Optional.of("C2"), false, false, false, Use.CALL));
    }

    @Test
    void a_reference_may_insist_on_its_version() throws Exception {
        ElfSymbols symbols = SymbolFile.x86_64()
                .oldHash(4)
                .versions()
                .wantsVersions(HIDDEN | 2, "libc.so.6", "C1")
                .add(
                        Symbol.wants("c").version(2),
                        Symbol.wants("d").version(1),
                        Symbol.wants("e").version(3))
                .relocations(23, 2, true, 7, 1, 7, 2, 7, 3)
                .read();
        assertThat(symbols.references())
                .containsExactly(
                        new SymbolReference("c", Optional.of("C1"), true, false, false, Use.CALL),
                        new SymbolReference("d", Optional.empty(), false, false, false, Use.CALL),
                        new SymbolReference("e", Optional.empty(), false, false, false, Use.CALL));
        assertThat(symbols.references())
                .extracting(SymbolReference::describe)
                .containsExactly("c, version C1", "d", "e");
    }

    private static SymbolFile versioned() {
        return SymbolFile.x86_64().oldHash(4).versions().hasVersions("liba.so.1", "V1", "V2", "V3");
    }

    private static ElfSymbols.Sought wanted(String version, boolean only) {
        Optional<String> wanted = version.isEmpty() ? Optional.empty() : Optional.of(version);
        return new ElfSymbols.Sought(new SymbolReference("f", wanted, only, false, false, Use.CALL));
    }

    private static Arguments row(String subject, String version, boolean found, Integer... indexes) {
        return Arguments.of(subject, version, found, List.of(indexes));
    }
}
