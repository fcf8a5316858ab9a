package dev.whittle.discover.language;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an interpreter finds modules other than its own library: environments, variables, path files, packages. */
class InterpretersTest {
    private final Scene scene;

    InterpretersTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/python3.11", program())
                .file(
                        "/usr/lib/python3.11/site-packages/a.pth",
                        "# note\nimport x\n/home/dev/src\n../../gone\n/usr/lib\n")
                .file("/home/dev/src/editable.py", "")
                .file("/usr/lib/other", "")
                .link("/opt/venv/bin/python", "/usr/bin/python3.11")
                .file("/opt/venv/pyvenv.cfg", "home = /usr/bin\n")
                .file("/opt/venv/lib/python3.11/site-packages/hello.py", "")
                .file("/opt/venv/share/doc", "")
                .file("/srv/modules/one.py", "")
                .file("/etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:7:7::/home/app:/bin/sh\n")
                .file("/home/app/.local/lib/python3.11/site-packages/mine.py", "")
                .elf(
                        "/usr/bin/lua5.4",
                        program().data("/usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua;./?.lua"))
                .file("/usr/share/lua/5.4/socket.lua", "")
                .elf("/usr/bin/perl", program())
                .elf("/usr/bin/ruby3.1", program())
                .elf("/usr/lib/x86_64-linux-gnu/rubygems-integration/3.1.0/x.so", library())
                .elf("/usr/bin/node", program())
                .file("/usr/lib/node_modules/npm/lib/cli.js", "")
                .file("/usr/lib/node_modules/other/index.js", "")
                .file(
                        "/app/package.json",
                        "{\"scripts\":{\"start\":\"tool --x\",\"prestart\":\"other\",\"test\":\"no\"}}")
                .elf("/usr/bin/tool", program())
                .elf("/usr/bin/other", program())
                .elf("/usr/bin/no", program());
        script("/usr/lib/node_modules/npm/bin/npm-cli.js", "#!/usr/bin/node\n");
    }

    @Test
    void a_virtual_environment_comes_with_its_modules_and_no_more() throws Exception {
        assertThat(Question.of(scene, "/opt/venv/bin/python").kept())
                .contains("/opt/venv/pyvenv.cfg", "/opt/venv/lib/python3.11/site-packages/hello.py")
                .doesNotContain("/opt/venv/share/doc");
        assertThat(Question.of(scene, "/usr/bin/python3.11").kept()).doesNotContain("/opt/venv/pyvenv.cfg");
    }

    @Test
    void a_path_file_names_directories_of_modules() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/python3.11").kept())
                .contains("/home/dev/src/editable.py")
                .doesNotContain("/usr/lib/other");
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/python3.11, PYTHONPATH=/gone:/srv/modules",
        "/usr/bin/perl,       PERL5LIB=/srv/modules",
        "/usr/bin/ruby3.1,    RUBYLIB=/srv/modules",
        "/usr/bin/node,       NODE_PATH=/srv/modules",
        "/usr/bin/lua5.4,     LUA_PATH=/srv/modules/?.lua;;",
    })
    void a_variable_of_the_image_names_modules(String program, String variable) throws Exception {
        assertThat(Question.of(scene, program)
                        .config("'Env':['" + variable + "']")
                        .kept())
                .contains("/srv/modules/one.py");
        assertThat(Question.of(scene, program).kept()).doesNotContain("/srv/modules/one.py");
        assertThat(Question.of(scene, "/usr/bin/tool")
                        .config("'Env':['" + variable + "']")
                        .kept())
                .doesNotContain("/srv/modules/one.py");
    }

    @ParameterizedTest
    @CsvSource({"'User':'app', true", "'User':'7:7', true", "'Env':['HOME=/home/app'], true", "'User':'', false"})
    void the_user_s_own_modules_come_with_the_user(String config, boolean expected) throws Exception {
        assertThat(Question.of(scene, "/usr/bin/python3.11")
                        .config(config)
                        .kept()
                        .contains("/home/app/.local/lib/python3.11/site-packages/mine.py"))
                .isEqualTo(expected);
    }

    @Test
    void lua_s_path_is_a_list_of_templates() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/lua5.4").kept()).contains("/usr/share/lua/5.4/socket.lua");
    }

    @Test
    void gems_with_native_parts_lie_below_the_machine_s_name() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/ruby3.1").kept())
                .contains("/usr/lib/x86_64-linux-gnu/rubygems-integration/3.1.0/x.so");
    }

    @Test
    void a_started_script_of_a_global_package_brings_that_package() throws Exception {
        assertThat(Question.of(scene)
                        .started("/usr/lib/node_modules/npm/bin/npm-cli.js")
                        .kept())
                .contains("/usr/lib/node_modules/npm/lib/cli.js")
                .doesNotContain("/usr/lib/node_modules/other/index.js");
    }

    @Test
    void npm_gives_a_script_of_package_json_to_a_shell() throws Exception {
        scene.elf("/bin/sh", program());
        assertThat(Question.of(scene, "/usr/bin/node")
                        .config("'Cmd':['npm','start'],'WorkingDir':'/app'")
                        .wholeImage()
                        .kept())
                .contains("/bin/sh", "/usr/bin/tool", "/usr/bin/other")
                .doesNotContain("/usr/bin/no");
    }

    private void script(String path, String content) throws IOException {
        scene.file(path, content);
        scene.tree().mode(path, "rwxr-xr-x");
    }

    @Test
    void modules_above_the_application_and_beside_a_linked_package() throws Exception {
        scene.file("/repo/apps/web/server.mjs", "")
                .file("/repo/node_modules/hoisted/index.js", "")
                .file("/store/one@1/node_modules/one/index.js", "")
                .file("/store/one@1/node_modules/needed/index.js", "")
                .link("/repo/apps/web/node_modules/one", "/store/one@1/node_modules/one");
        assertThat(Question.of(scene, "/usr/bin/node")
                        .config("'Cmd':['node','server.mjs'],'WorkingDir':'/repo/apps/web'")
                        .wholeImage()
                        .started("/repo/apps/web")
                        .kept())
                .contains("/repo/node_modules/hoisted/index.js");
    }

    @Test
    void perl_in_a_library_finds_its_modules_by_the_name_that_it_has() throws Exception {
        scene.elf("/usr/bin/embed", program("libperl.so.5.36"))
                .elf(
                        "/usr/lib/libperl.so.5.36",
                        library().soname("libperl.so.5.36").data("/usr/share/perl/5.36"))
                .file("/usr/share/perl/5.36.0/strict.pm", "")
                .link("/usr/share/perl/5.36", "5.36.0");
        assertThat(Question.of(scene, "/usr/bin/embed").kept()).contains("/usr/share/perl/5.36 -> 5.36.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/page", "/usr/bin/page.cgi", "/usr/bin/page.fcgi"})
    void a_script_of_any_name_imports_modules(String script) throws Exception {
        scene.elf("/usr/bin/perl", program().data("/usr/share/perl/5.36"))
                .file("/usr/share/perl/5.36/strict.pm", "")
                .file("/usr/share/perl/5.36/Time/HiRes.pm", "")
                .file("/usr/share/perl/5.36/Digest/MD5.pm", "")
                .file(script, "#!/usr/bin/perl\nuse strict;\nuse Time::HiRes qw(sleep);\n");
        scene.tree().mode(script, "rwxr-xr-x");
        assertThat(Question.of(scene).started(script).kept())
                .contains("/usr/share/perl/5.36/Time/HiRes.pm")
                .doesNotContain("/usr/share/perl/5.36/Digest/MD5.pm");
    }

    @Test
    void a_script_for_a_shell_that_gives_itself_to_perl_is_read_as_perl() throws Exception {
        scene.elf("/usr/bin/perl", program().data("/usr/share/perl/5.36"))
                .elf("/bin/sh", program())
                .file("/usr/share/perl/5.36/strict.pm", "")
                .file("/usr/share/perl/5.36/English.pm", "")
                .file("/usr/share/perl/5.36/Digest/MD5.pm", "");
        script(
                "/usr/bin/outer",
                "#!/bin/sh\nexec perl -x -S -- \"$0\" \"$@\"\n#!/usr/bin/perl\nsystem('inner', @ARGV);\n");
        script(
                "/usr/bin/inner",
                "#!/bin/sh\nexec perl -x -S -- \"$0\" \"$@\"\n#!/usr/bin/perl\nuse strict;\nuse English;\n");
        assertThat(Question.of(scene).started("/usr/bin/outer").kept())
                .contains("/usr/bin/inner", "/usr/share/perl/5.36/English.pm")
                .doesNotContain("/usr/share/perl/5.36/Digest/MD5.pm");
    }

    @Test
    void a_script_that_perl_is_given_is_read_whatever_its_name_and_mode_are() throws Exception {
        scene.elf("/usr/bin/perl", program().data("/usr/share/perl/5.36"))
                .file("/usr/share/perl/5.36/strict.pm", "")
                .file("/usr/share/perl/5.36/Time/HiRes.pm", "")
                .file("/usr/share/perl/5.36/Digest/MD5.pm", "")
                .file("/opt/bin/job", "use Time::HiRes qw(sleep);\n");
        scene.tree().mode("/usr/bin/perl", "rwxr-xr-x");
        assertThat(Question.of(scene)
                        .started("/usr/bin/perl")
                        .config("'Cmd':['perl','-w','bin/job'],'WorkingDir':'/opt'")
                        .wholeImage()
                        .kept())
                .contains("/usr/share/perl/5.36/Time/HiRes.pm")
                .doesNotContain("/usr/share/perl/5.36/Digest/MD5.pm");
    }

    @Test
    void a_string_of_perl_s_code_in_c_names_a_module_with_colons() throws Exception {
        scene.elf("/usr/bin/perl", program().data("/usr/share/perl/5.36"))
                .file("/usr/share/perl/5.36/strict.pm", "")
                .file("/usr/share/perl/5.36/Uni.pm", "")
                .elf("/usr/share/perl/5.36/auto/Uni/Uni.so", library().data("Uni.c", "Uni::Names"))
                .file("/usr/share/perl/5.36/Uni/Names.pm", "")
                .file("/usr/share/perl/5.36/Uni/Collate.pm", "")
                .file("/usr/share/perl/5.36/Uni/c.pm", "")
                .file("/usr/bin/job", "#!/usr/bin/perl\nuse Uni;\n");
        scene.tree().mode("/usr/bin/job", "rwxr-xr-x");
        assertThat(Question.of(scene).started("/usr/bin/job").kept())
                .contains("/usr/share/perl/5.36/Uni/Names.pm")
                .doesNotContain("/usr/share/perl/5.36/Uni/c.pm", "/usr/share/perl/5.36/Uni/Collate.pm");
    }

    @Test
    void a_table_of_an_encoding_comes_if_a_source_names_it() throws Exception {
        scene.elf("/usr/bin/perl", program().data("/usr/share/perl/5.36"))
                .file("/usr/share/perl/5.36/strict.pm", "")
                .file("/usr/share/perl/5.36/Encode.pm", "use Encode::Config;\n")
                .file(
                        "/usr/share/perl/5.36/Encode/Config.pm",
                        "'big5-eten' => 'Encode::TW', 'euc-jp' => 'Encode::JP',\n")
                .file("/usr/share/perl/5.36/Encode/TW.pm", "")
                .file("/usr/share/perl/5.36/Encode/JP.pm", "")
                .file("/usr/bin/job", "#!/usr/bin/perl\nuse Encode;\nopen F, '<:encoding(Shift_JIS)', 'x';\n");
        scene.tree().mode("/usr/bin/job", "rwxr-xr-x");
        assertThat(Question.of(scene).started("/usr/bin/job").kept())
                .contains("/usr/share/perl/5.36/Encode/Config.pm", "/usr/share/perl/5.36/Encode/JP.pm")
                .doesNotContain("/usr/share/perl/5.36/Encode/TW.pm");
    }

    @Test
    void what_documentation_or_a_list_of_all_modules_names_is_not_loaded() throws Exception {
        scene.elf("/usr/bin/perl", program().data("/usr/share/perl/5.36", "/usr/lib/perl/5.36"))
                .file("/usr/share/perl/5.36/strict.pm", "")
                .file("/usr/share/perl/5.36/Encode/JP.pm", "")
                .file("/usr/share/perl/5.36/Module/CoreList.pm", "'Encode::JP' => 1,\n")
                .file("/usr/share/perl/5.36/Uni/Codes.pm", "")
                .file("/usr/share/perl/5.36/Uni/Order/keys.txt", "")
                .file("/usr/lib/perl/5.36/Config.pm", "")
                .file("/usr/lib/perl/5.36/Uni/Order.pm", "")
                .file(
                        "/usr/bin/job",
                        "#!/usr/bin/perl\nuse Module::CoreList;\nuse Uni::Codes;\n=pod\n\nalso sjis\n\n=cut\n");
        scene.tree().mode("/usr/bin/job", "rwxr-xr-x");
        assertThat(Question.of(scene).started("/usr/bin/job").kept())
                .contains("/usr/share/perl/5.36/Module/CoreList.pm", "/usr/share/perl/5.36/Uni/Codes.pm")
                .doesNotContain("/usr/share/perl/5.36/Encode/JP.pm", "/usr/share/perl/5.36/Uni/Order/keys.txt");
    }
}
