package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-05-06T07:08:09Z",
                "2024-05-06T07:08:09.123456789Z",
                "2024-05-06T07:08:09.5+02:00",
                "0001-01-01T00:00:00Z"
            })
    void is_the_sources_as_it_stands(String created) {
        assertThat(of(created)).isEqualTo(created);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2024-05-06",
                "2024-05-06T07:08Z",
                "2024-02-30T00:00:00Z",
                "2024-05-06T07:08:09",
                "2024-05-06T07:08:09.1234567890Z",
                "+12024-05-06T07:08:09Z"
            })
    void is_1970_where_the_sources_is_no_time(String created) {
        assertThat(of(created)).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void is_1970_where_the_source_has_none() {
        assertThat(CreationTime.of(Images.config("{}"), OptionalLong.empty())).isEqualTo("1970-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "1700000000, 2023-11-14T22:13:20Z",
        "-1, 1970-01-01T00:00:00Z",
        "9223372036854775807, 9999-12-31T23:59:59Z"
    })
    void is_the_epoch_that_the_environment_gives(long epoch, String created) {
        assertThat(CreationTime.of(Images.config(Images.CONFIG), OptionalLong.of(epoch)))
                .isEqualTo(created);
    }

    private static String of(String created) {
        return CreationTime.of(Images.config("{\"created\":\"" + created + "\"}"), OptionalLong.empty());
    }
}
