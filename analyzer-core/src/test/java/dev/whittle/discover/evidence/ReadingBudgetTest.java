package dev.whittle.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.path.RootPath;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadingBudgetTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z]+)\\}");

    private final ReadingBudget budget = new ReadingBudget();

    @Test
    void variables_are_replaced_and_unknown_ones_stay() {
        Map<String, String> values = Map.of("A", "1", "B", "$0\\");
        assertThat(budget.expand("x${A}${C}${B}y", VARIABLE, values::get)).isEqualTo("x1${C}$0\\y");
        assertThat(budget.expand("plain", VARIABLE, values::get)).isEqualTo("plain");
        assertThat(budget.isExhausted()).isFalse();
    }

    @Test
    void what_doubles_ends() {
        Map<String, String> values = new HashMap<>(Map.of("A", "a"));
        for (int i = 0; i < 60; i++) {
            values.put("A", budget.expand("${A}${A}", VARIABLE, values::get));
        }
        assertThat(budget.isExhausted()).isTrue();
        assertThat(values.get("A")).hasSizeLessThan(1 << 20);
    }

    @Test
    void each_path_is_entered_once() {
        assertThat(budget.enter(RootPath.of("/a"))).isTrue();
        budget.leave();
        assertThat(budget.enter(RootPath.of("/a"))).isFalse();
        assertThat(budget.isExhausted()).isFalse();
    }

    @Test
    void there_is_an_end_to_paths_and_to_depth() {
        int entered = 0;
        for (int i = 0; i < 5000; i++) {
            if (budget.enter(RootPath.of("/" + i))) {
                entered++;
                budget.leave();
            }
        }
        assertThat(entered).isEqualTo(2000);
        assertThat(budget.isExhausted()).isTrue();
        ReadingBudget deep = new ReadingBudget();
        int depth = 0;
        while (deep.enter(RootPath.of("/" + depth))) {
            depth++;
        }
        assertThat(depth).isEqualTo(100);
        assertThat(deep.isExhausted()).isTrue();
    }
}
