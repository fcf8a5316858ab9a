package dev.whittle.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of a Dockerfile are a COPY of the last stage. */
class CopyReaderTest {
    private static final String FROM = "FROM nginx AS base\nFROM scratch\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY --from=base /a /b /lib/",
                "copy --from=base   /a  /b\t/lib/",
                "COPY --from=BASE [\"/a\", \"/b\", \"/lib/\"]",
                "COPY --chown=1:2 --from=base /a /b /lib/",
                "COPY --link --from=0 /a /b /lib/",
                "COPY --from=base \\\n    /a \\\n# between\n\n    /b \\\n  /lib/",
                "COPY --from=base [\"/a\", \\\n  \"/b\", \\\n \"/lib/\"]",
                "WORKDIR /lib\nCOPY --from=base /a /b ./",
                "ENV d=/lib\nCOPY --from=base /a /b ${d}/",
                "ARG d=/lib\nCOPY --from=base /a /b $d/",
                "RUN <<END\nCOPY --from=base /no /no\nEND\nCOPY --from=base /a /b /lib/"
            })
    void a_line_is_read_in_every_form(String text) {
        assertThat(CopyReader.read(FROM + text).lines()).singleElement().satisfies(line -> {
            assertThat(line.from()).contains("base");
            assertThat(line.sources()).containsExactly("/a", "/b");
            assertThat(line.destination()).isEqualTo("/lib/");
        });
    }

    @Test
    void only_the_last_stage_counts() {
        String text = "FROM a AS base\nCOPY x /x\nFROM scratch\nCOPY --from=base /y /y\n";
        assertThat(CopyReader.read(text).lines()).singleElement().satisfies(line -> assertThat(line.number())
                .isEqualTo(4));
    }

    @Test
    void another_escape_character_may_be_chosen() {
        String text = "# escape=`\n" + FROM + "COPY --from=base /a `\n  C:\\x /lib/\n";
        assertThat(CopyReader.read(text).lines()).singleElement().satisfies(line -> assertThat(line.sources())
                .containsExactly("/a", "C:\\x"));
    }

    @Test
    void what_comes_from_the_context_has_no_stage() {
        assertThat(CopyReader.read(FROM + "COPY app /app\nADD layer.tar /\n").lines())
                .allSatisfy(line -> assertThat(line.from()).isEqualTo(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n\n", "COPY", "COPY --from=base", "COPY --from=base [", "FROM", "# only", "\\", "RUN <<E"})
    void what_is_no_dockerfile_copies_nothing(String text) {
        assertThat(CopyReader.read(text).lines()).isEmpty();
    }
}
