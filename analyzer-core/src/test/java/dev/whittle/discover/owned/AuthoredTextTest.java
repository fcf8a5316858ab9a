package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a text of the image's author names. */
class AuthoredTextTest {
    private final Scene scene;

    AuthoredTextTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/app", program())
                .elf("/usr/bin/tool", program())
                .file("/var/lib/dpkg/status", """
                        Package: app
                        Status: install ok installed

                        Package: tool
                        Status: install ok installed
                        """)
                .file("/var/lib/dpkg/info/app.list", "/usr/bin/app\n")
                .file("/var/lib/dpkg/info/tool.list", "/usr/bin/tool\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter = tool          | true",
                "run tool (or another)  | true",
                "tool(1); x(tool, 2)    | true",
                "tool(1) if help        | false",
                "tools are good         | false",
                "# tool                 | false",
            })
    void a_program_of_a_requested_package_is_named(String line, boolean expected) throws Exception {
        scene.file("/srv/job.conf", line + "\n");
        assertThat(found().stream().anyMatch(each -> each.contains("/usr/bin/tool")))
                .isEqualTo(expected);
    }

    @Test
    void the_evidence_names_the_line() throws Exception {
        scene.file("/srv/job.conf", "\nfilter = tool\n");
        assertThat(found()).anyMatch(each -> each.contains("line 2 of /srv/job.conf names tool"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in = \"merge /var/log/web/access.log* \" | true",
                "in = /var/log/web/acc*.?                 | true",
                "in = /var/log/web/error*                 | false",
                "in = /var/log/*                          | false",
            })
    void the_files_of_a_pattern_are_named(String line, boolean expected) throws Exception {
        scene.file("/var/log/web/access.log", "x").file("/var/log/web/access.log.1", "x");
        scene.file("/srv/job.conf", line + "\n");
        assertThat(found().stream().anyMatch(each -> each.contains("/var/log/web/access.log.1")))
                .isEqualTo(expected);
    }

    private List<String> found() throws Exception {
        return Question.of(scene, "/usr/bin/app")
                .config("'Cmd':['app','/srv/job.conf']")
                .wholeImage()
                .found("authored");
    }
}
