package dev.whittle.discover.language;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PHP with the layouts of Debian, Alpine and the images built from its sources. */
class PhpTest {
    private final Path root;

    PhpTest(@TempDir Path root) {
        this.root = root;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/usr/bin/php8.2 | /etc/php/8.2/cli | /etc/php/8.2/cli/conf.d | /usr/lib/php/20220829",
                "/usr/bin/php82 | /etc/php82 | /etc/php82/conf.d | /usr/lib/php82/modules",
                "/usr/local/bin/php | /usr/local/etc/php | /usr/local/etc/php/conf.d | /usr/local/lib/php/extensions/no-debug-non-zts-20220829",
                "/usr/sbin/php-fpm8.2 | /etc/php/8.2/fpm | /etc/php/8.2/fpm/conf.d | /usr/lib/php/20220829",
                "/usr/lib/apache2/modules/libphp8.2.so | /etc/php/8.2/apache2 | /etc/php/8.2/apache2/conf.d | /usr/lib/php/20220829",
            })
    void comes_with_its_settings_and_the_extensions_that_these_name(
            String php, String ini, String scanned, String extensions) throws Exception {
        Scene scene = scene(php, ini, scanned, extensions);
        assertThat(Question.of(scene, php).without("paths").kept())
                .contains(
                        ini + "/php.ini",
                        scanned + "/20-a.ini",
                        extensions + "/a.so",
                        extensions + "/named.so",
                        extensions + "/opcache.so",
                        "/lib/liba.so",
                        "/opt/own.so",
                        "/etc/ca.pem")
                .doesNotContain(extensions + "/other.so", extensions + "/off.so", "/etc/php/7.4/cli/php.ini");
        assertThat(Question.of(scene, php).without("php", "paths").kept()).doesNotContain(extensions + "/a.so");
    }

    @Test
    void the_libraries_in_its_own_language_are_possible() throws Exception {
        Scene scene = scene("/usr/bin/php8.2", "/etc/php/8.2/cli", "/etc/php/8.2/cli/conf.d", "/usr/lib/php/20220829")
                .file("/usr/share/php/PEAR.php", "");
        assertThat(Question.of(scene, "/usr/bin/php8.2").kept()).doesNotContain("/usr/share/php/PEAR.php");
        assertThat(Question.of(scene, "/usr/bin/php8.2").with("php").kept()).contains("/usr/share/php/PEAR.php");
    }

    @Test
    void one_file_of_include_path_that_is_used_stands_for_all() throws Exception {
        Scene scene = scene("/usr/bin/php8.2", "/etc/php/8.2/cli", "/etc/php/8.2/cli/conf.d", "/usr/lib/php/20220829")
                .file("/usr/share/php/Twig/autoload.php", "")
                .file("/usr/share/php/Twig/Token.php", "");
        assertThat(Question.of(scene, "/usr/bin/php8.2")
                        .started("/usr/share/php/Twig/autoload.php")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/share/php/Twig/Token.php");
        scene.file("/app/a.php", "<?php require_once 'Twig/autoload.php';\n");
        assertThat(Question.of(scene, "/usr/bin/php8.2")
                        .started("/app/a.php")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/share/php/Twig/Token.php");
        scene.file("/app/a.php", "<?php require_once 'Twig/other.php';\n");
        assertThat(Question.of(scene, "/usr/bin/php8.2")
                        .started("/app/a.php")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .doesNotContain("/usr/share/php/Twig/Token.php");
    }

    @Test
    void a_source_needs_no_suffix_and_may_know_a_part_of_the_name() throws Exception {
        Scene scene = scene("/usr/bin/php8.2", "/etc/php/8.2/cli", "/etc/php/8.2/cli/conf.d", "/usr/lib/php/20220829")
                .file("/usr/share/php/Symfony/Console/autoload.php", "")
                .file("/app/console", "#!/usr/bin/env php\n<?php require_once \"Symfony/$name/autoload.php\";\n");
        assertThat(Question.of(scene, "/usr/bin/php8.2")
                        .started("/app/console")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/share/php/Symfony/Console/autoload.php");
    }

    private Scene scene(String php, String ini, String scanned, String extensions) throws IOException {
        return Scene.glibc(root)
                .elf(php, program().data(ini, scanned, extensions))
                .file(ini + "/php.ini", "; extension=off\nextension=named\nopenssl.cafile = \"/etc/ca.pem\" ; x\n")
                .file(scanned + "/20-a.ini", "extension=a.so\r\nzend_extension=opcache\nextension=\"/opt/own.so\"\n")
                .elf(extensions + "/a.so", library("liba.so"))
                .libraries(
                        "/lib/liba.so",
                        extensions + "/named.so",
                        extensions + "/opcache.so",
                        extensions + "/other.so",
                        extensions + "/off.so",
                        "/opt/own.so")
                .file("/etc/ca.pem", "")
                .file("/etc/php/7.4/cli/php.ini", "");
    }
}
