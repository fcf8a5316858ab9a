package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.library;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Files next to an application's main file, and arguments of its command. */
class ApplicationTest {
    private final Scene scene;

    ApplicationTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/sh", program())
                .elf("/bin/su", program())
                .elf("/usr/bin/gosu", program())
                .elf("/usr/bin/php", program())
                .elf("/usr/bin/tool", program())
                .file("/app/main.php", "")
                .file("/app/lib/more.php", "")
                .file("/app/data", "");
    }

    @ParameterizedTest
    @CsvSource({"/app/main.php, true", "/app/data, false"})
    void a_source_comes_with_what_lies_beside_it(String argument, boolean expected) throws Exception {
        assertThat(Question.of(scene, "/usr/bin/php")
                        .config("'Cmd':['php','" + argument + "']")
                        .wholeImage()
                        .kept()
                        .contains("/app/lib/more.php"))
                .isEqualTo(expected);
    }

    @Test
    void a_data_file_comes_with_those_that_have_its_name_and_more() throws Exception {
        scene.file("/var/lib/app/site.db", "")
                .file("/var/lib/app/site.db.001", "")
                .file("/var/lib/app/site.db-wal", "")
                .file("/var/lib/app/site.dbx", "")
                .file("/var/lib/app/other.db", "");
        assertThat(Question.of(scene, "/usr/bin/tool")
                        .config("'Cmd':['tool','/var/lib/app/site.db']")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .wholeImage()
                        .kept())
                .contains("/var/lib/app/site.db.001", "/var/lib/app/site.db-wal")
                .doesNotContain("/var/lib/app/site.dbx", "/var/lib/app/other.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/share/a.php", "/root/a.php", "/a.php", "/etc/a.php"})
    void what_lies_where_all_share_comes_alone(String source) throws Exception {
        scene.file(source, "").file(source.replace("a.php", "x/other"), "");
        assertThat(Question.of(scene, "/usr/bin/php")
                        .config("'Cmd':['php','" + source + "']")
                        .wholeImage()
                        .kept())
                .contains(source)
                .noneMatch(path -> path.endsWith("/other"));
    }

    @Test
    void a_variable_may_name_a_program() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/php")
                        .config("'Env':['CXX=tool -w','USER=su']")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/bin/tool")
                .doesNotContain("/bin/su");
    }

    @Test
    void a_program_in_a_place_of_its_own_comes_with_that_place() throws Exception {
        scene.elf("/opt/server/bin/server", program()).file("/opt/server/share/page", "");
        assertThat(Question.of(scene)
                        .started("/opt/server/bin/server")
                        .config("'Cmd':['/opt/server/bin/server']")
                        .wholeImage()
                        .kept())
                .contains("/opt/server/share/page");
    }

    /** A link leads there, and a COPY that follows it copies the program under the link's name. */
    @Test
    void a_program_that_has_its_place_for_itself_needs_no_directory() throws Exception {
        scene.elf("/opt/server/bin/server", program());
        assertThat(Question.of(scene)
                        .started("/opt/server/bin/server")
                        .config("'Cmd':['/opt/server/bin/server']")
                        .wholeImage()
                        .found("app"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'/usr/bin/gosu','app','/bin/sh','-c','cd /; tool'",
                "'/bin/su','-s','/bin/sh','app','-c','tool -x'",
                "'/bin/sh','-c','su app -c \\'true; tool\\''",
                "'/bin/sh','-c','gosu app sh -c \\'true; tool\\''",
            })
    void text_for_a_shell_is_read_wherever_it_stands(String command) throws Exception {
        String config = "'Cmd':[" + command.replace("\\'", "\u0001") + "]";
        assertThat(Question.of(scene, "/bin/sh")
                        .config(config.replace("\u0001", "\\u0027"))
                        .wholeImage()
                        .kept())
                .contains("/usr/bin/tool");
    }

    @ParameterizedTest
    @CsvSource({"/usr/share/zoneinfo/%s, true", "/usr/share/zoneinfo, false"})
    void a_library_that_forms_names_of_zones_has_them_all(String string, boolean expected) throws Exception {
        scene.elf("/usr/bin/web", program("libphp.so"))
                .elf("/lib/libphp.so", library().data(string))
                .file("/usr/share/zoneinfo/Asia/Tokyo", "");
        assertThat(Question.of(scene, "/usr/bin/web").kept().contains("/usr/share/zoneinfo/Asia/Tokyo"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"OSSL_PROVIDER_load, true", "SSL_new, false"})
    void who_loads_providers_by_name_has_those_of_the_directory(String symbol, boolean expected) throws Exception {
        scene.elf("/usr/bin/sign", program("libcrypto.so.3").imports(symbol))
                .elf("/lib/libcrypto.so.3", library().data("OPENSSLDIR: \"/etc/ssl\"\0MODULESDIR: \"/lib/modules\""))
                .elf("/lib/modules/legacy.so", library());
        assertThat(Question.of(scene, "/usr/bin/sign").kept().contains("/lib/modules/legacy.so"))
                .isEqualTo(expected);
    }

    @Test
    void a_service_of_pam_may_be_a_string_of_the_program() throws Exception {
        scene.elf("/usr/bin/switch", program("libpam.so.0").data("switch-l"))
                .libraries("/lib/libpam.so.0")
                .file("/etc/pam.d/switch-l", "")
                .file("/etc/pam.d/another", "");
        assertThat(Question.of(scene, "/usr/bin/switch").kept())
                .contains("/etc/pam.d/switch-l")
                .doesNotContain("/etc/pam.d/another");
    }

    @Test
    void the_script_of_pam_s_namespaces_is_kept_with_their_module() throws Exception {
        scene.elf("/usr/bin/switch", program("libpam.so.0"))
                .libraries("/usr/lib/libpam.so.0")
                .file("/etc/security/limits.conf", "")
                .file("/etc/security/namespace.init", "#!/bin/sh\n")
                .file("/etc/pam.d/switch", "session required pam_limits.so\n");
        assertThat(Question.of(scene, "/usr/bin/switch").kept())
                .contains("/etc/security/limits.conf")
                .doesNotContain("/etc/security/namespace.init");
        scene.elf("/usr/lib/security/pam_namespace.so", library())
                .file("/etc/pam.d/switch", "session required pam_namespace.so\n");
        assertThat(Question.of(scene, "/usr/bin/switch").kept()).contains("/etc/security/namespace.init");
    }

    @Test
    void a_key_that_a_configuration_names_is_kept_and_not_the_directory_of_keys() throws Exception {
        scene.elf("/usr/sbin/foo", program().data("/etc/foo.conf"))
                .file("/etc/foo.conf", "key = /etc/ssl/private/foo.key\ndirectory = /etc/ssl/private\n")
                .file("/etc/ssl/private/foo.key", "")
                .file("/etc/ssl/private/other.key", "");
        assertThat(Question.of(scene, "/usr/sbin/foo").kept())
                .contains("/etc/ssl/private/foo.key")
                .doesNotContain("/etc/ssl/private/other.key");
    }

    @Test
    void a_script_s_configuration_has_its_name() throws Exception {
        scene.file("/usr/bin/superd", "#!/bin/sh\n")
                .file("/etc/super/superd.conf", "command=tool\n")
                .file("/etc/super/other.conf", "");
        scene.tree().mode("/usr/bin/superd", "rwxr-xr-x");
        assertThat(Question.of(scene).started("/usr/bin/superd").kept())
                .contains("/etc/super/superd.conf", "/usr/bin/tool")
                .doesNotContain("/etc/super/other.conf");
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG=/opt/x/a.conf, /opt/x/a.conf",
        "JAVA_OPTS=-Xmx1g -javaagent:/opt/x/a.jar=on, /opt/x/a.jar",
        "URL=file:///opt/x/a.conf, /opt/x/a.conf",
        "DATA=/gone:/opt/y, /opt/y/data",
        "SETTINGS=/etc/a.conf, /etc/a.conf",
        "PATH=/opt/y, ''",
        "DATA=/opt, ''",
        "DATA=/etc, ''",
    })
    void a_variable_names_files(String variable, String expected) throws Exception {
        scene.file("/opt/x/a.conf", "")
                .file("/opt/x/a.jar", "")
                .file("/opt/y/data", "")
                .file("/etc/a.conf", "");
        assertThat(Question.of(scene)
                        .started("/usr/bin/tool")
                        .config("'Cmd':['tool'],'Env':['" + variable + "']")
                        .wholeImage()
                        .kept()
                        .stream()
                        .filter(path -> path.startsWith("/opt/") || path.startsWith("/etc/a"))
                        .filter(path -> !path.endsWith("/")))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void a_variable_that_a_script_exports_names_files_as_one_of_the_image_does() throws Exception {
        scene.file("/opt/y/data", "")
                .elf("/bin/sh", program())
                .file("/usr/bin/start", "#!/bin/sh\n[ -n \"$X\" ] || D=/opt/y\nexport TOOL_LIBS=$D:/gone\nexec tool\n");
        scene.tree().mode("/usr/bin/start", "rwxr-xr-x");
        assertThat(Question.of(scene)
                        .started("/usr/bin/start")
                        .config("'Cmd':['start']")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/opt/y/data");
    }

    @ParameterizedTest
    @CsvSource({
        "/opt/foo/plugins/%s.so, /opt/foo/plugins/a.so, true",
        "/opt/foo/plugins/v%d/%s, /opt/foo/plugins/v2/data, true",
        "/opt/foo/plugins/b%s.so, /opt/foo/plugins/a.so, false",
        "/etc/%s.conf, /etc/other.conf, false",
        "/usr/bin/%s, /usr/bin/other, false",
    })
    void a_format_names_the_files_that_it_matches(String format, String file, boolean expected) throws Exception {
        scene.elf("/usr/bin/foo", program().data(format)).file(file, "");
        assertThat(Question.of(scene, "/usr/bin/foo")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept()
                        .contains(file))
                .isEqualTo(expected);
    }

    @Test
    void a_directory_that_no_others_share_comes_whole_unless_it_is_only_made() throws Exception {
        scene.elf("/bin/sh", program())
                .file("/policies/roles/a.yaml", "")
                .file("/srv/www/page", "")
                .file("/usr/share/other/data", "")
                .file(
                        "/entry",
                        "#!/bin/sh\nmkdir -p /usr/share/other\ntool --dir /policies --from=/srv/www /usr/share\n");
        scene.tree().mode("/entry", "rwxr-xr-x");
        assertThat(Question.of(scene)
                        .started("/entry")
                        .config("'Entrypoint':['/entry']")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/policies/roles/a.yaml", "/srv/www/page")
                .doesNotContain("/usr/share/other/data");
    }

    @Test
    void a_launcher_that_a_script_runs_has_its_libraries_beside_it() throws Exception {
        scene.file("/run.sh", "#!/bin/sh\nexec /opt/broker/bin/broker start\n")
                .elf("/bin/sh", program())
                .file("/opt/broker/bin/broker", "#!/bin/sh\nexec tool \"$@\"\n");
        scene.tree()
                .mode("/run.sh", "rwxr-xr-x")
                .mode("/opt/broker/bin/broker", "rwxr-xr-x")
                .file("/opt/broker/lib/large.jar", new byte[17 << 20]);
        assertThat(Question.of(scene)
                        .started("/run.sh")
                        .config("'Entrypoint':['/run.sh']")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/opt/broker/lib/large.jar");
    }

    @Test
    void a_script_that_no_package_installs_needs_an_interpreter_that_is_kept() throws Exception {
        scene.elf("/usr/bin/ruby", program())
                .file("/usr/local/bin/own", "#!/usr/bin/env ruby\nputs 1\n")
                .file("/usr/local/bin/made", "#!/usr/bin/ruby\n# This file was generated by RubyGems.\n")
                .file("/usr/local/bin/other", "#!/usr/bin/lua\n");
        for (String script : List.of("own", "made", "other")) {
            scene.tree().mode("/usr/local/bin/" + script, "rwxr-xr-x");
        }
        assertThat(Question.of(scene)
                        .started("/usr/bin/ruby")
                        .config("'Cmd':['ruby']")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/local/bin/own")
                .doesNotContain("/usr/local/bin/made", "/usr/local/bin/other");
    }

    @Test
    void programs_that_no_package_installs_are_kept_where_they_are_small() throws Exception {
        scene.elf("/usr/local/bin/helper", program())
                .elf("/usr/local/bin/large", program().data("x".repeat(3 << 20)))
                .elf("/usr/local/bin/larger", program().data("x".repeat(4 << 20)))
                .elf("/bin/sh", program())
                .elf("/usr/bin/small", program())
                .file("/usr/local/bin/wrapper", "#!/bin/sh\nsmall\nnone\n")
                .file("/usr/local/bin/module", "#!/usr/bin/python3\n");
        for (String script : List.of("wrapper", "module")) {
            scene.tree().mode("/usr/local/bin/" + script, "rwxr-xr-x");
        }
        Question question = Question.of(scene)
                .started("/usr/bin/tool")
                .config("'Cmd':['tool']")
                .wholeImage()
                .keeping(FamilyChoice.Keep.DEFAULT);
        assertThat(question.kept())
                .contains("/usr/local/bin/helper", "/usr/local/bin/wrapper", "/bin/sh", "/usr/bin/small")
                .doesNotContain("/usr/local/bin/large", "/usr/local/bin/larger", "/usr/local/bin/module");
        assertThat(question.closure().isComplete()).isTrue();
        assertThat(question.keeping(FamilyChoice.Keep.MINIMAL).kept()).doesNotContain("/usr/local/bin/helper");
    }

    @Test
    void the_only_program_that_nothing_names_has_a_purpose_that_cannot_be_seen() throws Exception {
        scene.elf("/usr/local/bin/large", program().data("x".repeat(3 << 20)));
        Question question = Question.of(scene)
                .started("/usr/bin/tool")
                .config("'Cmd':['tool']")
                .wholeImage();
        assertThat(question.keeping(FamilyChoice.Keep.DEFAULT).kept()).contains("/usr/local/bin/large");
        assertThat(question.keeping(FamilyChoice.Keep.MINIMAL).kept()).doesNotContain("/usr/local/bin/large");
    }
}
