package dev.whittle.discover.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which modules a source of Python or Perl is seen to name. */
class ModuleNamesTest {
    private static List<String> texts(List<ModuleNames.Name> names) {
        return names.stream().map(ModuleNames.Name::text).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "import os                                    ! os",
                "import a.b as c, d                           ! a.b,d",
                "from a import b                              ! a,a.b",
                "from . import _one, _two                     ! .,._one,._two",
                "from .x import y as z                        ! .x,.x.y",
                "from ..up import (y, # first\\n  z)          ! ..up,..up.y,..up.z",
                "def f():\\n    import json                   ! json",
                "try: import ssl                              ! ssl",
                "x = 1; import json                           ! json",
                "from a import *                              ! a",
                "import a, \\\\\\n  b                         ! a,b",
                "exec('import hidden.module')                 ! hidden.module",
                "importance = 1                               ! ''",
                "x.import_ = from_ = 1                        ! ''",
                "# import os                                  ! ''",
                "'''\\nimports: none\\n'''                    ! ''",
            })
    void imports_of_python_are_read_wherever_they_stand(String source, String expected) {
        String text = source.replace("\\\\", "\\").replace("\\n", "\n");
        assertThat(String.join(",", texts(PythonNames.of(text, false).imported())))
                .isEqualTo(expected.equals("''") ? "" : expected);
    }

    @Test
    void literals_that_are_dotted_names_may_be_modules() {
        ModuleNames names = PythonNames.of("x = ['logging.handlers', \"app:main\", 'no name', 'a-b', f'{x}.y']", false);
        assertThat(texts(names.literals())).containsExactly("logging.handlers", "app");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "importlib.import_module(name)     ! true",
                "importlib.import_module('a.b')    ! false",
                "__import__(x)                     ! true",
                "from importlib import import_module ! false",
                "for m in iter_modules(): pass     ! true",
                "for e in entry_points(): pass     ! false",
                "find_spec('a', [b])               ! false",
                "find_spec(a)                      ! true",
                "def find_spec(self, name): pass   ! false",
                "import_module(f'a.{b}')           ! false",
                "import_module(f'a_{b}')           ! true",
                "import_module('a.' + b)           ! false",
                "import_module('a_' + b)           ! true",
                "import_module('a_%s' % b)         ! true",
                "print('import_module(x)')         ! false",
            })
    void a_computed_name_may_be_any_module(String source, boolean expected) {
        assertThat(PythonNames.of(source, false).dynamic()).isEqualTo(expected);
    }

    @Test
    void the_main_block_of_a_library_module_does_not_run() {
        String text = "import a\nif __name__ == '__main__':\n    import b\nimport c\ndef _test():\n    import d\n";
        assertThat(texts(PythonNames.of(text, true).imported())).containsExactly("a", "c");
        assertThat(texts(PythonNames.of(text, false).imported())).containsExactly("a", "b", "c", "d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "PYTHON ! create function f() as $$\\nimport json, re\\n$$; ! import json, re",
                "PYTHON ! '   from a.b import (c, d)'                       ! from a.b import (c, d)",
                "PYTHON ! '\"import numpy as np\",'                     ! import numpy as np",
                "PYTHON ! import java.util.List of what;                    ! ''",
                "PYTHON ! we import goods from china                        ! ''",
                "PERL   ! as $$ use List::Util 'sum'; return 1 $$           ! use List::Util 'sum';",
                "PERL   ! we use Many words; really                         ! use Many words;",
                "PERL   ! use it; because                                   ! ''",
            })
    void a_statement_is_found_in_a_text_of_another_language(ModuleLanguage language, String text, String expected) {
        Matcher matcher = language.statement().matcher(text.replace("\\n", "\n"));
        assertThat(matcher.find() ? matcher.group(1) : "").isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "use strict;                         ! strict",
                "use JSON::PP;                       ! JSON.PP",
                "eval { require POSIX };             ! POSIX",
                "my $x = IO::Socket::SSL->new;       ! IO.Socket.SSL",
                "use parent 'Exporter';              ! parent,Exporter",
                "our @ISA = qw(Tie::Hash Carp);      ! Tie.Hash,Carp",
                "do 'unicore/Name.pl';               ! unicore.Name",
                "use if $] > 5, 'deprecate', x => 1; ! if,5,deprecate,x,1",
                "open F, '<:encoding(UTF-8)', $x;    ! Encode,PerlIO.encoding",
                "# use Nothing::Here;                ! ''",
                "=pod\\nuse A::B;\\n=cut\\nuse C::D; ! C.D",
                "use A::B;\\n__END__\\nuse C::D;     ! A.B",
                "use AutoLoader;\\n__END__\\nuse C::D; ! AutoLoader,C.D",
            })
    void modules_of_perl_are_names_with_colons_and_what_is_loaded(String source, String expected) {
        assertThat(String.join(
                        ",", texts(PerlNames.of(source.replace("\\n", "\n")).imported())))
                .isEqualTo(expected.equals("''") ? "" : expected);
    }

    @Test
    void time_is_linear_in_the_text() {
        String text = "from a import (b,".repeat(20_000) + "'".repeat(30_001) + "import ".repeat(20_000);
        assertThat(PythonNames.of(text, false)).isNotNull();
        assertThat(PerlNames.of(text)).isNotNull();
    }
}
