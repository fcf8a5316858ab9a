package dev.whittle.discover.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls in source code. A hole is shown as a question mark. */
class SourceCallsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            quoteCharacter = '~',
            value = {
                "PYTHON     ^ subprocess.run(['git', 'log', '-1'])               ^ ARGV git,log,-1",
                "PYTHON     ^ subprocess.run(['git', *args], shell=False)        ^ ARGV git,?",
                "PYTHON     ^ subprocess.check_output(\"a | b\", shell=True)      ^ SHELL a | b",
                "PYTHON     ^ os.system(f'cp {x} y') # os.system('z')            ^ SHELL cp ? y",
                "PYTHON     ^ os.system('cp %s y' % x)                           ^ SHELL cp ? y",
                "PYTHON     ^ os.system('cp ' + x)                               ^ SHELL cp ?",
                "PYTHON     ^ os.execvp('git', ['git', 'log'])                   ^ ARGV git,git,log",
                "PYTHON     ^ shutil.which('tar')                                ^ PROGRAM tar",
                "PYTHON     ^ ctypes.CDLL('libx.so.1')                           ^ LIBRARY libx.so.1",
                "PYTHON     ^ ctypes.CDLL(name or 'libx.so.1')                   ^ LIBRARY ?,libx.so.1",
                "PYTHON     ^ ffi.dlopen('pango-1.0', 1)                         ^ LIBRARY pango-1.0",
                "PYTHON     ^ locale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')     ^ LOCALE ?,de_DE.UTF-8",
                "PYTHON     ^ def run(x): return 'subprocess'                    ^ ",
                "PERL       ^ system(\"tar -cf $f x\");                           ^ SHELL tar -cf ? x",
                "PERL       ^ system 'tar', '-c', $f or die;                     ^ ARGV tar,-c,?",
                "PERL       ^ my $x = qx{date +%s};                              ^ SHELL date +%s",
                "PERL       ^ my $x = `date`;                                    ^ SHELL date",
                "PERL       ^ open(my $f, '-|', 'git', 'log');                   ^ ARGV git,log",
                "PERL       ^ open(F, \"zcat x |\") or die;                       ^ SHELL zcat x",
                "PERL       ^ open(F, '<', 'x');                                 ^ ",
                "RUBY       ^ out = `git log \\#{x}`                              ^ SHELL git log #{x}",
                "RUBY       ^ out = %x(git log)                                  ^ SHELL git log",
                "RUBY       ^ system 'git', 'log'                                ^ ARGV git,log",
                "RUBY       ^ puts \"#{`git log`.strip} #{x}\"                      ^ SHELL git log",
                "RUBY       ^ Open3.capture2e('git', 'log', chdir: 'x')          ^ ARGV git,log",
                "RUBY       ^ IO.popen(['git', 'log'])                           ^ ARGV git,log",
                "RUBY       ^ ffi_lib 'sodium', ['x', 'libx.so.1']               ^ LIBRARY sodium,x,libx.so.1",
                "JAVASCRIPT ^ require('child_process').execFileSync('git', ['x']) ^ ARGV git,x",
                "JAVASCRIPT ^ cp.exec(`git ${x} | sort`); // child_process       ^ SHELL git ? | sort",
                "JAVASCRIPT ^ /x/.exec('git'); re.exec('git') // child_process   ^ ",
                "JAVASCRIPT ^ spawn('git', ['log'], { cwd: 'x' })                ^ ARGV git,log",
                "JAVASCRIPT ^ f(`${execSync('git log')}`) // child_process       ^ SHELL git log",
                "PHP        ^ $x = shell_exec(\"git log $x\");                    ^ SHELL git log ?",
                "PHP        ^ proc_open(['git', 'log'], [], $p);                 ^ ARGV git,log,?",
                "PHP        ^ FFI::cdef('int f();', 'libx.so.1');                ^ LIBRARY int f();,libx.so.1",
                "TCL        ^ set x [exec git log $y]                            ^ ARGV git,log,?",
                "RUBY       ^ commands :add => 'useradd', :chage => \"chage\" # Puppet ^ PROGRAM useradd,chage",
                "RUBY       ^ commands(add: 'useradd') # Puppet                   ^ PROGRAM useradd",
                "ELIXIR     ^ {o, 0} = System.cmd(\"git\", [\"log\", x])           ^ ARGV git,log,?",
                "ELIXIR     ^ o = :os.cmd('git log')                            ^ SHELL git log",
                "ELIXIR     ^ System.shell(\"git log #{x} | sort\")              ^ SHELL git log ? | sort",
                "LISP       ^ (uiop:run-program \"git log\" :output t)          ^ SHELL git log",
                "TCL        ^ return \"[exec date -u] [exec git x]\"             ^ ARGV date,-u; ARGV git,x",
                "LUA        ^ os.execute('git log') -- io.popen('x')             ^ SHELL git log",
                "LUA        ^ local l = ffi.load('sodium') -- ffi                ^ LIBRARY sodium",
                "R          ^ x <- system('git log', intern = TRUE)              ^ SHELL git log",
                "R          ^ system2('git', c('log', '-1'))                     ^ ARGV git,log,-1",
            })
    void a_call_is_read(SourceLanguage language, String line, String expected) {
        assertThat(shown(language, line)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void a_name_that_is_assigned_once_is_its_literal() {
        String text =
                "GIT = 'git'\nTOOL = 'a'\nTOOL = 'b'\nARGS = ['x', 'y']\nsubprocess.run([GIT, TOOL])\nPopen(ARGS)\n";
        assertThat(shown(SourceLanguage.PYTHON, text)).isEqualTo("ARGV git,b; ARGV x,y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "PYTHON ^ c = ['a', 'x']~run()~subprocess.run(c)~c = ['b', 'y']~subprocess.run(c) ^ ARGV a,x; ARGV b,y; ARGV a,x",
                "PYTHON ^ if x:~ c = ['a']~else:~ c = ['b', z]~subprocess.call(c) ^ ARGV b,?; ARGV a",
                "PYTHON ^ subprocess.run(c)~c = ['b', 'y']~c = ['a', 'y'] ^ ARGV ?",
                "PERL   ^ use IPC::Run3;~my @c~ =~ ('a', 'x', join($y, @z));~run3(\\@c, \\undef); ^ ARGV a,x,?,?,?",
            })
    void of_a_name_with_several_values_the_last_one_counts_and_then_the_others(
            SourceLanguage language, String text, String expected) {
        assertThat(shown(language, text.replace('~', '\n'))).isEqualTo(expected);
    }

    @Test
    void a_name_that_is_assigned_something_else_is_unknown() {
        String text = "A = x()\nB = [A, 'b']\nPopen([A, 'c'])\nPopen(B)\n";
        assertThat(shown(SourceLanguage.PYTHON, text)).isEqualTo("ARGV ?,c; ARGV ?,b");
    }

    @Test
    void find_library_needs_what_it_runs() {
        assertThat(shown(SourceLanguage.PYTHON, "\nfind_library('x')"))
                .isEqualTo("FILE /sbin/ldconfig; FILE /etc/ld.so.cache; LIBRARY x");
        assertThat(SourceCalls.of(SourceLanguage.PYTHON, "\nfind_library('x')").calls())
                .allMatch(call -> call.line() == 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            quoteCharacter = '~',
            value = {
                "PYTHON     ^ import a.b, c as d                ^ a.b c",
                "PYTHON     ^ from .a import (b, c as d)        ^ .a .a.b .a.c",
                "PYTHON     ^ from .. import b                  ^ .. ..b",
                "PERL       ^ use A::B qw(c);                   ^ A::B",
                "PERL       ^ with 'A::B', 'C'; f('D');         ^ A::B C",
                "PERL       ^ use parent qw(A::B C);            ^ parent A::B C",
                "RUBY       ^ require 'a/b'                     ^ a/b",
                "JAVASCRIPT ^ const x = require('@a/b')         ^ @a/b",
                "JAVASCRIPT ^ import x from 'a'                 ^ a",
            })
    void imports_are_names(SourceLanguage language, String line, String expected) {
        assertThat(SourceCalls.of(language, line).imports()).containsExactlyInAnyOrder(expected.split(" "));
    }

    @Test
    void an_open_quote_ends_nothing_else() {
        assertThat(shown(SourceLanguage.JAVASCRIPT, "x = /it's/;\nspawn('git')\n"))
                .isEqualTo("ARGV git");
        assertThat(shown(SourceLanguage.PYTHON, "x = '''\nsubprocess.run(['no'])\n'''\nPopen('git')"))
                .isEqualTo("ARGV git");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            quoteCharacter = '@',
            value = {
                "PERL ^ =head1 It's `so`~system('no')~~=cut~system('git')",
                "PERL ^ system('git');~=pod~`no`~=cut",
                "PERL ^ system('git');~__END__~system('no')",
                "PERL ^ $x =cut($y);~system('git')",
                "RUBY ^ =begin~system('no')~=end~system('git')",
                "RUBY ^ system('git')~__END__~system('no')",
            })
    void documentation_and_data_are_no_calls(SourceLanguage language, String text) {
        assertThat(shown(language, text.replace('~', '\n'))).isIn("ARGV git", "SHELL git");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            quoteCharacter = '@',
            value = {
                "PYTHON     ^ import a, b.c~if x:~  import d ^ {a=1, b.c=1}",
                "PYTHON     ^ try: import a~except: pass      ^ {}",
                "PERL       ^ use A::B;~  use C;~require D; ^ {A::B=1, C=2}",
                "RUBY       ^ require 'a'~  require 'b'      ^ {a=1}",
                "JAVASCRIPT ^ const a = require('a')~try { require('b') } catch {} ^ {a=1}",
            })
    void imports_at_the_outermost_level_are_always_loaded(SourceLanguage language, String text, String expected) {
        assertThat(new TreeMap<>(
                        SourceCalls.of(language, text.replace('~', '\n')).always()))
                .hasToString(expected);
    }

    @Test
    void a_literal_that_doubles_again_and_again_is_read_in_bounds() {
        String text = "x = ['a']\n" + "x = [x + x]\n".repeat(60) + "subprocess.run(x)\n";
        assertThat(shown(SourceLanguage.PYTHON, text)).hasSizeLessThan(32 << 20);
    }

    @Test
    void deep_text_is_read_in_bounds() {
        String deep = "subprocess.run(" + "[(".repeat(100_000);
        assertThat(shown(SourceLanguage.PYTHON, deep)).isEmpty();
        assertThat(SourceCalls.of(SourceLanguage.PYTHON, "os.system('x')\n".repeat(50_000))
                        .calls())
                .hasSizeLessThanOrEqualTo(2000);
    }

    private static String shown(SourceLanguage language, String text) {
        return SourceCalls.of(language, text).calls().stream()
                .map(call -> call.use() + " " + String.join(",", call.words()))
                .collect(Collectors.joining("; "))
                .replace('\uE000', '?');
    }
}
