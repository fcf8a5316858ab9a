package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerReportTest {
    private final Path root;

    LayerReportTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root.resolve("srv"));
    }

    @Test
    void a_page_is_of_an_image() {
        Whittle.Result result = layer("/bin/app", "-o", "out.tar", "--report", "report.html");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("whittle: report.html: a page is made of an image: whittle slim --report");
    }

    @Test
    void a_report_says_what_was_kept_and_why() throws IOException {
        Whittle.Result result = layer("/bin/app", "-o", "out.tar", "--report", "report.json");
        assertThat(result.exit()).isZero();
        JsonObject report = JsonParser.parseString(Files.readString(root.resolve("report.json")))
                .getAsJsonObject();
        assertThat(report.get("schema").getAsString()).isEqualTo("dev.whittle.layer/1");
        assertThat(result.err())
                .contains(report.getAsJsonObject("layer").get("digest").getAsString());
        assertThat(report.getAsJsonArray("entries"))
                .extracting(entry -> entry.getAsJsonObject().get("path").getAsString())
                .contains("/bin/app", "/usr/lib/libone.so.1", "/usr/lib/libone.so.1.2");
        for (JsonElement entry : report.getAsJsonArray("entries")) {
            assertThat(entry.getAsJsonObject().getAsJsonArray("reasons"))
                    .as("%s", entry)
                    .isNotEmpty();
        }
    }

    @Test
    void a_report_can_go_to_standard_output() {
        Whittle.Result result = layer("/bin/app", "-o", "out.tar", "--report", "-");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith("{\n  \"schema\": \"dev.whittle.layer/1\"");
    }

    @Test
    void a_report_of_a_dry_run_has_no_layer() throws IOException {
        assertThat(layer("/bin/app", "--dry-run", "--report", "report.json").exit())
                .isZero();
        assertThat(Files.readString(root.resolve("report.json"))).doesNotContain("\"layer\"", "sha256");
    }

    @Test
    void no_archive_without_its_report() {
        Whittle.Result result = layer("/bin/app", "-o", "out.tar", "--report", "none/report.json");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo("whittle: cannot write none/report.json: no such file or directory;"
                        + " make its directory first\n");
        assertThat(root.resolve("out.tar")).doesNotExist();
    }

    @Test
    void no_stream_without_its_report() {
        Whittle.Result result = Whittle.in(root)
                .with("TMPDIR", root.toString())
                .run("layer", "--from", "srv", "/bin/app", "-o", "-", "--report", "none/report.json");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
    }

    private Whittle.Result layer(String... arguments) {
        return Whittle.in(root).run(Line.of("layer", "srv", arguments));
    }
}
