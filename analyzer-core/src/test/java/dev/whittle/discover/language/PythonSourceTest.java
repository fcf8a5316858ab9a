package dev.whittle.discover.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonSourceTest {
    @Test
    void imports_at_the_outermost_level_come_with_their_lines() {
        PythonSource source = PythonSource.of("""
                #!/usr/bin/python3
                \"\"\"A docstring that says
                import nothing
                \"\"\"
                import a.b as x, c  # import d
                from e.f import (
                    g,  # one
                    h as i,
                )
                from . import j; import k
                from ..l import *
                text = 'it\\'s \\
                import m'; value = (1,
                2)
                import \\
                    n
                """);
        assertThat(source.imports())
                .extracting(each -> each.line() + " " + each.level() + " " + each.module() + " " + each.names())
                .containsExactly(
                        "5 0 a.b []", "5 0 c []", "6 0 e.f [g, h]", "10 1  [j]", "10 0 k []", "11 2 l []", "15 0 n []");
        assertThat(source.isClear()).isTrue();
        assertThat(source.changesPath()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "try:\n    import a\nexcept ImportError:\n    a = None\n",
                "try: import a\nexcept ImportError: pass\n",
                "if TYPE_CHECKING:\n    from a import b\n",
                "if x: y(); import a\n",
                "def f():\n\timport a\n",
                "class C:\n    import a\n",
                "x = '''\nimport a\n'''\n",
                "x = r'\\'\nimport a\n'''\n'''\n",
                "# import a\n",
                "raise SystemExit\nimport a\n",
                "sys.exit(1)\nimport a\n",
                "important = 1\nimport_a()\n",
                "\0import a\n",
            })
    void what_does_not_run_whenever_the_file_is_loaded_is_no_import(String text) {
        PythonSource source = PythonSource.of(text);
        assertThat(source.isClear() ? source.imports() : List.of()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import sys\nsys.path.insert(0, '/opt')\n",
                "from sys import path\n",
                "import importlib\n",
                "import site\n",
                "import sys\ndef f():\n    sys.modules['a'] = 1\n",
                "subprocess.run(['pip', 'install', 'a'])\n",
            })
    void code_may_change_where_modules_are_found(String text) {
        assertThat(PythonSource.of(text).changesPath()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"import importlib.metadata\n", "site = 'example.org'\n", "x = 'sys.path'\n", "import sys\n"})
    void and_other_code_does_not(String text) {
        assertThat(PythonSource.of(text).changesPath()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x = (1,\nimport a\n", "x = 'a\nimport b\n", "x = 1)\n", "'''\nimport a\n"})
    void what_does_not_end_where_it_should_is_not_clear(String text) {
        assertThat(PythonSource.of(text).isClear()).isFalse();
    }

    @Test
    void a_long_line_is_read_in_linear_time() {
        String text = "x = [" + "'a', ".repeat(200_000) + "]\nimport a\n" + "import b;".repeat(50_000);
        assertThat(PythonSource.of(text).imports()).hasSize(50_001);
    }
}
