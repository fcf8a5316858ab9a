package dev.whittle.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountChoiceTest {
    @ParameterizedTest
    @CsvSource({
        "nonroot, nonroot, 65532",
        "web, web, 65532",
        "nobody, nobody, 65534",
        "nobody:65532, nobody, 65532",
        "root, root, 0",
        "web:0, web, 0",
        "web:2147483647, web, 2147483647",
        "_a.b-c9:007, _a.b-c9, 7",
    })
    void a_user_is_a_name_and_perhaps_an_id(String raw, String name, long id) {
        assertThat(AccountChoice.parse(List.of(raw))).containsExactly(new AccountChoice.User(name, id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":5",
                "web:",
                "web:x",
                "web:-1",
                "web:2147483648",
                "web:99999999999999999999",
                "web:1:2",
                "1000",
                "9web",
                "-web",
                "we b",
                "we\nb",
                "web\n",
                "w/b",
                "we\u00e9b",
                "a23456789012345678901234567890123",
            })
    void what_no_line_can_hold_is_refused(String raw) {
        assertThatThrownBy(() -> AccountChoice.parse(List.of(raw))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void users_are_told_apart() {
        assertThat(AccountChoice.parse(List.of("web", "web:65532", "db:65533", "alias:65533")))
                .hasSize(3);
        assertThatThrownBy(() -> AccountChoice.parse(List.of("web", "web:5")))
                .hasMessage("web:5: the user has the id 65532 already");
        assertThatThrownBy(() -> AccountChoice.parse(List.of("web", "db")))
                .hasMessage("db: web has the id 65532 already; give one, as in db:65533");
    }
}
