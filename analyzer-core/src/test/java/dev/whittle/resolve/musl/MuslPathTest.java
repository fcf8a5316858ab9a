package dev.whittle.resolve.musl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuslPathTest {
    @ParameterizedTest
    @CsvSource({
        "/a:/b, /a /b",
        "$ORIGIN/../lib, /o/../lib",
        "${ORIGIN}:/b, /o /b",
        "$ORIGINAL, /oAL",
        "::/a::, /a",
        "$ORIGIN$ORIGIN, /o/o",
    })
    void rule_5_elements_are_expanded_and_empty_ones_skipped(String text, String directories) throws Exception {
        assertThat(MuslPath.isExpandable(text)).isTrue();
        assertThat(String.join(" ", directories(text, "/o", 100))).isEqualTo(directories);
    }

    @ParameterizedTest
    @CsvSource({"$LIB", "/a:$ORIGI", "${ORIGIN", "$$ORIGIN"})
    void rule_6_any_other_dollar_voids_the_whole(String text) {
        assertThat(MuslPath.isExpandable(text)).isFalse();
    }

    @Test
    void an_origin_is_split_as_well_for_it_is_expanded_first() throws Exception {
        assertThat(directories("$ORIGIN/lib\n/b", "/o:/p", 100)).containsExactly("/o", "/p/lib", "/b");
    }

    @Test
    void of_an_element_that_is_too_long_no_more_is_kept_than_shows_it() throws Exception {
        assertThat(directories("$ORIGIN".repeat(1000), "/o", 10)).containsExactly("/o/o/o/o/o/");
    }

    private static List<String> directories(String text, String origin, int limit) throws Exception {
        List<String> directories = new ArrayList<>();
        MuslPath.directories(text, origin, limit, directories::add);
        return directories;
    }
}
