package dev.whittle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageConfigTest {
    private static final String FULL = """
            {"architecture":"arm64","os":"linux","variant":"v8","created":"2024-01-02T03:04:05Z","x.y":{"<a>":1.50},\
            "config":{"User":"nginx","Env":["PATH=/bin","A=1","EMPTY=","PATH=/sbin","bare"],"Entrypoint":["/e.sh"],\
            "Cmd":["nginx","-g","daemon off;"],"WorkingDir":"/srv","Volumes":{"/data":{}},"Labels":{"k":"v"},\
            "Healthcheck":{"Test":["CMD-SHELL","curl -f localhost"],"Interval":30000000000},"Unknown":null},\
            "rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created":"2024-01-02T03:04:05Z"}]}""".formatted("a".repeat(64));

    @Test
    void what_a_process_would_see_is_read() throws Exception {
        ImageConfig config = parse(FULL);
        assertThat(config.entrypoint()).containsExactly("/e.sh");
        assertThat(config.cmd()).containsExactly("nginx", "-g", "daemon off;");
        assertThat(config.env()).isEqualTo(Map.of("PATH", "/sbin", "A", "1", "EMPTY", ""));
        assertThat(config.user()).isEqualTo("nginx");
        assertThat(config.workingDir()).isEqualTo("/srv");
        assertThat(config.volumes()).containsExactly("/data");
        assertThat(config.healthcheck()).containsExactly("CMD-SHELL", "curl -f localhost");
        assertThat(config.diffIds()).containsExactly(Digest.parse("sha256:" + "a".repeat(64)));
        assertThat(config.platform()).hasToString("linux/arm64/v8");
    }

    @Test
    void what_is_not_edited_stays_to_the_byte() throws Exception {
        assertThat(new String(parse(FULL).edit(edit -> {}).bytes(), StandardCharsets.UTF_8))
                .isEqualTo(FULL);
    }

    @Test
    void an_edit_changes_what_it_names_and_nothing_else() throws Exception {
        ImageConfig edited = parse(FULL).edit(edit -> {
            edit.entrypoint(List.of("/bin/nginx"));
            edit.env(Map.of("A", "2"));
            edit.labels(Map.of("dev.whittle.version", "1"));
            edit.layers(
                    List.of(new ConfigEdit.Layer(Digest.parse("sha256:" + "b".repeat(64)), "whittle slim")),
                    "1970-01-01T00:00:00Z");
        });
        assertThat(new String(edited.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(FULL.replace("[\"/e.sh\"]", "[\"/bin/nginx\"]")
                        .replace("\"A=1\",", "")
                        .replace("\"bare\"]", "\"bare\",\"A=2\"]")
                        .replace("\"k\":\"v\"", "\"k\":\"v\",\"dev.whittle.version\":\"1\"")
                        .replace("a".repeat(64), "b".repeat(64))
                        .replace(
                                "[{\"created\":\"2024-01-02T03:04:05Z\"}]",
                                "[{\"created\":\"1970-01-01T00:00:00Z\",\"created_by\":\"whittle slim\"}]")
                        .replaceFirst("2024-01-02T03:04:05Z", "1970-01-01T00:00:00Z"));
    }

    @Test
    void null_is_as_good_as_absent() throws Exception {
        ImageConfig config = parse("{\"config\":{\"Entrypoint\":null,\"Env\":null,\"Labels\":null},\"rootfs\":null}");
        assertThat(config.entrypoint()).isEmpty();
        assertThat(config.edit(edit -> edit.labels(Map.of("a", "b"))).labels()).containsExactly(Map.entry("a", "b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                     | not JSON
                    {"config":                             | not JSON
                    {} {}                                  | not JSON: at line 1 column 5
                    []                                     | the configuration is not an object
                    {"config":[]}                          | config is not an object
                    {"config":{"Cmd":"nginx"}}             | Cmd is not an array
                    {"config":{"Env":[1]}}                 | Env[0] is not a string
                    {"rootfs":{"diff_ids":["md5:00"]}}     | neither sha256 nor sha512: md5:00
                    {"rootfs":{"diff_ids":["sha256:00"]}}  | not 64 hexadecimal digits
                    """)
    void what_is_malformed_is_told_with_its_key(String json, String reason) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(BadImageException.class)
                .hasMessageStartingWith("config.json: ")
                .hasMessageContaining(reason);
    }

    @Test
    void nesting_is_bounded() {
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining("not JSON");
    }

    private static ImageConfig parse(String json) throws BadImageException {
        return ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8), "config.json");
    }
}
