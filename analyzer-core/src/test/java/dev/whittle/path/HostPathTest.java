package dev.whittle.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPathTest {
    private static final Path BASE = Path.of("/base");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/b c",
                "/a%41?#&=+;@:",
                "/a\\b",
                "/\u00c3\u00a9",
                "/caf\u00e9",
                "/\u00ff\u0080/x",
                "/a\nb\t\u001b",
                "/~x/-._",
            })
    void an_absolute_path_comes_back_byte_for_byte(String raw) {
        assertThat(HostPath.raw(HostPath.of(BASE, raw))).isEqualTo(raw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b/c", "caf\u00e9", "\u00ff", "x/\u00c3\u00a9/y", "a\nb"})
    void a_relative_path_is_relative_to_the_base(String raw) {
        assertThat(HostPath.raw(HostPath.of(BASE, raw))).isEqualTo("/base/" + raw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "caf\u00e9", "\u00ff/x"})
    void the_root_as_base_adds_no_second_slash(String raw) {
        assertThat(HostPath.raw(HostPath.of(Path.of("/"), raw))).isEqualTo("/" + raw);
    }

    @Test
    void a_base_may_have_any_bytes_too() {
        Path base = HostPath.of(BASE, "/caf\u00e9");
        assertThat(HostPath.raw(HostPath.of(base, "\u00ff"))).isEqualTo("/caf\u00e9/\u00ff");
        assertThat(HostPath.raw(HostPath.of(base, "x"))).isEqualTo("/caf\u00e9/x");
    }

    @Test
    void a_relative_host_path_keeps_its_bytes() {
        Path relative = Path.of("/").relativize(HostPath.of(BASE, "/d/caf\u00e9"));
        assertThat(HostPath.raw(relative)).isEqualTo("d/caf\u00e9");
    }

    @Test
    void the_last_component_by_its_bytes() {
        assertThat(HostPath.rawName(HostPath.of(BASE, "/caf\u00e9/\u00ff"))).isEqualTo("\u00ff");
        assertThat(HostPath.rawName(HostPath.of(BASE, "/caf\u00e9/x"))).isEqualTo("x");
        assertThat(HostPath.rawName(Path.of("/"))).isEmpty();
    }

    @Test
    void a_directory_has_no_slash_at_its_end(@TempDir Path directory) throws Exception {
        Path odd = HostPath.of(directory, "d\u00ff");
        Files.createDirectory(odd);
        assertThat(HostPath.raw(odd)).endsWith("/d\u00ff");
        assertThat(HostPath.rawName(odd)).isEqualTo("d\u00ff");
    }

    @Test
    void a_file_is_found_again_under_the_bytes_that_a_listing_gives(@TempDir Path directory) throws Exception {
        String name = RawText.ofText("é") + "\u00e9\u00fe";
        Files.writeString(HostPath.of(directory, name), "content");
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                assertThat(HostPath.rawName(entry)).isEqualTo(name);
                assertThat(HostPath.of(directory, HostPath.rawName(entry))).hasContent("content");
            }
        }
    }
}
