package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Colour and box characters: only where they are supported, or requested. */
class TerminalTest {
    private static final String ESCAPE = "\033[";
    private static final String BOX = "\u00e2\u0094\u0094"; // the corner, as raw UTF-8

    private final Path root;

    TerminalTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root.resolve("srv"));
    }

    @ParameterizedTest
    @CsvSource({
        // terminal, NO_COLOR, TERM,  --color, coloured
        "true,       ,         xterm, ,        true",
        "false,      ,         xterm, ,        false",
        "true,       1,        xterm, ,        false",
        "true,       '',       xterm, ,        true",
        "true,       ,         dumb,  ,        false",
        "true,       ,         ,      ,        false",
        "true,       1,        xterm, always,  true",
        "false,      ,         ,      always,  true",
        "true,       ,         xterm, never,   false",
        "false,      ,         xterm, auto,    false"
    })
    void colour_is_for_a_terminal_that_wants_it(
            boolean terminal, String noColor, String term, String when, boolean coloured) {
        Whittle whittle = Whittle.in(root);
        if (terminal) {
            whittle.onTerminal();
        }
        if (noColor != null) {
            whittle.with("NO_COLOR", noColor);
        }
        if (term != null) {
            whittle.with("TERM", term);
        }
        Whittle.Result result = when == null
                ? whittle.run("ldd", "--from", "srv", "/bin/app")
                : whittle.run("ldd", "--from", "srv", "/bin/app", "--color", when);
        assertThat(result.out().contains(ESCAPE)).isEqualTo(coloured);
    }

    @ParameterizedTest
    @CsvSource({
        // LC_ALL,    LC_CTYPE,    LANG,        boxes
        "  ,          ,            ,            false",
        "  ,          ,            en_US.UTF-8, true",
        "  ,          ,            de_DE.utf8,  true",
        "  C,         ,            en_US.UTF-8, false",
        "  C.UTF-8,   C,           C,           true",
        "  '',        en_US.UTF-8, C,           true",
        "  ,          ,            de_DE,       false"
    })
    void boxes_are_for_a_locale_that_has_them(String all, String type, String lang, boolean boxes) {
        Whittle whittle = Whittle.in(root);
        if (all != null) {
            whittle.with("LC_ALL", all);
        }
        if (type != null) {
            whittle.with("LC_CTYPE", type);
        }
        if (lang != null) {
            whittle.with("LANG", lang);
        }
        assertThat(whittle.run("ldd", "--from", "srv", "/bin/app").out().contains(BOX))
                .isEqualTo(boxes);
    }

    @Test
    void formats_for_programs_are_never_coloured() {
        for (String format : new String[] {"list", "ldd", "json", "dot"}) {
            Whittle.Result result = Whittle.in(root)
                    .onTerminal()
                    .with("TERM", "xterm")
                    .run("ldd", "--from", "srv", "/bin/app", "--color", "always", "--format", format);
            assertThat(result.out()).as(format).doesNotContain(ESCAPE);
        }
    }
}
