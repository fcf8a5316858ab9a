package dev.whittle.discover.rules;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.RawText;
import dev.whittle.discover.Catalogue;
import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Families that the user describes. */
class RuleTest {
    private final Scene scene;

    RuleTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/app", program("libown.so.2").imports("own_open").data("a plain sentence"))
                .elf("/lib/libown.so.2", library())
                .elf("/usr/lib/own/one.so", library("libmore.so"))
                .libraries("/lib/libmore.so")
                .file("/usr/share/own/a/b", "")
                .file("/etc/own.conf", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'any':[{'path':'/bin/app'}]               | /bin/app is kept",
                "'any':[{'path':'/lib/lib*.so.?'}]         | /lib/libown.so.2 is kept",
                "'any':[{'path':'/**/app'}]                | /bin/app is kept",
                "'any':[{'path':'/bin/other'}]             |",
                "'any':[{'soname':'libown.so.2'}]          | /bin/app needs libown.so.2",
                "'any':[{'soname':'libown.so.*'}]          | /bin/app needs libown.so.2",
                "'any':[{'soname':'libown.so'}]            |",
                "'any':[{'symbol':'own_open'}]             | /bin/app imports own_open",
                "'any':[{'symbol':'own_'}]                 |",
                "'any':[{'string':'plain sent'}]           | /bin/app holds \"plain sent\"",
                "'any':[{'string':'plain sense'}]          |",
                "'any':[{'path':'/bin/*','symbol':'own_open','string':'plain'}] | /bin/app imports own_open and holds \"plain\"",
                "'any':[{'path':'/lib/*','symbol':'own_open'}] |",
                "'any':[{'soname':'no'},{'path':'/bin/app'}] | /bin/app is kept",
                "'all':[{'soname':'no'},{'path':'/bin/app'}] |",
                "'all':[{'symbol':'own_open'},{'path':'/lib/libown.so.2'}] | /bin/app imports own_open, and /lib/libown.so.2 is kept",
            })
    void a_trigger(String triggers, String evidence) throws Exception {
        List<String> expected =
                evidence == null ? List.of() : List.of("RECOMMENDED /etc/own.conf (" + evidence + " (f))");
        assertThat(found("'name':'own'," + triggers + ",'paths':['/etc/own.conf']"))
                .isEqualTo(expected);
    }

    @Test
    void trees_come_whole_modules_with_their_libraries_and_what_is_absent_is_no_error() throws Exception {
        assertThat(
                        kept(
                                "'name':'own','any':[{'path':'/bin/app'}],'trees':['/usr/share/own','/usr/lib/own/*.so','/no']"))
                .contains("/usr/share/own/a/b", "/usr/lib/own/one.so", "/lib/libmore.so");
    }

    @Test
    void one_family_may_be_triggered_by_what_another_keeps() throws Exception {
        String second = "{'name':'a-second','any':[{'soname':'libmore.so'}],'paths':['/etc/own.conf']},";
        assertThat(kept(second, "'name':'own','any':[{'path':'/bin/app'}],'trees':['/usr/lib/own']"))
                .contains("/etc/own.conf");
    }

    @Test
    void what_is_possible_is_kept_when_it_is_asked_for() throws Exception {
        String family = "'name':'own','level':'possible','any':[{'path':'/bin/app'}],'paths':['/etc/own.conf']";
        assertThat(kept(family)).doesNotContain("/etc/own.conf");
        assertThat(Question.of(scene, "/bin/app")
                        .families(read("", family))
                        .with("own")
                        .kept())
                .contains("/etc/own.conf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                             | $: not JSON from here on",
                "{                              | $.: not JSON from here on",
                "[]                             | $: is not an object with families",
                "{}                             | $.families: no family in it; docs/families.md has an example",
                "{'families':[]} x              | $: not JSON from here on",
                "{'families':{}}                | $.families: is not an array",
                "{'families':[3]}               | $.families[0]: is not an object with name, description, rules, level, any, all, paths, trees, plugins, programs, except, limit, reason, source",
                "{'families':[{'nam':1}]}       | $.families[0].nam: unknown member; known members are name, description, rules, level, any, all, paths, trees, plugins, programs, except, limit, reason, source",
                "{'families':[{'name':1}]}      | $.families[0].name: is not a string",
                "{'families':[{'name':''}]}     | $.families[0].name: is empty",
                "{'families':[{'name':'A b'}]}  | $.families[0].name: a name has lower-case letters, digits and hyphens: A b",
                "{'families':[{'name':'nginx'}]} | $.families[0].name: nginx is the name of a built-in family; take another",
                "{'families':[{'name':'all'}]}  | $.families[0].name: all is the name of something else; take another",
                "{'families':[{'name':'a','name':'b'}]} | $.families[0].name: duplicate member",
                "{'families':[{'name':'a'}]}    | $.families[0]: needs exactly one of any, all",
                "{'families':[{'name':'a','any':[]}]} | $.families[0].any: no trigger in it, so that it would never match",
                "{'families':[{'name':'a','any':[{}]}]} | $.families[0].any[0]: an empty trigger; it needs path, soname, library, program, symbol, string, variable, package",
                "{'families':[{'name':'a','any':[{'sonames':'x'}]}]} | $.families[0].any[0].sonames: unknown member; known members are path, soname, library, program, symbol, string, variable, package",
                "{'families':[{'name':'a','any':[{'path':'x'}]}]} | $.families[0].any[0].path: a path or pattern of the root begins with / and has no ..: x",
                "{'families':[{'name':'a','any':[{'path':'/x'}]}]} | $.families[0]: keeps nothing: it needs paths, trees, plugins or programs",
                "{'families':[{'name':'a','level':'must'}]} | $.families[0].level: must is not a level; levels are required, recommended, expected, uncertain, possible",
                "{'families':[{'name':'a','any':[{'path':'/x'}],'paths':['/../x']}]} | $.families[0].paths[0]: a path or pattern of the root begins with / and has no ..: /../x",
                "{'families':[{'name':'a','any':[{'path':'/x'}],'paths':['/']}]} | $.families[0].paths[0]: a path or pattern of the root begins with / and has no ..: /",
                "{'families':[{'name':'a','any':[{'path':'/x'}],'paths':'/x'}]} | $.families[0].paths: is not an array of paths",
                "{'families':[{'name':'a','any':[{'path':'/x'}],'paths':['$lib/x']}]} | $.families[0].paths[0]: a path or pattern of the root begins with / and has no ..: $lib/x",
                "{'families':[{'name':'a','any':[{'path':'/x'}],'paths':['$DIR/../x']}]} | $.families[0].paths[0]: a path or pattern of the root begins with / and has no ..: $DIR/../x",
                "{'families':[{'name':'a','any':[{'path':'/x'}],'paths':[['/x','x']]}]} | $.families[0].paths[0][1]: a path or pattern of the root begins with / and has no ..: x",
                "{'families':[{'name':'a','any':[{'library':'/lib/x'}]}]} | $.families[0].any[0].library: a name, not a path: /lib/x",
                "{'families':[{'name':'a','limit':0}]} | $.families[0].limit: is not a whole number of megabytes from 1 to 1048576",
                "{'families':[{'name':'a','limit':'1'}]} | $.families[0].limit: is not a number of megabytes",
                "{'families':[{'name':'a','rules':[]}]} | $.families[0].rules: no rule in it",
                "{'families':[{'name':'a','rules':[{'any':[{'path':'/x'}]}]}]} | $.families[0].rules[0]: keeps nothing: it needs paths, trees, plugins or programs",
                "{'families':[{'name':'a','level':'possible','rules':[{'any':[{'path':'/x'}],'paths':['/x']}]}]} | $.families[0]: has both rules and members that belong in a rule",
                "{'families':[{'name':'a','any':[{'path':'/x'}],'paths':['/x']},{'name':'a'}]} | $.families[1].name: a is the name of a family before it; take another",
            })
    void what_is_not_understood_is_told_with_its_place(String json, String reason) {
        assertThatThrownBy(() -> RuleReader.read(bytes(json == null ? "" : json), "f", Catalogue.families(), List.of()))
                .isInstanceOf(BadRulesException.class)
                .hasMessage(reason);
    }

    @Test
    void a_name_of_another_file_is_taken_too() throws Exception {
        String family = "'name':'own','any':[{'path':'/x'}],'paths':['/x']";
        assertThatThrownBy(() -> RuleReader.read(
                        bytes("{'families':[{" + family + "}]}"), "g", Catalogue.families(), read("", family)))
                .hasMessage("$.families[0].name: own is the name of a family in f; take another");
    }

    private List<String> found(String family) throws Exception {
        return Question.of(scene, "/bin/app").families(read("", family)).found("own");
    }

    private List<String> kept(String family) throws Exception {
        return kept("", family);
    }

    private List<String> kept(String others, String family) throws Exception {
        return Question.of(scene, "/bin/app").families(read(others, family)).kept();
    }

    private static List<Rule> read(String others, String family) throws BadRulesException {
        return RuleReader.read(
                bytes("{'families':[" + others + "{" + family + "}]}"), "f", Catalogue.families(), List.of());
    }

    private static byte[] bytes(String json) {
        return RawText.bytes(json.replace('\'', '"'));
    }
}
