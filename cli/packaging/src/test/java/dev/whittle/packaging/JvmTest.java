package dev.whittle.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmTest {
    private final Path home;

    JvmTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void it_is_what_its_release_says() throws IOException {
        release("A=\"b=c\"\nIMPLEMENTOR=\"Eclipse Adoptium\"\nJAVA_RUNTIME_VERSION=\"25.0.3+9-LTS\"\nodd\n");
        Jvm jvm = Jvm.of(home);
        assertThat(jvm.build()).isEqualTo("Eclipse Adoptium 25.0.3+9-LTS");
        assertThat(jvm.feature()).isEqualTo(25);
        assertThat(jvm.hasAotCache()).isTrue();
    }

    @Test
    void before_25_there_is_no_aot_cache() throws IOException {
        release("JAVA_RUNTIME_VERSION=\"24+36\"\n");
        assertThat(Jvm.of(home).hasAotCache()).isFalse();
    }

    @Test
    void one_that_says_nothing_is_told() throws IOException {
        assertThatIOException().isThrownBy(() -> Jvm.of(home));
        release("OS_NAME=\"Linux\"\n");
        assertThatIOException().isThrownBy(() -> Jvm.of(home)).withMessageContaining("names no version");
        release("IMPLEMENTOR=\"a/b\"\nJAVA_RUNTIME_VERSION=\"25\"\n");
        assertThatIOException().isThrownBy(() -> Jvm.of(home)).withMessageContaining("names no version");
    }

    private void release(String text) throws IOException {
        Files.writeString(home.resolve("release"), text);
    }
}
