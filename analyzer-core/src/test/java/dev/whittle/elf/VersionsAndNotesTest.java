package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsAndNotesTest {
    @Test
    void wanted_versions_stand_under_their_file() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64()
                .needsVersions("libc.so.6", "GLIBC_2.2.5", "GLIBC_2.34")
                .needsVersions("libm.so.6", "GLIBC_2.29"));
        assertThat(facts.versionNeeds())
                .containsExactly(
                        new VersionNeed(
                                "libc.so.6",
                                List.of(
                                        new VersionNeed.Version("GLIBC_2.2.5", false),
                                        new VersionNeed.Version("GLIBC_2.34", false))),
                        new VersionNeed("libm.so.6", List.of(new VersionNeed.Version("GLIBC_2.29", false))));
    }

    @Test
    void a_weak_version_is_known_as_weak() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64()
                .needsVersions("libc.so.6", "GLIBC_2.2.5")
                .needsWeakVersion("libc.so.6", "GLIBC_ABI_X"));
        assertThat(facts.versionNeeds().get(0).versions())
                .containsExactly(
                        new VersionNeed.Version("GLIBC_2.2.5", false), new VersionNeed.Version("GLIBC_ABI_X", true));
    }

    @Test
    void defined_versions_come_in_order_the_base_name_first() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64().definesVersions("libz.so.1", "ZLIB_1.2.0", "ZLIB_1.2.9"));
        assertThat(facts.versionDefinitions()).containsExactly("libz.so.1", "ZLIB_1.2.0", "ZLIB_1.2.9");
    }

    @Test
    void notes_keep_owner_type_and_bytes() throws Exception {
        ElfFacts facts = Elf.facts(ElfBuilder.x86_64()
                .note("GNU", 3, new byte[] {(byte) 0xAB, 0, (byte) 0xFF})
                .note("FDO", 0xcafe1a7e, new byte[] {'{', '}', 0})
                .note("Go", 4, new byte[0]));
        assertThat(facts.notes())
                .containsExactly(
                        new Note("GNU", 3, "\u00ab\0\u00ff"),
                        new Note("FDO", 0xcafe1a7e, "{}\0"),
                        new Note("Go", 4, ""));
    }

    /** The table of one entry or many; the reader follows the "next" fields as the loader does. */
    @Test
    void a_thousand_versions_are_answered() throws Exception {
        String[] names = new String[1000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "V_" + i;
        }
        assertThat(Elf.facts(ElfBuilder.x86_64().definesVersions(names)).versionDefinitions())
                .containsExactly(names);
        assertThat(Elf.facts(ElfBuilder.x86_64().needsVersions("l.so", names))
                        .versionNeeds()
                        .get(0)
                        .versions())
                .extracting(VersionNeed.Version::name)
                .containsExactly(names);
    }
}
