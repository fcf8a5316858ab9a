package dev.whittle.hostile;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check detects what it is for. */
class BudgetTest {
    @Test
    void a_little_is_allowed() {
        assertThatCode(() -> new Budget().check(10, 1000)).doesNotThrowAnyException();
    }

    @Test
    void too_much_output_is_seen() {
        assertThatThrownBy(() -> new Budget().check(1, 2 << 20)).hasMessageStartingWith("characters out: 2097152");
        assertThatCode(() -> new Budget().check(8192, 2 << 20)).doesNotThrowAnyException();
    }

    @Test
    void too_much_memory_is_seen() {
        Budget budget = new Budget();
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            lengths.add(new byte[16 << 20].length);
        }
        assertThatThrownBy(() -> budget.check(lengths.size(), 0))
                .isInstanceOf(Budget.Exceeded.class)
                .hasMessageStartingWith("bytes asked for");
    }

    @Test
    void too_much_time_is_seen() {
        Budget budget = new Budget();
        assertThatThrownBy(() -> {
                    while (true) {
                        budget.check(0, 0); // until it takes too long, which it does on any machine
                    }
                })
                .isInstanceOf(Budget.Exceeded.class)
                .hasMessageStartingWith("nanoseconds");
    }
}
