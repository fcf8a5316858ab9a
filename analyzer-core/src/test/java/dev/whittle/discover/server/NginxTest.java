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

/** A root with Debian's layout of nginx. */
class NginxTest {
    private final Scene scene;

    NginxTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf(
                        "/usr/sbin/nginx",
                        program()
                                .data("configure arguments: --with-cc-opt='-g -O2' --prefix=/usr/share/nginx"
                                        + " --conf-path=/etc/nginx/nginx.conf --http-log-path=/var/log/nginx/access.log"
                                        + " --error-log-path=stderr --lock-path=/var/lock/nginx.lock"
                                        + " --pid-path=/run/nginx.pid --modules-path=/usr/lib/nginx/modules"
                                        + " --http-proxy-temp-path=/var/lib/nginx/proxy"))
                .elf("/usr/lib/nginx/modules/ngx_image.so", library("libgd.so"))
                .libraries("/lib/libgd.so")
                .link("/usr/share/nginx/modules", "../../lib/nginx/modules")
                .file("/usr/share/nginx/html/index.html", "")
                .file("/usr/share/nginx/modules-available/image.conf", "load_module modules/ngx_image.so;")
                .link("/etc/nginx/modules-enabled/50-image.conf", "/usr/share/nginx/modules-available/image.conf")
                .file("/etc/nginx/mime.types", "")
                .file("/etc/nginx/unused", "")
                .file("/etc/nginx/sites-available/default", "server { root /srv/www; }")
                .link("/etc/nginx/sites-enabled/default", "/etc/nginx/sites-available/default")
                .file("/srv/www/a/page.html", "")
                .file("/etc/nginx/tls/a.pem", "")
                .file("/etc/passwd", "")
                .file("/etc/group", "")
                .link("/var/log/nginx/access.log", "/dev/stdout");
        scene.tree().directory("/run").directory("/var/lock").directory("/var/lib/nginx");
        configuration("""
                user www-data;
                include /etc/nginx/modules-enabled/*.conf;
                http {
                    include mime.types;
                    include /etc/nginx/sites-enabled/*;
                }
                """);
    }

    @Test
    void the_debian_layout_comes_with_all_it_needs_and_no_more() throws Exception {
        assertThat(Question.of(scene, "/usr/sbin/nginx")
                        .without("all")
                        .with("nginx")
                        .kept())
                .contains(
                        "/etc/nginx/nginx.conf",
                        "/etc/nginx/mime.types",
                        "/etc/nginx/sites-enabled/default -> /etc/nginx/sites-available/default",
                        "/etc/nginx/sites-available/default",
                        "/etc/nginx/modules-enabled/50-image.conf -> /usr/share/nginx/modules-available/image.conf",
                        "/usr/share/nginx/modules -> ../../lib/nginx/modules",
                        "/usr/lib/nginx/modules/ngx_image.so",
                        "/lib/libgd.so",
                        "/srv/www/a/page.html",
                        "/usr/share/nginx/html/index.html",
                        "/var/log/nginx/access.log -> /dev/stdout",
                        "/var/lib/nginx/",
                        "/var/lock/",
                        "/run/",
                        "/etc/passwd",
                        "/etc/group")
                .doesNotContain("/etc/nginx/unused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssl_certificate tls/a.pem;       | RECOMMENDED /etc/nginx/tls/a.pem",
                "ssl_certificate /etc/nginx/tls/a.pem; | RECOMMENDED /etc/nginx/tls/a.pem",
                "root '/srv/www';                 | RECOMMENDED /srv/www/**",
                "alias html;                      | RECOMMENDED /usr/share/nginx/html/**",
                "proxy_cache_path /var/lib/nginx/c keys_zone=a:1m; | REQUIRED /var/lib/nginx",
                "listen unix:/run/a.sock;         | RECOMMENDED /run",
                "pid /var/lock/n.pid;             | REQUIRED /var/lock",
                "user a;                          | REQUIRED /etc/passwd",
                "include gone.conf;               | REMARK",
                "load_module modules/gone.so;     | REMARK",
            })
    void a_directive_brings_what_it_names(String directive, String expected) throws Exception {
        configuration("# first\n" + directive + "\n");
        assertThat(Question.of(scene, "/usr/sbin/nginx").found("nginx"))
                .anyMatch(found -> found.startsWith(expected)
                        && found.contains("line 2 of /etc/nginx/nginx.conf: " + directive.replaceFirst("[ ;].*", "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "root /;",
                "root /usr;",
                "root /srv/$host;",
                "access_log off;",
                "error_log stderr;",
                "'location /etc {}'"
            })
    void a_directive_that_names_nothing_of_its_own_brings_nothing(String directive) throws Exception {
        configuration(directive.replace("'", ""));
        assertThat(Question.of(scene, "/usr/sbin/nginx").found("nginx"))
                .noneMatch(found -> found.contains("line 1 of"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "include gone.conf;           | 'Cmd':['nginx']                  | /etc/nginx/gone.conf",
                "load_module modules/gone.so; | 'Cmd':['nginx','-g','daemon off;'] | /usr/share/nginx/modules/gone.so",
                "include gone.conf;           | 'Cmd':['nginx','-c','/opt/n.conf'] | /opt/gone.conf",
                "include gone.conf;           | 'Cmd':['/start.sh','nginx']      | /etc/nginx/gone.conf",
            })
    void what_the_started_configuration_names_and_is_not_there_is_missing(String line, String config, String path)
            throws Exception {
        configuration(line);
        scene.file("/opt/n.conf", line).elf("/bin/sh", program());
        script("#!/bin/sh\ncp /a /etc/nginx/other.conf\nexec \"$@\"\n");
        assertThat(missing(config)).singleElement().asString().contains("the image does not have " + path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "include none/*.conf;                     | 'Cmd':['nginx']",
                "ssl_certificate gone.pem;                | 'Cmd':['nginx']",
                "include gone.conf;                       | 'Cmd':['nginx','-c','/opt/n.conf']",
                "include gone.conf;                       | 'Cmd':['nginx'],'Volumes':{'/etc/nginx':{}}",
                "include gone.conf;                       | 'Cmd':['/bin/sh']",
                "include /etc/nginx/snippets/gone.conf;   | 'Cmd':['/start.sh','nginx']",
                "include made.conf;                       | 'Cmd':['/start.sh','nginx']",
            })
    void what_is_optional_or_made_at_the_start_is_not_missing(String line, String config) throws Exception {
        configuration(line);
        scene.file("/opt/n.conf", "").elf("/bin/sh", program());
        script("#!/bin/sh\ncp /a/* /etc/nginx/snippets/\ncat >$D/made.conf\nexec \"$@\"\n");
        assertThat(missing(config)).isEmpty();
    }

    private List<String> missing(String config) throws Exception {
        return Question.of(scene, "/usr/sbin/nginx")
                .config(config + ",'Env':['PATH=/usr/sbin:/bin']")
                .wholeImage()
                .found("nginx")
                .stream()
                .filter(found -> found.startsWith("MISSING"))
                .toList();
    }

    private void script(String text) throws IOException {
        scene.file("/start.sh", text);
        scene.tree().mode("/start.sh", "rwxr-xr-x");
    }

    @Test
    void another_configuration_may_be_named_by_the_image() throws Exception {
        scene.file("/opt/n.conf", "root /srv/www;");
        assertThat(Question.of(scene, "/usr/sbin/nginx")
                        .config("'Cmd':['nginx','-c','/opt/n.conf']")
                        .kept())
                .contains("/opt/n.conf", "/srv/www/a/page.html");
    }

    @Test
    void the_parser_knows_quotes_comments_blocks_and_variables() {
        assertThat(NginxConfig.parse("a 'b;c' \"d\\\"e\" ${f};# g;\n h { i\\ j;\n} k"))
                .extracting(directive -> directive.line() + " " + directive.name() + " " + directive.arguments())
                .containsExactly("1 a [b;c, d\"e, ${f}]", "2 h []", "2 i\\ j []", "3 k []");
    }

    private void configuration(String text) throws IOException {
        scene.file("/etc/nginx/nginx.conf", text);
    }
}
