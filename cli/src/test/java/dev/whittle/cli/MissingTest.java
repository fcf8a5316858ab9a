package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An output that lacks what its start needs is never reported as complete, also not by a later verify. */
class MissingTest {
    private static final String LOADER = "/lib/ld-musl-x86_64.so.1";
    private static final String PYTHON = "{\"Cmd\":[\"python3\",\"/app/app.py\"],\"Env\":[\"PATH=/usr/bin\"]}";
    private static final String NGINX = "{\"Cmd\":[\"nginx\",\"-g\",\"daemon off;\"],\"Env\":[\"PATH=/usr/sbin\"]}";
    private static final String HTTPD = "{\"Cmd\":[\"httpd\",\"-DFOREGROUND\"],\"Env\":[\"PATH=/usr/sbin\"]}";

    private final Path directory;

    MissingTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        TarFile root = new TarFile()
                .program(LOADER, elf().soname("libc.musl-x86_64.so.1").build())
                .program("/usr/bin/python3.11", program().build())
                .link("/usr/bin/python3", "python3.11")
                .file("/usr/lib/python3.11/os.py", "")
                .file("/usr/lib/python3.11/site-packages/flask/__init__.py", "")
                .file("/usr/lib/python3.11/site-packages/flask/json.py", "")
                .file("/app/app.py", "import os\nimport flask\nimport part\n")
                .file("/app/part.py", "")
                .program(
                        "/usr/sbin/nginx",
                        program()
                                .data("configure arguments: --prefix=/etc/nginx --conf-path=/etc/nginx/nginx.conf")
                                .build())
                .file("/etc/nginx/nginx.conf", "include mime.types;\n")
                .file("/etc/nginx/mime.types", "")
                .program(
                        "/usr/sbin/httpd",
                        program()
                                .data(" -D HTTPD_ROOT=\"/etc/httpd\"", " -D SERVER_CONFIG_FILE=\"httpd.conf\"")
                                .build())
                .file("/etc/httpd/httpd.conf", "Include more.conf\n")
                .file("/etc/httpd/more.conf", "");
        write("python", PYTHON, root);
        write("nginx", NGINX, root);
        write("httpd", HTTPD, root);
    }

    @ParameterizedTest
    @CsvSource({"python", "nginx", "httpd"})
    void nothing_is_missing_where_nothing_is_taken_away(String image) throws IOException {
        Whittle.Result slim = slim(image);
        assertThat(slim.err()).isEmpty();
        assertThat(slim.exit()).isZero();
        assertThat(isComplete()).isTrue();
        assertThat(verify().out()).startsWith("OK: nothing is missing (");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "python | /usr/lib/python3.11/site-packages/flask |"
                        + " line 2 of /app/app.py imports flask, which the image does not have",
                "python | /usr/lib/python3.11/site-packages       |"
                        + " line 2 of /app/app.py imports flask, which the image does not have",
                "python | /app/part.py                            |"
                        + " line 3 of /app/app.py imports part, which the image does not have",
                "nginx  | /etc/nginx/mime.types                   |"
                        + " line 1 of /etc/nginx/nginx.conf: include mime.types: the image does not have"
                        + " /etc/nginx/mime.types",
                "httpd  | /etc/httpd/more.conf                    |"
                        + " line 1 of /etc/httpd/httpd.conf: Include more.conf: the image does not have"
                        + " /etc/httpd/more.conf",
            })
    void what_is_excluded_and_needed_makes_the_output_incomplete(String image, String excluded, String gap)
            throws IOException {
        Whittle.Result slim = slim(image, "--exclude", excluded);
        assertThat(slim.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(slim.err()).contains(excluded + ": excluded, but ");
        assertThat(isComplete()).isFalse();
        Whittle.Result verify = verify();
        assertThat(verify.out()).contains(gap).doesNotContain("closed");
        assertThat(verify.exit()).isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void an_image_that_never_had_it_is_incomplete_too() throws IOException {
        write(
                "python",
                PYTHON,
                new TarFile()
                        .program(LOADER, elf().soname("libc.musl-x86_64.so.1").build())
                        .program("/usr/bin/python3.11", program().build())
                        .link("/usr/bin/python3", "python3.11")
                        .file("/usr/lib/python3.11/os.py", "")
                        .file("/app/app.py", "import gone\n"));
        Whittle.Result slim = slim("python");
        assertThat(slim.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(slim.err()).contains("python: line 1 of /app/app.py imports gone, which the image does not have");
        assertThat(isComplete()).isFalse();
    }

    private boolean isComplete() throws IOException {
        return JsonParser.parseString(Files.readString(directory.resolve("report.json")))
                .getAsJsonObject()
                .get("complete")
                .getAsBoolean();
    }

    private void write(String name, String config, TarFile layer) throws IOException {
        Files.write(directory.resolve(name + ".tar"), Images.dockerArchive("", config, List.of(layer.bytes())));
    }

    private Whittle.Result slim(String image, String... options) {
        List<String> line = new ArrayList<>(
                List.of("slim", image + ".tar", "-o", "docker-archive:slim.tar", "-q", "--report", "report.json"));
        line.addAll(List.of(options));
        return Whittle.in(directory).run(line.toArray(new String[0]));
    }

    private Whittle.Result verify() {
        return Whittle.in(directory).run("verify", "slim.tar");
    }

    private static ElfBuilder program() {
        return elf().interpreter(LOADER);
    }

    private static ElfBuilder elf() {
        return ElfBuilder.x86_64();
    }
}
