package dev.whittle.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Results are stored by name up to a limit: eight million characters, counting sixty-four for each entry. */
class BoundedMemoTest {
    private static final int MAX = 8 << 20;

    private final BoundedMemo<String> kept = new BoundedMemo<>();

    @Test
    void an_answer_is_kept_until_there_are_too_many() {
        String half = "n".repeat(MAX / 2 - 64);
        kept.put("a" + half.substring(1), "first");
        kept.put("b" + half.substring(1), "second");
        kept.put("c", "third");
        assertThat(kept.get("a" + half.substring(1))).isEqualTo("first");
        assertThat(kept.get("b" + half.substring(1))).isEqualTo("second");
        assertThat(kept.get("c")).as("full").isNull();
    }

    @Test
    void one_that_replaces_another_takes_no_room() {
        String half = "n".repeat(MAX / 2 - 64);
        kept.put(half, "first");
        kept.put(half, "second");
        kept.put("c", "third");
        assertThat(kept.get(half)).isEqualTo("second");
        assertThat(kept.get("c")).isEqualTo("third");
    }
}
