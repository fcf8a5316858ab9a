package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for a browser: whole in one file, whatever names a root has. How they look and act: HtmlReportIT. */
class HtmlReportTest {
    private static final Pattern DATA =
            Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>");

    private final Path directory;

    HtmlReportTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.write(directory.resolve("server.tar"), Images.server());
    }

    @Test
    void a_page_of_slim_has_sizes_reasons_and_what_is_dropped() throws IOException {
        Whittle.Result result = run("slim", "server.tar", "-o", "oci:out", "--report", "page.html");
        assertThat(result.exit()).as(result.err()).isZero();
        JsonObject data = data(Files.readString(directory.resolve("page.html")));
        assertThat(data.get("newName").getAsString()).isEqualTo("1.0-slim");
        assertThat(data.getAsJsonObject("sizes").get("filesBefore").getAsInt()).isEqualTo(11);
        assertThat(data.getAsJsonObject("sizes").get("filesAfter").getAsInt()).isEqualTo(9);
        assertThat(data.get("entries").toString()).contains("[\"/usr/sbin/server\",0,");
        assertThat(data.get("details").toString()).contains("needed by /usr/sbin/server as libone.so.1");
        assertThat(data.getAsJsonArray("dropped").size()).isPositive();
    }

    @Test
    void a_page_loads_nothing() throws IOException {
        run("slim", "server.tar", "--dry-run", "--report", "page.html");
        String page = Files.readString(directory.resolve("page.html"));
        // Names of XML and of schemas are no addresses that are asked.
        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("<link rel=\"stylesheet\"", " src=", "@import", "fetch(", "XMLHttpRequest")
                .contains("default-src 'none'", "treemap")
                .doesNotContain("/*DATA*/", "/*CODE*/", "/*STYLE*/", "/*LAYOUT*/");
    }

    @Test
    void a_name_cannot_end_the_data() throws IOException {
        String name = "/srv/</script><script>alert(1)</script>";
        Roots.musl(directory.resolve("srv")).file(name, "x").file("/srv/\u00e9", "y");
        run("slim", "dir:srv", "--entrypoint", "/bin/app", "--include", "/srv", "--dry-run", "--report", "page.html");
        String page = Files.readString(directory.resolve("page.html"));
        assertThat(page).doesNotContain("<script>alert");
        assertThat(data(page).get("entries").toString()).contains("alert(1)", "/srv/\u00e9");
    }

    @Test
    void a_page_of_scan_has_findings_and_who_needs_whom() {
        Whittle.Result result = run("scan", "server.tar", "--format", "html", "--fail-on", "never");
        assertThat(result.exit()).as(result.err()).isZero();
        JsonObject data = data(result.out());
        assertThat(data.get("kind").getAsString()).isEqualTo("scan");
        assertThat(data.getAsJsonArray("files").toString()).contains("\"/usr/sbin/server\",0,");
    }

    private Whittle.Result run(String... arguments) {
        return Whittle.in(directory).run(arguments);
    }

    private static JsonObject data(String page) {
        Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        return JsonParser.parseString(data.group(1)).getAsJsonObject();
    }
}
