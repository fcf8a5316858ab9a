package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ElfFactsTest {
    @Test
    void needed_libraries_come_in_table_order_with_their_repeats() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64().needed("c.so", "a.so", "c.so", "b.so"));
        assertThat(facts.needed()).containsExactly("c.so", "a.so", "c.so", "b.so");
    }

    @Test
    void filters_stand_among_the_needed_where_the_table_has_them() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64()
                .needed("a.so")
                .string(ElfBuilder.DT_FILTER, "f.so")
                .needed("b.so")
                .string(ElfBuilder.DT_AUXILIARY, "x.so"));
        assertThat(facts.dependencies())
                .containsExactly(
                        new Dependency(Dependency.Kind.NEEDED, "a.so"),
                        new Dependency(Dependency.Kind.FILTER, "f.so"),
                        new Dependency(Dependency.Kind.NEEDED, "b.so"),
                        new Dependency(Dependency.Kind.AUXILIARY, "x.so"));
        assertThat(facts.needed()).containsExactly("a.so", "b.so");
    }

    @Test
    void names_and_search_paths_are_kept_as_they_stand() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .soname("libx.so.1")
                .rpath("$ORIGIN:/r")
                .runpath("${LIB}/u::"));
        assertThat(facts.interpreter()).contains("/lib64/ld-linux-x86-64.so.2");
        assertThat(facts.soname()).contains("libx.so.1");
        assertThat(facts.rpath()).contains("$ORIGIN:/r");
        assertThat(facts.runpath()).contains("${LIB}/u::");
    }

    @Test
    void an_empty_string_is_there_and_empty() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64().rpath("").needed(""));
        assertThat(facts.rpath()).contains("");
        assertThat(facts.needed()).containsExactly("");
    }

    @Test
    void what_is_not_there_is_absent() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64());
        assertThat(facts.dynamic()).isTrue();
        assertThat(facts.interpreter()).isEmpty();
        assertThat(facts.soname()).isEmpty();
        assertThat(facts.rpath()).isEmpty();
        assertThat(facts.runpath()).isEmpty();
        assertThat(facts.audit()).isEmpty();
        assertThat(facts.dependencyAudit()).isEmpty();
        assertThat(facts.dependencies()).isEmpty();
        assertThat(facts.versionNeeds()).isEmpty();
        assertThat(facts.versionDefinitions()).isEmpty();
        assertThat(facts.notes()).isEmpty();
        assertThat(facts.ignoresDefaultLibraries()).isFalse();
        assertThat(facts.isPositionIndependentExecutable()).isFalse();
    }

    @Test
    void names_are_bytes() throws Exception {
        assertThat(Elf.facts(ElfBuilder.x86_64().needed("lib\u00ff\u00e9.so")).needed())
                .containsExactly("lib\u00ff\u00e9.so");
    }

    /** glibc, elf/get-dynamic-info.h:elf_get_dynamic_info overwrites earlier entries. */
    @Test
    void of_several_entries_of_one_tag_the_last_holds() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64().soname("first").soname("second"));
        assertThat(facts.soname()).contains("second");
    }

    @Test
    void nothing_behind_the_end_of_the_table_counts() throws Exception {
        byte[] content = ElfBuilder.x86_64().needed("a.so", "b.so").build();
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) file.getLong(64 + 56 + 8);
        byte[] second = Arrays.copyOfRange(content, table + 16, table + 32);
        System.arraycopy(content, table + 32, content, table + 16, 48); // DT_STRTAB, DT_STRSZ, DT_NULL
        file.put(table + 64, second);
        assertThat(Elf.facts(content).needed()).containsExactly("a.so");
    }

    @Test
    void flags_are_told_apart() throws Exception {
        ElfFacts nodeflib = Elf.facts(ElfBuilder.x86_64().value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_NODEFLIB));
        assertThat(nodeflib.ignoresDefaultLibraries()).isTrue();
        assertThat(nodeflib.isPositionIndependentExecutable()).isFalse();
        ElfFacts pie = Elf.facts(ElfBuilder.x86_64().value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_PIE));
        assertThat(pie.ignoresDefaultLibraries()).isFalse();
        assertThat(pie.isPositionIndependentExecutable()).isTrue();
    }

    /** elf/get-dynamic-info.h: a separate tag, or a bit of DT_FLAGS. */
    @Test
    void relocations_of_code_are_told_in_two_ways() throws Exception {
        assertThat(Elf.facts(ElfBuilder.x86_64().value(22, 0)).textRelocations())
                .isTrue();
        assertThat(Elf.facts(ElfBuilder.x86_64().value(30, 4)).textRelocations())
                .isTrue();
        assertThat(Elf.facts(ElfBuilder.x86_64().value(30, 8 + 2)).textRelocations())
                .isFalse();
        assertThat(Elf.facts(ElfBuilder.x86_64()).textRelocations()).isFalse();
    }

    @Test
    void a_stack_from_which_code_can_run_is_asked_for_by_a_right() throws Exception {
        ElfFacts asks = Elf.facts(ElfBuilder.x86_64().stack(7));
        assertThat(asks.stackFlags()).hasValue(7);
        assertThat(asks.asksForExecutableStack()).isTrue();
        ElfFacts asksNot = Elf.facts(ElfBuilder.x86_64().stack(6));
        assertThat(asksNot.stackFlags()).hasValue(6);
        assertThat(asksNot.asksForExecutableStack()).isFalse();
        assertThat(Elf.facts(ElfBuilder.x86_64()).stackFlags()).isEmpty();
        assertThat(Elf.facts(ElfBuilder.x86_64()).asksForExecutableStack()).isFalse();
    }

    /** glibc's elf_get_dynamic_info and musl's decode_vec continue to DT_NULL. */
    @Test
    void the_table_is_as_long_as_it_is_whatever_its_segment_says() throws Exception {
        for (long size : new long[] {1, 16, 17, 1 << 20, -1}) {
            byte[] content = ElfBuilder.x86_64().needed("a.so", "b.so").build();
            ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(64 + 56 + 32, size);
            assertThat(Elf.facts(content).needed()).as("%d bytes", size).containsExactly("a.so", "b.so");
        }
    }

    @Test
    void audit_libraries_of_both_kinds() throws Exception {
        ElfFacts facts = Elf.facts(
                ElfBuilder.x86_64().string(ElfBuilder.DT_AUDIT, "a.so:b.so").string(ElfBuilder.DT_DEPAUDIT, "d.so"));
        assertThat(facts.audit()).contains("a.so:b.so");
        assertThat(facts.dependencyAudit()).contains("d.so");
    }

    @Test
    void equal_files_give_equal_facts() throws Exception {
        assertThat(Elf.facts(Elf.everything(ElfBuilder.x86_64())))
                .isEqualTo(Elf.facts(Elf.everything(ElfBuilder.x86_64())))
                .isNotEqualTo(Elf.facts(Elf.everything(ElfBuilder.x86_64()).needed("another.so")));
    }
}
