package dev.whittle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformListTest {
    @Test
    void all_is_no_single_one() {
        PlatformList all = PlatformList.parse("all");
        assertThat(all.isAll()).isTrue();
        assertThat(all.single()).isEmpty();
        assertThat(all).hasToString("all");
    }

    @Test
    void one_is_a_single_one() {
        assertThat(PlatformList.parse("linux/aarch64").single()).contains(Platform.parse("linux/arm64"));
    }

    @Test
    void several_are_separated_by_commas() {
        PlatformList some = PlatformList.parse("linux/arm/v7, linux/amd64");
        assertThat(some.single()).isEmpty();
        assertThat(some).hasToString("linux/arm/v7,linux/amd64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linux                  | linux: not of the form OS/ARCH[/VARIANT], such as linux/arm64",
                "linux/amd64,           | '': not of the form OS/ARCH[/VARIANT], such as linux/arm64",
                "linux/amd64,all        | all: not of the form OS/ARCH[/VARIANT], such as linux/arm64",
                "linux/amd64,linux/x86_64 | linux/amd64: named twice",
            })
    void mistakes_are_told(String text, String message) {
        assertThatThrownBy(() -> PlatformList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(message.replace("'': ", ": "));
    }
}
