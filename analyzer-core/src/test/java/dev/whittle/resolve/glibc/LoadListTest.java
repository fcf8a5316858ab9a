package dev.whittle.resolve.glibc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadListTest {
    private final LoadList<String> list = new LoadList<>();

    @Test
    void elements_stand_where_they_were_put() {
        list.add("b");
        list.add("d");
        list.addBefore("b", "a");
        list.addBefore("d", "c");
        assertThat(list.toList()).containsExactly("a", "b", "c", "d");
        assertThat(list.first()).contains("a");
        assertThat(list.after("d")).isEmpty();
        assertThat(list.before("d")).contains("c");
    }

    @Test
    void elements_are_taken_out_anywhere() {
        for (String element : new String[] {"a", "b", "c"}) {
            list.add(element);
        }
        list.remove("a");
        list.remove("c");
        list.remove("never there");
        assertThat(list.toList()).containsExactly("b");
        list.remove("b");
        assertThat(list.first()).isEmpty();
        list.add("z");
        assertThat(list.toList()).containsExactly("z");
        assertThat(list.contains("a")).isFalse();
    }
}
