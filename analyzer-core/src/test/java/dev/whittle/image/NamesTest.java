package dev.whittle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References, platforms and digests survive parsing and printing; invalid ones are reported. */
class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx:latest, nginx:latest-slim",
        "nginx:alpine, docker.io/library/nginx:alpine, nginx:alpine-slim",
        "org/app:1.2, docker.io/org/app:1.2, org/app:1.2-slim",
        "quay.io/org/app:1.2, quay.io/org/app:1.2, quay.io/org/app:1.2-slim",
        "localhost:5000/a, localhost:5000/a:latest, localhost:5000/a:latest-slim",
    })
    void a_reference_has_a_full_form_and_a_slim_one(String text, String full, String slim) {
        ImageReference reference = ImageReference.parse(text);
        assertThat(reference).hasToString(text);
        assertThat(reference.full()).isEqualTo(full);
        assertThat(reference.slimmed()).hasToString(slim);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Nginx", "nginx:", "-a", "a//b", "a:b c", "nginx@sha256:00", "a/../b"})
    void what_is_no_reference_is_told(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64,  linux/amd64,  true",
        "linux/amd64,  linux/x86_64, true",
        "linux/arm64,  linux/arm64/v8, true",
        "linux/arm64/v8, linux/aarch64, true",
        "linux/arm/v6, linux/arm,    true",
        "linux/arm/v6, linux/arm/v7, false",
        "linux/arm,    linux/arm/v7, true",
        "windows/amd64, linux/amd64, false",
    })
    void a_platform_fits_what_asks_for_it(String image, String wanted, boolean fits) {
        assertThat(Platform.parse(image).fits(Platform.parse(wanted))).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux", "linux/", "/amd64", "a/b/c/d"})
    void what_is_no_platform_is_told(String text) {
        assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_digest_is_of_bytes() {
        assertThat(Digest.sha256(new byte[0]))
                .hasToString("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
