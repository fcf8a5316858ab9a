package dev.whittle.discover.modules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntryPointsTest {
    private static final String TEXT = """
            [console_scripts]
            tool = tools.main:run
            other=tools.other:run [extra]

            # a comment = no.entry
            [plugins]
            a = tools.plugins.a
            b.c = tools.plugins.b:Plugin
            """;

    @Test
    void the_groups_of_programs_are_no_plugins() {
        assertThat(EntryPoints.plugins(TEXT)).containsExactly("tools.plugins.a", "tools.plugins.b");
        assertThat(EntryPoints.plugins("")).isEmpty();
    }

    @Test
    void a_program_by_setuptools_starts_one_function() {
        EntryPoints.Program program = EntryPoints.program(
                        "sys.exit(load_entry_point('tools==1.0', 'console_scripts', 'other')())")
                .orElseThrow();
        assertThat(program).isEqualTo(new EntryPoints.Program("tools", "console_scripts", "other"));
        assertThat(EntryPoints.module(TEXT, program)).contains("tools.other");
        assertThat(EntryPoints.program("def load_entry_point(dist, group, name):\n"))
                .isEmpty();
    }
}
