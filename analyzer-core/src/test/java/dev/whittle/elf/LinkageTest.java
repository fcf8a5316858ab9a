package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinkageTest {
    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("a program", Linkage.DYNAMIC, program(ElfBuilder.ET_EXEC)),
                Arguments.of("a position independent one", Linkage.DYNAMIC, program(ElfBuilder.ET_DYN)),
                Arguments.of(
                        "a program that needs nothing but its loader",
                        Linkage.DYNAMIC,
                        ElfBuilder.x86_64().type(ElfBuilder.ET_EXEC).interpreter("/ld.so")),
                Arguments.of(
                        "a static program",
                        Linkage.STATIC,
                        ElfBuilder.x86_64().type(ElfBuilder.ET_EXEC).withoutDynamic()),
                Arguments.of(
                        "a static program with an empty dynamic table",
                        Linkage.STATIC,
                        ElfBuilder.x86_64().type(ElfBuilder.ET_EXEC)),
                Arguments.of(
                        "a static PIE",
                        Linkage.STATIC_PIE,
                        ElfBuilder.x86_64().value(ElfBuilder.DT_FLAGS_1, ElfBuilder.DF_1_PIE)),
                Arguments.of(
                        "a library",
                        Linkage.LIBRARY,
                        ElfBuilder.x86_64().soname("l.so").needed("libc.so.6")),
                Arguments.of(
                        "a library that needs nothing",
                        Linkage.LIBRARY,
                        ElfBuilder.x86_64().soname("l.so")),
                Arguments.of(
                        "an object file",
                        Linkage.NOT_LOADABLE,
                        ElfBuilder.x86_64().type(1).withoutDynamic()),
                Arguments.of(
                        "a core file",
                        Linkage.NOT_LOADABLE,
                        ElfBuilder.x86_64().type(4).withoutDynamic()),
                Arguments.of(
                        "a type nobody knows",
                        Linkage.NOT_LOADABLE,
                        ElfBuilder.x86_64().type(0xFE00)));
    }

    private static ElfBuilder program(int type) {
        return ElfBuilder.x86_64().type(type).interpreter("/ld.so").needed("libc.so.6");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void is_known_from_the_program_headers(String subject, Linkage linkage, ElfBuilder file) throws Exception {
        assertThat(Elf.facts(file).linkage()).as(subject).isEqualTo(linkage);
        assertThat(linkage.isLoaded()).isEqualTo(linkage == Linkage.DYNAMIC || linkage == Linkage.LIBRARY);
    }
}
