package dev.whittle.discover.language;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs and libraries that an application's source names. */
class SourceProgramsTest {
    private final Scene scene;

    SourceProgramsTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/run", program())
                .elf("/usr/bin/tool", program())
                .elf("/usr/bin/sort", program())
                .elf("/usr/bin/echo", program())
                .elf("/bin/sh", program())
                .libraries("/lib/libone.so.1", "/usr/lib/x86_64-linux-gnu/libtwo.so.2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subprocess.run(['tool', '-x'])                 | /usr/bin/tool",
                "os.system(\"tool x && sort\")                  | /bin/sh",
                "child_process.spawn('tool')                    | /usr/bin/tool",
                "ctypes.CDLL('libone.so.1')                     | /lib/libone.so.1",
                "ctypes.util.find_library('two')                | /usr/lib/x86_64-linux-gnu/libtwo.so.2",
                "from ctypes.util import find_library as _f; _find_library('two') | /usr/lib/x86_64-linux-gnu/libtwo.so.2",
                "ctypes.CDLL(f'/usr/lib/{arch}/libtwo.so.{x}')  | /usr/lib/x86_64-linux-gnu/libtwo.so.2",
                "ctypes.CDLL('libtwo.so.%d' % x)                | /usr/lib/x86_64-linux-gnu/libtwo.so.2",
                "os.execvp('echo', ['echo', 'x'])               | /usr/bin/echo",
            })
    void what_the_source_names_is_kept(String line, String path) throws Exception {
        scene.file("/app/main.py", "import x\n" + line + "\n");
        assertThat(kept()).contains(path);
    }

    @Test
    void the_evidence_is_a_line() throws Exception {
        scene.file("/app/main.py", "import subprocess\n\nsubprocess.run(['tool'])\n");
        assertThat(question().found("source"))
                .contains("RECOMMENDED /usr/bin/tool (line 3 of /app/main.py names tool)");
    }

    @Test
    void a_file_that_starts_nothing_names_no_programs() throws Exception {
        scene.file("/app/main.py", "print('tool')\n");
        assertThat(kept()).doesNotContain("/usr/bin/tool");
    }

    @Test
    void javascript_for_browsers_starts_nothing() throws Exception {
        scene.file("/app/main.js", "child_process.spawn('tool')");
        assertThat(kept()).contains("/app/main.js").doesNotContain("/usr/bin/tool");
        scene.libraries("/lib/libnode.so.108").elf("/usr/bin/run", program("libnode.so.108"));
        assertThat(kept()).contains("/usr/bin/tool");
    }

    @Test
    void other_people_s_code_is_not_read() throws Exception {
        scene.file("/app/main.py", "").file("/app/node_modules/x/index.js", "child_process.spawn('tool')");
        assertThat(kept()).contains("/app/node_modules/x/index.js").doesNotContain("/usr/bin/tool");
    }

    @Test
    void an_imported_module_names_a_program_that_was_installed_for_itself() throws Exception {
        scene.file("/app/main.py", "import a\n")
                .file("/app/lib/site-packages/a/__init__.py", "add('tool_path', 'tool')\nadd('sort')\n")
                .file("/var/lib/dpkg/status", """
                        Package: tool
                        Status: install ok installed
                        Priority: optional

                        Package: sort
                        Status: install ok installed
                        Priority: required
                        """)
                .file("/var/lib/dpkg/info/tool.list", "/usr/bin/tool\n")
                .file("/var/lib/dpkg/info/sort.list", "/usr/bin/sort\n");
        assertThat(question().found("source"))
                .contains(
                        "EXPECTED /usr/bin/tool (/app/lib/site-packages/a/__init__.py is imported and names tool, a program"
                                + " of a package that was requested or that one of these asks for)")
                .noneMatch(each -> each.contains("/usr/bin/sort"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add('open')                                   | false",
                "add('open'); subprocess.run([x, 'y'])         | true",
                "add('open-it')                                | true",
            })
    void a_common_word_is_a_program_only_where_programs_are_started(String text, boolean expected) throws Exception {
        scene.file("/app/main.py", "import a\n")
                .file("/app/lib/site-packages/a/__init__.py", text + "\n")
                .elf("/usr/bin/open", program())
                .elf("/usr/bin/open-it", program())
                .elf("/usr/bin/other", program())
                .file("/var/lib/dpkg/status", """
                        Package: open
                        Status: install ok installed
                        Priority: optional

                        Package: other
                        Status: install ok installed
                        Priority: optional
                        """)
                .file("/var/lib/dpkg/info/other.list", "/usr/bin/other\n")
                .file("/var/lib/dpkg/info/open.list", "/usr/bin/open\n/usr/bin/open-it\n");
        assertThat(question().keeping(FamilyChoice.Keep.DEFAULT).kept().stream()
                        .anyMatch(path -> path.startsWith("/usr/bin/open")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "safe_run('tool', '-c', path) | true",
                "command = [\"tool\", \"--all\"] | true",
                "add('tool', 'c', path)       | false",
                "names = ['a', 'tool', 'x-y']  | false",
            })
    void an_imported_module_names_a_program_before_an_option(String text, boolean expected) throws Exception {
        scene.file("/app/main.py", "import a\n").file("/app/lib/site-packages/a/__init__.py", text + "\n");
        assertThat(question().found("source").stream().anyMatch(found -> found.startsWith("UNCERTAIN /usr/bin/tool ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"subprocess.check_output(cmd), true", "print(cmd), false"})
    void a_path_of_a_program_counts_in_an_imported_module_that_starts_programs(String call, boolean expected)
            throws Exception {
        scene.file("/app/main.py", "import a\n")
                .file("/app/lib/site-packages/a/__init__.py", "cmd = ['/usr/bin/tool', '-x']\n" + call + "\n");
        assertThat(question().found("source").stream().anyMatch(found -> found.startsWith("UNCERTAIN /usr/bin/tool ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"os.py, false", "other.py, true"})
    void the_other_programs_of_a_package_that_only_a_standard_library_names_are_not_kept(
            String module, boolean expected) throws Exception {
        scene.file("/app/main.py", "import a\n")
                .file("/app/lib/site-packages/a/__init__.py", "add('tool')\n")
                .file("/app/lib/site-packages/" + module, "")
                .elf("/usr/bin/tool-other", program())
                .file("/var/lib/dpkg/status", """
                        Package: tool
                        Status: install ok installed
                        Priority: optional
                        """)
                .file("/var/lib/dpkg/info/tool.list", "/usr/bin/tool\n/usr/bin/tool-other\n");
        assertThat(question().keeping(FamilyChoice.Keep.DEFAULT).kept().contains("/usr/bin/tool-other"))
                .isEqualTo(expected);
    }

    @Test
    void of_a_library_that_is_imported_small_directories_of_data_count() throws Exception {
        scene.file("/app/main.py", "import a\n")
                .file(
                        "/app/lib/site-packages/a/__init__.py",
                        "D = '/usr/share/words/'\nE = '/usr/share/large'\nF = '/usr/share/link'\nG = '/usr/share/perl/5'\n")
                .file("/usr/share/words/en", "x")
                .link("/usr/share/link", "large")
                .file("/usr/share/perl/5/strict.pm", "x");
        scene.tree().file("/usr/share/large/x", new byte[5 << 20]);
        assertThat(question().found("source"))
                .contains("EXPECTED /usr/share/words/** (/app/lib/site-packages/a/__init__.py names /usr/share/words)")
                .noneMatch(each -> each.contains("large") || each.contains("link") || each.contains("perl"));
    }

    @Test
    void of_a_library_that_is_imported_the_calls_are_read() throws Exception {
        scene.file("/app/main.py", "import a.b\n")
                .file("/app/lib/site-packages/a/__init__.py", "from . import c\nNAME = 'sort'\n")
                .file("/app/lib/site-packages/a/b.py", "import subprocess\nsubprocess.run(['tool'])\n")
                .file("/app/lib/site-packages/a/c.py", "X = ffi.dlopen('two')\n")
                .file("/app/lib/site-packages/other.py", "CDLL('libone.so.1')\n");
        assertThat(question().found("source"))
                .containsExactlyInAnyOrder(
                        "UNCERTAIN /usr/bin/tool (line 2 of /app/lib/site-packages/a/b.py runs tool)",
                        "RECOMMENDED /usr/lib/x86_64-linux-gnu/libtwo.so.2 (line 1 of"
                                + " /app/lib/site-packages/a/c.py names the library two)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/app/m.pl | use A::B;                 | /app/perl5/A/B.pm                | system('tool', $x);",
                "/app/m.rb | require 'a/b'             | /app/gems/a-1/lib/a/b.rb         | system('tool', x)",
                "/app/m.js | const x = require('@a/b') | /app/node_modules/@a/b/lib/x.js  | spawn('tool')",
                "/app/m.lua | local x = require 'a.b' | /app/vendor/a/b.lua | io.popen('tool ' .. d .. ' x')",
                "/app/m.lua | local x = require('a') | /app/vendor/a/init.lua | os.execute('tool')",
                "/app/m.php | require __DIR__ . '/../vendor/a.php'; | /app/vendor/a.php | exec('tool')",
                "/app/m.php | use A\\B\\C; | /app/vendor/b/src/C.php | exec('tool')",
                "/app/m.tcl | source [file join $dir b.tcl] | /app/vendor/b.tcl | exec tool",
                "/app/m.R | source('b.R') | /app/vendor/b.R | system('tool')",
            })
    void other_languages_import_by_name(String main, String line, String module, String call) throws Exception {
        scene.file(main, line + "\n").file(module, call + "\n");
        scene.libraries("/lib/libnode.so.108").elf("/usr/bin/run", program("libnode.so.108"));
        assertThat(question().found("source")).contains("UNCERTAIN /usr/bin/tool (line 1 of " + module + " runs tool)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import a                    | import c         | line 1 of /app/lib/site-packages/a/__init__.py imports c",
                "import a                    | from c import *  | line 1 of /app/lib/site-packages/a/__init__.py imports c",
                "import c                    | import x         | line 1 of /app/main.py imports c",
                "if x: import c              | import x         |",
                "import x                    | import c         |",
                "import a                    | if x: import c   |",
            })
    void a_package_that_is_excluded_from_a_kept_tree_is_told_if_it_is_always_imported(
            String application, String library, String evidence) throws Exception {
        scene.file("/app/main.py", application + "\n")
                .file("/app/lib/site-packages/a/__init__.py", library + "\n")
                .file("/app/lib/site-packages/c/__init__.py", "d = 1\n");
        List<String> told = question().excluding("/app/lib/site-packages/c").closure().excluded().stream()
                .filter(lost -> lost.path().name().equals("__init__.py"))
                .map(lost -> lost.reason().detail())
                .toList();
        assertThat(told).isEqualTo(evidence == null ? List.of() : List.of("source: " + evidence));
    }

    @Test
    void a_script_without_an_extension_imports_as_its_language_does() throws Exception {
        scene.elf("/usr/bin/perl", program())
                .file("/app/job", "#!/usr/bin/perl\nuse lib '/app/lib';\nuse My::Mod;\n")
                .file("/app/lib/My/Mod.pm", "system('tool');\n1;\n");
        scene.tree().mode("/app/job", "rwxr-xr-x");
        assertThat(question().excluding("/app/lib/My").closure().excluded())
                .extracting(lost -> lost.path().raw() + " " + lost.reason().detail())
                .contains("/app/lib/My/Mod.pm source: line 3 of /app/job imports My::Mod");
    }

    @Test
    void an_application_among_libraries_names_commands() throws Exception {
        scene.file("/usr/bin/start", "#!/usr/bin/python3\nfrom a.cli import main\n");
        scene.tree().mode("/usr/bin/start", "rwxr-xr-x");
        scene.file("/app/site-packages/a/shell.py", "CMD = 'tool -p %s'\nTEXT = 'sort of'\n")
                .file("/app/site-packages/b/shell.py", "CMD = 'sort -u'\n");
        assertThat(Question.of(scene)
                        .started("/usr/bin/start")
                        .config("'Cmd':['start'],'WorkingDir':'/app'")
                        .wholeImage()
                        .found("source"))
                .contains("UNCERTAIN /usr/bin/tool (line 1 of /app/site-packages/a/shell.py runs tool)")
                .noneMatch(line -> line.contains("/usr/bin/sort"));
    }

    @Test
    void text_that_an_interpreter_is_given_is_source() throws Exception {
        scene.elf("/usr/bin/python3", program()).tree().mode("/usr/bin/python3", "rwxr-xr-x");
        assertThat(Question.of(scene)
                        .started("/usr/bin/python3")
                        .config(
                                "'Cmd':['python3','-c','import subprocess; NAME = [__file__]; subprocess.run([\\u0027tool\\u0027])']")
                        .wholeImage()
                        .found("source"))
                .containsExactly("RECOMMENDED /usr/bin/tool (line 1 of the text that the image's Cmd gives python3 runs"
                        + " tool)");
    }

    @Test
    void find_library_needs_the_cache_and_who_reads_it() throws Exception {
        scene.elf("/sbin/ldconfig", program()).file("/app/main.py", "find_library('two')\n");
        assertThat(kept()).contains("/sbin/ldconfig", "/usr/lib/x86_64-linux-gnu/libtwo.so.2");
    }

    @Test
    void zones_and_locales_are_files() throws Exception {
        scene.file("/usr/share/zoneinfo/Europe/Berlin", "x")
                .file("/usr/lib/locale/de_DE.utf8/LC_TIME", "x")
                .file("/app/main.py", "ZoneInfo('Europe/Berlin')\nsetlocale(LC_ALL, 'de_DE.UTF-8')\n");
        assertThat(kept()).contains("/usr/share/zoneinfo/Europe/Berlin", "/usr/lib/locale/de_DE.utf8/LC_TIME");
    }

    private List<String> kept() throws Exception {
        return question().kept();
    }

    private Question question() {
        return Question.of(scene)
                .started("/usr/bin/run")
                .config("'Cmd':['run','main.py'],'WorkingDir':'/app'")
                .wholeImage();
    }
}
