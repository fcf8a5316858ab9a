package dev.whittle.closure.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which words of a configuration are programs, and which are files for programs. */
class StartedProgramsTest {
    private final StartScene scene;

    StartedProgramsTest(@TempDir Path base) throws IOException {
        scene = StartScene.at(base);
        scene.tree
                .file("/etc/app.conf", "a")
                .file("/srv/www/index.html", "hello")
                .file("/app/server.js", "//")
                .file("/app/lib/one.jar", "PK")
                .directory("/run")
                .link("/usr/bin/php", "curl");
        scene.programs("/app/start", "/app/bin/run");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        an absolute program            | ['/usr/sbin/nginx']                | /usr/sbin/nginx
        a name is looked up in PATH    | ['nginx','-g','daemon off;']       | /usr/sbin/nginx
        a link stays the name          | ['php']                            | /usr/bin/php
        an init program starts another | ['/sbin/tini','--','nginx']        | /sbin/tini /usr/sbin/nginx
        env starts another             | ['env','A=b','nginx']              | /usr/bin/env /usr/sbin/nginx
        env splits what -S gives it    | ['/usr/bin/env','-S','nginx -t']   | /usr/bin/env /usr/sbin/nginx
        a shell is given a text        | ['/bin/sh','-c','exec nginx -t']   | /bin/sh /usr/sbin/nginx
        options stand before the text  | ['sh','-eo','posix','-c','nginx']  | /bin/sh /usr/sbin/nginx
        options stand together         | ['sh','-ec','nginx && curl x']     | /bin/sh /usr/sbin/nginx /usr/bin/curl
        a shell behind an init program | ['tini','sh','-c','nginx -t']      | /sbin/tini /bin/sh /usr/sbin/nginx
        a shell runs a script          | ['sh','/entrypoint.sh']            | /bin/sh /entrypoint.sh
        a configuration file           | ['app','-c','/etc/app.conf']       | /usr/local/bin/app /etc/app.conf
        a value after an equals sign   | ['app','--conf=/etc/app.conf']     | /usr/local/bin/app /etc/app.conf
        a list of paths                | ['app','/etc/app.conf:/srv/www']   | /usr/local/bin/app /etc/app.conf /srv/www
        all files of a directory       | ['app','-cp','/app/lib/*']         | /usr/local/bin/app /app/lib
        a directory                    | ['app','--root','/srv/www/']       | /usr/local/bin/app /srv/www
        a directory of the system      | ['app','--root','/etc']            | /usr/local/bin/app /etc
        a word that is no path         | ['app','run','etc']                | /usr/local/bin/app
        what is not there              | ['app','/gone','gone','--x=/gone'] | /usr/local/bin/app
        a word twice is kept once      | ['app','app']                      | /usr/local/bin/app
        empty words and options        | ['app','','-','--']                | /usr/local/bin/app
        """)
    void words(String summary, String command, String expected) throws IOException, BadStartException {
        List<String> paths = Arrays.asList(expected.split(" ", -1));
        assertThat(scene.starts("{'Cmd':" + command + "}"))
                .as(summary)
                .extracting(line -> line.split("[ :]+", -1)[1])
                .isEqualTo(paths);
    }

    @Test
    void each_word_tells_where_it_stands() throws IOException, BadStartException {
        assertThat(scene.starts("{'Entrypoint':['/entrypoint.sh'],'Cmd':['nginx','-c','/etc/app.conf']}"))
                .containsExactly(
                        "PROGRAM /entrypoint.sh: Entrypoint: /entrypoint.sh",
                        "PROGRAM /usr/sbin/nginx: Cmd: nginx",
                        "CONTENT /etc/app.conf: Cmd: /etc/app.conf");
    }

    /** As in docker run. The rule does not cover further empty words, and an empty Cmd. */
    @Test
    void an_entrypoint_of_one_empty_word_leaves_the_start_to_cmd() throws IOException, BadStartException {
        assertThat(scene.starts("{'Entrypoint':[''],'Cmd':['nginx']}"))
                .isEqualTo(scene.starts("{'Cmd':['nginx']}"))
                .isNotEmpty();
    }

    @Test
    void a_directory_of_the_system_comes_without_what_is_in_it() throws IOException, BadStartException {
        assertThat(scene.starts("{'Cmd':['app','/etc','/srv/www']}"))
                .contains("ENTRY /etc: Cmd: /etc", "CONTENT /srv/www: Cmd: /srv/www");
    }

    @Test
    void relative_words_are_seen_from_the_working_directory() throws IOException, BadStartException {
        assertThat(scene.starts("{'WorkingDir':'/app','Entrypoint':['./start'],'Cmd':['bin/run','server.js','lib']}"))
                .containsExactly(
                        "PROGRAM /app/start: Entrypoint: ./start",
                        "PROGRAM /app/bin/run: Cmd: bin/run",
                        "CONTENT /app/server.js: Cmd: server.js",
                        "CONTENT /app/lib: Cmd: lib");
    }

    @Test
    void the_path_of_the_image_is_searched_in_order() throws IOException, BadStartException {
        scene.programs("/opt/bin/nginx");
        assertThat(scene.starts("{'Env':['PATH=/gone:/opt/bin:/usr/sbin'],'Cmd':['nginx']}"))
                .containsExactly("PROGRAM /opt/bin/nginx: Cmd: nginx");
    }

    @Test
    void an_empty_element_of_the_path_is_the_working_directory() throws IOException, BadStartException {
        assertThat(scene.starts("{'Env':['PATH=/usr/bin:'],'WorkingDir':'/app','Cmd':['start']}"))
                .containsExactly("PROGRAM /app/start: Cmd: start");
    }

    @Test
    void a_file_that_nobody_may_execute_is_passed_over() throws IOException, BadStartException {
        scene.tree.file("/usr/local/sbin/nginx", "text");
        assertThat(scene.starts("{'Cmd':['nginx']}")).containsExactly("PROGRAM /usr/sbin/nginx: Cmd: nginx");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'Cmd':['/gone']}                        | the image's Cmd: /gone: no such file in the image
        {'Entrypoint':['gone'],'Cmd':['nginx']}  | the image's Entrypoint: gone: no program of this name in the image's PATH (/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
        {'Cmd':['gone'],'Env':['PATH=/a']}       | the image's Cmd: gone: no program of this name in the image's PATH (/a)
        {'Cmd':['./gone'],'WorkingDir':'/app'}   | the image's Cmd: ./gone: no such file in the image, seen from its WorkingDir /app
        {'Cmd':['/etc/app.conf']}                | the image's Cmd: /etc/app.conf: is not executable
        {'Cmd':['/srv']}                         | the image's Cmd: /srv: is a directory
        {'Cmd':['']}                             | the image's Cmd: an empty word is not a program
        {'Cmd':['a\\u0000/b']}                   | the image's Cmd: a\\000/b: no such file in the image, seen from its WorkingDir /
        {'Cmd':['app'],'WorkingDir':'/\\u0000'}  | the image's WorkingDir holds a NUL
        {'Cmd':['app'],'Env':['PATH=\\u0000']}    | the image's PATH holds a NUL
        """)
    void what_cannot_be_started_is_one_error(String config, String message) {
        assertThatThrownBy(() -> scene.plan(config))
                .isInstanceOf(BadStartException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        text                    | /job: neither an ELF file nor a script that begins with #! and its interpreter: the kernel refuses to start it
        !/bin/bash             | /job: its interpreter /bin/bash is not in the image
        !/etc/app.conf         | /job: its interpreter /etc/app.conf is not an executable file
        !/usr/bin/env python3  | /job: its interpreter python3 is not in the image's PATH
        !/app/odd              | /app/odd: its interpreter /gone is not in the image
        !/job                  | /job: its interpreter is a script of a script, and so on: the kernel refuses
        """)
    void a_program_that_the_kernel_refuses_is_a_problem(String line, String problem)
            throws IOException, BadStartException {
        // A line of this table that begins with # would be a comment.
        scene.tree.file("/job", "#" + line + "\n").mode("/job", "rwxr-xr-x");
        scene.tree.file("/app/odd", "#!/gone\n").mode("/app/odd", "rwxr-xr-x");
        assertThat(scene.plan("{'Cmd':['/job']}").problems()).containsExactly(problem);
    }

    @Test
    void an_elf_file_and_a_script_with_its_interpreter_are_no_problem() throws IOException, BadStartException {
        scene.tree.elf("/bin/sh", ElfBuilder.x86_64());
        assertThat(scene.plan("{'Cmd':['/bin/sh']}").problems()).isEmpty();
        assertThat(scene.plan("{'Cmd':['/entrypoint.sh']}").problems()).isEmpty();
    }

    @Test
    void an_image_may_start_nothing() throws IOException, BadStartException {
        assertThat(scene.starts("{}")).isEmpty();
        assertThat(StartPlan.namesCommand(StartScene.config("{}"))).isFalse();
        assertThat(StartPlan.namesCommand(StartScene.config("{'Cmd':['x']}"))).isTrue();
    }
}
