package dev.whittle.discover.rules;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.discover.Catalogue;
import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other triggers of a rule, and the syntax of places. */
class RuleFormatTest {
    private static final String LIBRARY = "'any':[{'library':'libown-*.so.*'}]";

    private static final String STATUS = """
            Package: own
            Status: install ok installed

            Package: gone
            Status: deinstall ok config-files
            """;

    private final Scene scene;

    RuleFormatTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root);
    }

    @BeforeEach
    void root() throws IOException {
        scene.elf("/opt/own/bin/ownd", program("libown-7.so.2").runpath("/opt/own/lib"))
                .elf("/opt/own/lib/libown-7.so.2", library().soname("libown-7.so.2"))
                .elf("/bin/plain", program())
                .link("/usr/bin/own", "/opt/own/bin/ownd")
                .libraries("/opt/own/lib/own-7/one.so", "/opt/own/lib/own-6/old.so", "/usr/lib/own-7/other.so")
                .elf("/opt/own/libexec/helper", program("libhelp.so"))
                .libraries("/lib/libhelp.so")
                .elf("/usr/bin/ownctl", program())
                .file("/opt/own/share/own/data", "")
                .file("/opt/own/share/own/doc/text", "")
                .file("/opt/own/bin/beside", "")
                .file("/srv/one/a", "")
                .file("/srv/two/b", "")
                .file("/var/lib/dpkg/status", STATUS)
                .file("/lib/apk/db/installed", "C:x\nP:own-apk\nV:1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'library':'libown-7.so.2'}           | /opt/own/lib/libown-7.so.2 is kept",
                "{'library':'libown-*.so.*'}           | /opt/own/lib/libown-7.so.2 is kept",
                "{'library':'libown'}                  |",
                "{'library':'libown-*','soname':'x'}   |",
                "{'program':'ownd'}                    | /opt/own/bin/ownd is kept",
                "{'program':'own*'}                    | /opt/own/bin/ownd is kept",
                "{'program':'helper'}                  |",
                "{'program':'libown-7.so.2'}           |",
                "{'variable':'OWN'}                    | the image sets OWN",
                "{'variable':'LEVEL=high'}             | the image sets LEVEL",
                "{'variable':'LEVEL=low'}              |",
                "{'variable':'EMPTY'}                  |",
                "{'variable':'OTHER'}                  |",
                "{'program':'ownd','variable':'LEVEL'} | /opt/own/bin/ownd is kept, and the image sets LEVEL",
                "{'program':'ownd','variable':'OTHER'} |",
                "{'package':'own'}                     | the package own is installed",
                "{'package':'own-*'}                   | the package own-apk is installed",
                "{'package':'gone'}                    |",
                "{'package':'ow'}                      |",
            })
    void a_trigger(String trigger, String evidence) throws Exception {
        List<String> expected = evidence == null ? List.of() : List.of("RECOMMENDED /srv/one/a (" + evidence + " (f))");
        assertThat(found("'any':[" + trigger + "],'paths':['/srv/one/a']")).isEqualTo(expected);
    }

    @Test
    void a_link_to_a_program_has_its_name_and_the_program_its_directories() throws Exception {
        String rule = "'any':[{'program':'own'}],'paths':['$DIR/beside','/srv/$0','/usr/bin/$0ctl']";
        assertThat(question(rule).started("/usr/bin/own").kept()).contains("/opt/own/bin/beside", "/usr/bin/ownctl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'any':[{'library':'libown-*.so.*'}],'trees':['$LIBDIR/own-$1']   | /opt/own/lib/own-7/one.so",
                "'any':[{'program':'ownd'}],'trees':['$LIBDIR/own-7']             | /opt/own/lib/own-7/one.so",
                "'any':[{'program':'ownd'}],'trees':['$PREFIX/share/own']         | /opt/own/share/own/data",
                "'any':[{'program':'ownd'}],'paths':['$DIR/beside']               | /opt/own/bin/beside",
                "'any':[{'program':'ownd'}],'trees':['$OWN']                      | /srv/two/b",
                "'any':[{'program':'ownd'}],'paths':['$OWN/a']                    | /srv/one/a",
                "'any':[{'path':'/opt/*/lib/*'}],'paths':['/opt/$1/share/own/data'] | /opt/own/share/own/data",
                "'any':[{'soname':'libown-*.so.?*'}],'plugins':['/usr/lib/own-7'] | /usr/lib/own-7/other.so",
                "'any':[{'program':'ownd'}],'programs':['$PREFIX/libexec/helper'] | /lib/libhelp.so",
                "'any':[{'program':'ownd'}],'programs':['ownctl']                 | /usr/bin/ownctl",
            })
    void a_place(String rule, String kept) throws Exception {
        assertThat(question(rule).kept()).contains(kept);
    }

    @Test
    void what_another_version_or_another_directory_has_stays() throws Exception {
        assertThat(question(LIBRARY + ",'trees':['$LIBDIR/own-$1']").kept())
                .doesNotContain("/opt/own/lib/own-6/old.so", "/usr/lib/own-7/other.so");
        assertThat(question(LIBRARY + ",'trees':['$LIBDIR/own-$2','$LIBDIR/own-$9']")
                        .kept())
                .doesNotContain("/opt/own/lib/own-6/old.so", "/opt/own/lib/own-7/one.so");
        assertThat(question(LIBRARY + ",'trees':['$NONE','$NONE/x']").kept()).doesNotContain("/srv/one/a");
    }

    @Test
    void of_alternatives_the_first_that_the_root_has() throws Exception {
        assertThat(question(LIBRARY + ",'paths':[['/srv/none','/srv/one/a','/srv/two/b']]")
                        .kept())
                .contains("/srv/one/a")
                .doesNotContain("/srv/two/b");
    }

    @Test
    void what_is_excepted_stays_out_of_a_tree() throws Exception {
        assertThat(question(LIBRARY + ",'trees':['/opt/own/share'],'except':['/opt/own/share/*/doc']")
                        .kept())
                .contains("/opt/own/share/own/data")
                .doesNotContain("/opt/own/share/own/doc/text");
    }

    @Test
    void a_tree_over_its_limit_is_told_of() throws Exception {
        scene.file("/srv/one/large", "x".repeat((1 << 20) + 1));
        assertThat(found(LIBRARY + ",'trees':['/srv/one','/srv/two'],'limit':1"))
                .containsExactly(
                        "RECOMMENDED /srv/two/** (/opt/own/lib/libown-7.so.2 is kept (f))",
                        "LARGE /srv/one/** (/opt/own/lib/libown-7.so.2 is kept (f))");
    }

    @Test
    void a_reason_is_told_behind_the_file() throws Exception {
        assertThat(found(LIBRARY + ",'paths':['/srv/one/a'],'reason':'reads it','source':'own(5)'"))
                .containsExactly("RECOMMENDED /srv/one/a (/opt/own/lib/libown-7.so.2 reads it (f))");
    }

    @Test
    void several_rules_of_one_family_have_levels_of_their_own() throws Exception {
        assertThat(found("'rules':[{'any':[{'program':'ownd'}],'paths':['/srv/one/a']},"
                        + "{'level':'uncertain','all':[{'program':'ownd'},{'package':'own'}],'paths':['/srv/two/b']}]"))
                .containsExactly(
                        "RECOMMENDED /srv/one/a (/opt/own/bin/ownd is kept (f))",
                        "UNCERTAIN /srv/two/b (/opt/own/bin/ownd is kept, and the package own is installed (f))");
    }

    private List<String> found(String rule) throws Exception {
        return question(rule).found("own");
    }

    private Question question(String rule) throws Exception {
        List<Rule> rules = RuleReader.read(
                RawText.bytes(("{'families':[{'name':'own'," + rule + "}]}").replace('\'', '"')),
                "f",
                Catalogue.families(),
                List.of());
        return Question.of(scene, "/opt/own/bin/ownd")
                .without("paths", "programs")
                .config("'Env':['OWN=/srv/one:/srv/two','LEVEL=high','EMPTY=']")
                .families(rules);
    }
}
