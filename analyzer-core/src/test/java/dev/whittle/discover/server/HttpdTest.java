package dev.whittle.discover.server;

import static dev.whittle.resolve.Scene.library;
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

/** Apache httpd with the layouts of Debian and Alpine. */
class HttpdTest {
    private final Scene scene;

    HttpdTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf(
                        "/usr/sbin/apache2",
                        program().data(" -D HTTPD_ROOT=\"/etc/apache2\"", " -D SERVER_CONFIG_FILE=\"apache2.conf\""))
                .file("/etc/apache2/envvars", """
                        unset HOME
                        if [ "${APACHE_CONFDIR##/etc/apache2-}" != "${APACHE_CONFDIR}" ] ; then SUFFIX="-x"; fi
                        : ${APACHE_RUN_USER:=www-data}
                        export APACHE_LOG_DIR=/var/log/apache2$SUFFIX
                        export APACHE_PID_FILE=/var/run/apache2$SUFFIX/apache2.pid
                        """)
                .file("/etc/apache2/apache2.conf", """
                        PidFile ${APACHE_PID_FILE}
                        User ${APACHE_RUN_USER}
                        ErrorLog ${APACHE_LOG_DIR}/error.log
                        IncludeOptional mods-enabled/*.load
                        IncludeOptional none/*.conf
                        Include sites-enabled/
                        # Include commented.conf
                        """)
                .file("/etc/apache2/mods-available/x.load", "LoadModule x_module /usr/lib/apache2/modules/mod_x.so\n")
                .link("/etc/apache2/mods-enabled/x.load", "../mods-available/x.load")
                .elf("/usr/lib/apache2/modules/mod_x.so", library("libx.so"))
                .libraries("/lib/libx.so", "/usr/lib/apache2/modules/mod_y.so", "/usr/lib/apache2/modules/mod_z.so")
                .file("/etc/apache2/sites-enabled/site.conf", """
                        Define PAGES /srv/pages
                        <VirtualHost *:443>
                            DocumentRoot "${PAGES}"
                            SSLCertificateFile \\
                                /etc/ssl/certs/site.pem
                            <IfModule mod_alias.c>
                                alias /icons/ "/usr/share/apache2/icons/"
                            </IfModule>
                            TypesConfig mime.types
                            CustomLog "|/usr/bin/rotate /var/log/x" combined
                        </VirtualHost>
                        """)
                .file("/etc/apache2/mime.types", "")
                .file("/etc/apache2/commented.conf", "")
                .file("/etc/apache2/mods-available/y.load", "LoadModule y_module modules/mod_y.so")
                .file("/etc/ssl/certs/site.pem", "")
                .file("/srv/pages/a/index.html", "")
                .file("/usr/share/apache2/icons/a.png", "")
                .file("/etc/passwd", "")
                .file("/etc/group", "")
                .elf(
                        "/usr/sbin/httpd",
                        program("libapr-1.so.0")
                                .data(" -D HTTPD_ROOT=\"/etc/httpd\"", " -D SERVER_CONFIG_FILE=\"conf/httpd.conf\""))
                .libraries("/lib/libapr-1.so.0")
                .file("/etc/httpd/conf/httpd.conf", "ServerRoot \"/var/www\"\nLoadModule z_module modules/mod_z.so\n")
                .link("/var/www/modules", "/usr/lib/apache2/modules")
                .link("/var/log/apache2/error.log", "/dev/stderr");
        scene.tree().directory("/run/apache2");
        scene.link("/var/run", "../run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/usr/sbin/apache2 | /etc/apache2/apache2.conf",
                "/usr/sbin/apache2 | /etc/apache2/envvars",
                "/usr/sbin/apache2 | /run/apache2/",
                "/usr/sbin/apache2 | /var/log/apache2/error.log -> /dev/stderr",
                "/usr/sbin/apache2 | /etc/apache2/mods-enabled/x.load -> ../mods-available/x.load",
                "/usr/sbin/apache2 | /usr/lib/apache2/modules/mod_x.so",
                "/usr/sbin/apache2 | /lib/libx.so",
                "/usr/sbin/apache2 | /etc/apache2/sites-enabled/site.conf",
                "/usr/sbin/apache2 | /srv/pages/a/index.html",
                "/usr/sbin/apache2 | /etc/ssl/certs/site.pem",
                "/usr/sbin/apache2 | /usr/share/apache2/icons/a.png",
                "/usr/sbin/apache2 | /etc/apache2/mime.types",
                "/usr/sbin/apache2 | /etc/passwd",
                "/usr/sbin/httpd   | /var/www/modules -> /usr/lib/apache2/modules",
                "/usr/sbin/httpd   | /usr/lib/apache2/modules/mod_z.so",
            })
    void comes_with_what_its_configuration_names(String program, String expected) throws Exception {
        assertThat(Question.of(scene, program).kept()).contains(expected);
        assertThat(Question.of(scene, program).without("all").kept()).doesNotContain(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/usr/sbin/apache2 | /etc/apache2/commented.conf",
                "/usr/sbin/apache2 | /usr/lib/apache2/modules/mod_y.so",
                "/usr/sbin/apache2 | /etc/apache2/mods-available/y.load",
                "/usr/sbin/httpd   | /etc/apache2/apache2.conf",
            })
    void and_not_with_what_nothing_names(String program, String absent) throws Exception {
        assertThat(Question.of(scene, program).without("paths").kept()).doesNotContain(absent);
    }

    /**
     * Forty lines would expand to more than a million million characters, and two links to an astronomical number of
     * directories.
     */
    @Test
    void a_configuration_that_grows_without_end_is_left_with_a_remark() throws Exception {
        scene.file(
                        "/etc/apache2/apache2.conf",
                        "Define A aaaaaaaa\n"
                                + "Define A ${A}${A}\n".repeat(60) + "DocumentRoot ${A}\nInclude loop\nInclude \0x*\n"
                                + "ErrorLog \"" + "\\\\".repeat(9000) + "\"\n")
                .file("/etc/apache2/loop/one.conf", "Include loop\nDocumentRoot /srv/pages\n")
                .file("/srv/pages/index.html", "")
                .link("/etc/apache2/loop/x", ".")
                .link("/etc/apache2/loop/y", "../loop");
        assertThat(Question.of(scene, "/usr/sbin/apache2").closure().hidden().stream()
                        .map(hidden -> hidden.finding().evidence()))
                .anyMatch(line -> line.contains("only a part of the configuration was read"));
        assertThat(Question.of(scene, "/usr/sbin/apache2").kept()).contains("/srv/pages/index.html");
    }

    @Test
    void a_module_that_is_not_there_is_told_with_its_line() throws Exception {
        scene.file("/etc/httpd/conf/httpd.conf", "\nLoadModule gone_module modules/gone.so\n");
        assertThat(Question.of(scene, "/usr/sbin/httpd").found("httpd"))
                .contains("REMARK (line 2 of /etc/httpd/conf/httpd.conf: LoadModule gone_module modules/gone.so:"
                        + " /etc/httpd/modules/gone.so is not in the root)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Include gone.conf                                   | 'Cmd':['httpd'] | /etc/httpd/gone.conf",
                "LoadModule gone_module modules/gone.so              | 'Cmd':['httpd','-DFOREGROUND'] |"
                        + " /etc/httpd/modules/gone.so",
                "<IfModule a.c>;</IfModule>;Include /gone.conf       | 'Cmd':['httpd'] | /gone.conf",
                "<VirtualHost *:80>;Include /gone.conf               | 'Cmd':['httpd'] | /gone.conf",
                "Include gone.conf                                   | 'Cmd':['httpd','-f','/opt/h.conf'] |"
                        + " /etc/httpd/gone.conf",
            })
    void what_the_started_configuration_names_and_is_not_there_is_missing(String text, String config, String path)
            throws Exception {
        assertThat(missing(text, config)).singleElement().asString().contains("the image does not have " + path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IncludeOptional gone.conf                           | 'Cmd':['httpd']",
                "Include none/*.conf                                 | 'Cmd':['httpd']",
                "Include ${UNKNOWN}/a.conf                           | 'Cmd':['httpd']",
                "<IfModule a.c>;Include gone.conf;</IfModule>        | 'Cmd':['httpd']",
                "<IfDefine X>;LoadModule a modules/gone.so           | 'Cmd':['httpd']",
                "SSLCertificateFile /gone.pem                        | 'Cmd':['httpd']",
                "Include gone.conf                                   | 'Cmd':['apache2']",
            })
    void what_is_optional_is_not_missing(String text, String config) throws Exception {
        assertThat(missing(text, config)).isEmpty();
    }

    private List<String> missing(String text, String config) throws Exception {
        String lines = text.replace(';', '\n') + "\n";
        scene.file("/etc/httpd/conf/httpd.conf", config.contains("-f") ? "" : lines)
                .file("/opt/h.conf", lines);
        return Question.of(scene, "/usr/sbin/httpd")
                .config(config + ",'Env':['PATH=/usr/sbin']")
                .wholeImage()
                .found("httpd")
                .stream()
                .filter(found -> found.startsWith("MISSING"))
                .toList();
    }

    @Test
    void includes_in_circles_end() throws Exception {
        scene.file("/etc/httpd/conf/httpd.conf", "Include /etc/httpd/conf/*.conf\nInclude /etc/httpd\n");
        assertThat(Question.of(scene, "/usr/sbin/httpd").kept()).contains("/etc/httpd/conf/httpd.conf");
    }
}
