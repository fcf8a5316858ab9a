package dev.whittle.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SymbolNamesTest {
    private final Map<String, String> shared = new HashMap<>();

    @Test
    void it_has_the_names_and_no_other() {
        Set<String> names = SymbolNames.of(Set.of("write", "dlopen", "open"), shared);
        assertThat(names).containsExactly("dlopen", "open", "write");
        assertThat(names.contains("open")).isTrue();
        assertThat(names.contains("ope")).isFalse();
        assertThat(names.contains(null)).isFalse();
        assertThat(SymbolNames.of(Set.of(), shared).contains("open")).isFalse();
    }

    @Test
    void files_share_their_names() {
        String first =
                SymbolNames.of(Set.of(new String("read")), shared).iterator().next();
        String second =
                SymbolNames.of(Set.of(new String("read")), shared).iterator().next();
        assertThat(second).isSameAs(first);
    }
}
