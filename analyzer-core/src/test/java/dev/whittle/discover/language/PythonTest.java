package dev.whittle.discover.language;

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
import org.junit.jupiter.params.provider.ValueSource;

/** What the application of a Python process imports, and which of it is missing in the image. */
class PythonTest {
    private static final String SITE = "/usr/lib/python3.11/site-packages";

    private final Scene scene;

    PythonTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/python3.11", program().data("special"))
                .link("/usr/bin/python3", "python3.11")
                .file("/usr/lib/python3.11/os.py", "import sys\nsys.path.insert(0, 'x')\n")
                .file("/usr/lib/python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so", "")
                .file(SITE + "/flask/__init__.py", "import gone_too\n")
                .file(SITE + "/space/sub/__init__.py", "")
                .file(SITE + "/one.py", "")
                .file(SITE + "/two.pyc", "")
                .file(SITE + "/three.abi3.so", "")
                .file(SITE + "/links.pth", "# note\n/opt/editable\nimport finder; finder.install()\n")
                .file(SITE + "/finder.py", "MAPPING = {'found': '/srv/found'}\n")
                .file("/opt/editable/four.py", "")
                .file("/srv/modules/five.py", "");
    }

    @Test
    void an_imported_package_is_found_with_its_line() throws Exception {
        application("import os\nimport flask\n");
        assertThat(found())
                .contains(
                        "RECOMMENDED /usr/lib/python3.11/os.py (line 1 of /app/app.py imports os)",
                        "RECOMMENDED " + SITE + "/flask/__init__.py (line 2 of /app/app.py imports flask)",
                        "RECOMMENDED " + SITE + "/flask/** (line 2 of /app/app.py imports flask)")
                .noneMatch(each -> each.startsWith("MISSING"));
    }

    @Test
    void an_imported_module_of_the_library_opens_files_of_the_system() throws Exception {
        scene.file("/app/run", "#!/usr/bin/python3\nimport os, kinds\n")
                .file(
                        "/usr/lib/python3.11/kinds.py",
                        "files = ['/etc/kinds', '/etc/gone', '/etc/shadow', \"/usr/bin/tool\"]\n")
                .file("/etc/kinds", "x")
                .file("/etc/shadow", "x")
                .elf("/usr/bin/tool", program())
                .file("/usr/lib/python3.11/other.py", "'/etc/other'\n")
                .file("/etc/other", "x");
        scene.tree().mode("/app/run", "rwxr-xr-x");
        assertThat(Question.of(scene).started("/app/run").found("python"))
                .contains("EXPECTED /etc/kinds (/usr/lib/python3.11/kinds.py names /etc/kinds)")
                .noneMatch(
                        each -> each.contains("/etc/shadow") || each.contains("tool") || each.contains("/etc/other"));
    }

    @Test
    void what_is_nowhere_is_missing() throws Exception {
        application("import os\n\nfrom gone.sub import name\n");
        assertThat(found()).contains("MISSING (line 3 of /app/app.py imports gone, which the image does not have)");
        assertThat(question().closure().isComplete()).isFalse();
    }

    @Test
    void the_application_s_own_modules_are_followed() throws Exception {
        application("from pack import sub\nimport pack.other\n");
        scene.file("/app/pack/__init__.py", "from .near import x\n")
                .file("/app/pack/sub.py", "import gone_a\n")
                .file("/app/pack/other.py", "import gone_b\n")
                .file("/app/pack/near.py", "import gone_c\nfrom . import deep\n")
                .file("/app/pack/deep.py", "import gone_d\n")
                .file("/app/pack/unused.py", "import gone_e\n");
        assertThat(missing())
                .containsExactlyInAnyOrder(
                        "line 1 of /app/pack/sub.py imports gone_a",
                        "line 1 of /app/pack/other.py imports gone_b",
                        "line 1 of /app/pack/near.py imports gone_c",
                        "line 1 of /app/pack/deep.py imports gone_d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "space.sub",
                "one",
                "two",
                "three",
                "four",
                "five",
                "found",
                "_json",
                "sys",
                "time",
                "special",
                "gi.x"
            })
    void what_python_finds_in_any_way_is_not_missing(String module) throws Exception {
        scene.file("/usr/lib/python3/dist-packages/gi/__init__.py", "");
        application("import " + module + "\n");
        assertThat(missing()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "try:\n    import gone\nexcept ImportError:\n    pass\n",
                "import sys\nsys.path.append('/opt')\nimport gone\n",
                "from . import gone\n",
                "import helper\nimport gone\n",
                "x = (\nimport gone\n",
            })
    void what_may_not_be_needed_or_may_be_elsewhere_is_not_missing(String text) throws Exception {
        scene.file("/app/helper.py", "import sys\nsys.path.append('/opt')\n");
        application(text);
        assertThat(missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Cmd':['python3','-u','app.py'],'WorkingDir':'/app'        | true",
                "'Cmd':['python3','-m','app'],'WorkingDir':'/app'           | true",
                "'Cmd':['python3','-Im','app'],'WorkingDir':'/app'          | true",
                "'Cmd':['python3','-W','ignore','/app/app.py']              | true",
                "'Cmd':['/app/app.py']                                      | true",
                "'Cmd':['python3','/app']                                   | true",
                "'Cmd':['python3','-m','one','app:app'],'WorkingDir':'/app' | true",
                "'Cmd':['python3','-c','import app'],'WorkingDir':'/app'    | false",
                "'Cmd':['python3','/app/other.py']                          | false",
                "'Cmd':['python3']                                          | false",
                "'Cmd':['python3','/app/app.py'],'Volumes':{'/app':{}}      | false",
                "'Cmd':['python3','/app/app.py'],'Env':['PYTHONPATH=/a.zip'] | false",
            })
    void the_command_names_the_file(String config, boolean expected) throws Exception {
        application("#!/usr/bin/python3\nimport gone\n");
        scene.tree().mode("/app/app.py", "rwxr-xr-x");
        scene.file("/app/__main__.py", "import app\n").file("/app/other.py", "").file("/a.zip", "");
        List<String> missing = missing(Question.of(scene, "/usr/bin/python3")
                .config(config)
                .wholeImage()
                .found("python"));
        assertThat(missing).isEqualTo(expected ? List.of("line 2 of /app/app.py imports gone") : List.of());
    }

    @Test
    void a_script_without_a_suffix_is_read() throws Exception {
        scene.file("/app/job", "import json\n");
        assertThat(Question.of(scene, "/usr/bin/python3")
                        .config("'Cmd':['python3','job'],'WorkingDir':'/app'")
                        .wholeImage()
                        .found("python"))
                .anyMatch(line -> line.contains("line 1 of /app/job imports json"));
    }

    @Test
    void a_text_that_a_script_passes_to_standard_input_is_read() throws Exception {
        scene.elf("/bin/sh", program())
                .elf("/usr/bin/tool", program())
                .file(
                        "/app/job",
                        "#!/bin/sh\npython3 - x <<'E'\nimport flask, subprocess\nsubprocess.run(['tool'])\nE\n");
        scene.tree().mode("/usr/bin/tool", "rwxr-xr-x").mode("/app/job", "rwxr-xr-x");
        Question question = Question.of(scene)
                .started("/app/job")
                .config("'Cmd':['/app/job']")
                .wholeImage();
        assertThat(question.found("python")).anyMatch(line -> line.contains("imports flask"));
        assertThat(question.kept()).contains("/usr/bin/tool");
    }

    @Test
    void modules_that_packages_offer_by_name_are_kept_and_no_others() throws Exception {
        scene.file(SITE + "/offers-1.0.dist-info/entry_points.txt", "[console_scripts]\nx = one:x\n[plug]\na = two\n")
                .file(SITE + "/spare.py", "");
        script("from importlib.metadata import entry_points\nfor e in entry_points(group='plug'): e.load()\n");
        assertThat(ofScript())
                .anyMatch(line -> line.contains(SITE + "/two.pyc"))
                .noneMatch(line -> line.contains(SITE + "/one.py"))
                .noneMatch(line -> line.contains(SITE + "/spare.py"));
    }

    @Test
    void a_program_by_setuptools_needs_its_own_module() throws Exception {
        scene.file(SITE + "/offers-1.0.egg-info/entry_points.txt", "[console_scripts]\nx = one:x\ny = two:y\n")
                .file(SITE + "/pkg_resources.py", "find_module(name)\n");
        script("""
                try:
                    from importlib.metadata import distribution
                except ImportError:
                    from pkg_resources import load_entry_point
                load_entry_point('offers==1.0', 'console_scripts', 'x')()
                """);
        assertThat(ofScript())
                .anyMatch(line -> line.contains(SITE + "/one.py"))
                .noneMatch(line -> line.contains(SITE + "/two.pyc"))
                .noneMatch(line -> line.contains(SITE + "/pkg_resources.py"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/loads-1.0.dist-info/METADATA      | Requires-Dist: Two-Dist ; extra == 'all'",
                "/loads-1.0.egg-info/requires.txt   | [all]\\ntwo_dist>=1.0",
                "/loads-1.0.egg-info                | Requires: two.dist",
            })
    void a_package_loads_what_it_requires_by_computed_names(String description, String text) throws Exception {
        scene.file(SITE + "/loads/__init__.py", "import importlib\nimportlib.import_module(name)\n")
                .file(SITE + "/loads_more.py", "")
                .file(SITE + description, text.replace("\\n", "\n") + "\n")
                .file(SITE + "/two_dist-2.dist-info/top_level.txt", "two\n");
        script("import loads\n");
        assertThat(ofScript())
                .anyMatch(line -> line.contains(SITE + "/two.pyc"))
                .anyMatch(line -> line.contains(SITE + "/loads_more.py"))
                .noneMatch(line -> line.contains(SITE + "/one.py"));
    }

    @Test
    void an_application_may_load_everything_by_computed_names() throws Exception {
        script("__import__(name)\n");
        assertThat(ofScript()).anyMatch(line -> line.contains(SITE + "/one.py"));
    }

    @Test
    void a_package_that_nothing_describes_loads_what_begins_with_its_name() throws Exception {
        scene.file(SITE + "/loads.py", "__import__(name)\n").file(SITE + "/loads_more.py", "");
        script("import loads\n");
        assertThat(ofScript())
                .anyMatch(line -> line.contains(SITE + "/loads_more.py"))
                .noneMatch(line -> line.contains(SITE + "/one.py"));
    }

    @Test
    void a_module_that_the_command_runs_may_be_missing_itself() throws Exception {
        assertThat(missing(Question.of(scene, "/usr/bin/python3")
                        .config("'Cmd':['python3','-m','server']")
                        .wholeImage()
                        .found("python")))
                .containsExactly("the image's Cmd runs the Python module server");
    }

    @Test
    void a_virtual_environment_has_only_its_own_packages() throws Exception {
        scene.link("/opt/venv/bin/python", "/usr/bin/python3.11")
                .file("/opt/venv/pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\n")
                .file("/opt/venv/lib/python3.11/site-packages/mine.py", "");
        application("import mine\nimport os\nimport flask\n");
        Question question = Question.of(scene, "/opt/venv/bin/python")
                .config("'Cmd':['/opt/venv/bin/python','/app/app.py']")
                .wholeImage();
        assertThat(missing(question.found("python"))).containsExactly("line 3 of /app/app.py imports flask");
        scene.file("/opt/venv/pyvenv.cfg", "include-system-site-packages = true\n");
        assertThat(missing(question.found("python"))).isEmpty();
    }

    private void script(String text) throws IOException {
        scene.file("/app/job", "#!/usr/bin/python3\n" + text);
        scene.tree().mode("/app/job", "rwxr-xr-x");
    }

    private List<String> ofScript() throws Exception {
        return Question.of(scene)
                .started("/app/job")
                .config("'Cmd':['/app/job']")
                .wholeImage()
                .found("python");
    }

    private void application(String text) throws IOException {
        scene.file("/app/app.py", text);
    }

    private Question question() {
        return Question.of(scene, "/usr/bin/python3")
                .config("'Cmd':['python3','/app/app.py'],'Env':['PYTHONPATH=/srv/modules']")
                .wholeImage();
    }

    private List<String> found() throws Exception {
        return question().found("python");
    }

    private List<String> missing() throws Exception {
        return missing(found());
    }

    private static List<String> missing(List<String> found) {
        return found.stream()
                .filter(each -> each.startsWith("MISSING ("))
                .map(each -> each.replaceAll("^MISSING \\((.*), which the image does not have\\)$", "$1"))
                .toList();
    }
}
