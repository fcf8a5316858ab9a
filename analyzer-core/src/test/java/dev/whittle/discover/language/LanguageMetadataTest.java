package dev.whittle.discover.language;

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

/** The metadata of a language's package is kept with its code, and only then: scanners take it for the package. */
class LanguageMetadataTest {
    private final Scene scene;

    LanguageMetadataTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/python3.11", program())
                .elf("/usr/bin/node", program())
                .elf("/usr/bin/ruby3.1", program().data("/usr/lib/ruby/3.1.0"))
                .elf("/usr/bin/php8.2", program())
                .elf("/usr/bin/other", program());
    }

    private List<String> kept(String program, String script) throws Exception {
        return Question.of(scene, program)
                .config("'Cmd':['" + program + "','" + script + "'],'WorkingDir':'/srv'")
                .wholeImage()
                .started(script)
                .keeping(FamilyChoice.Keep.DEFAULT)
                .kept();
    }

    /** A file of a package that nothing uses; its directories may be kept, they say nothing. */
    private static boolean isUnused(String path) {
        return path.startsWith("/opt/unused/") && !path.endsWith("/");
    }

    @Test
    void python_packages_come_with_dist_info_and_egg_info() throws Exception {
        String site = "/usr/lib/python3.11/site-packages/";
        scene.file("/srv/app.py", "import a, b\n")
                .file(site + "a/__init__.py", "")
                .file(site + "a-1.dist-info/METADATA", "Name: a\nVersion: 1\n")
                .file(site + "a-1.dist-info/RECORD", "")
                .file(site + "b.py", "")
                .file(site + "b-2.egg-info/PKG-INFO", "Name: b\nVersion: 2\n")
                .file("/opt/unused/site-packages/c.py", "")
                .file("/opt/unused/site-packages/c-3.dist-info/METADATA", "Name: c\nVersion: 3\n");
        assertThat(kept("/usr/bin/python3.11", "/srv/app.py"))
                .contains(
                        site + "a/__init__.py",
                        site + "a-1.dist-info/METADATA",
                        site + "a-1.dist-info/RECORD",
                        site + "b-2.egg-info/PKG-INFO")
                .noneMatch(LanguageMetadataTest::isUnused);
        assertThat(kept("/usr/bin/other", "/srv/app.py"))
                .noneMatch(path -> path.contains("-info/") && !path.endsWith("/"));
    }

    @Test
    void packages_of_npm_come_with_package_json() throws Exception {
        scene.file("/srv/app.js", "require('a');\n")
                .file("/srv/node_modules/a/index.js", "")
                .file("/srv/node_modules/a/package.json", "{\"name\":\"a\",\"version\":\"1.0.0\"}")
                .file("/opt/unused/node_modules/c/index.js", "")
                .file("/opt/unused/node_modules/c/package.json", "{\"name\":\"c\",\"version\":\"1.0.0\"}");
        assertThat(kept("/usr/bin/node", "/srv/app.js"))
                .contains("/srv/node_modules/a/index.js", "/srv/node_modules/a/package.json")
                .noneMatch(LanguageMetadataTest::isUnused);
    }

    @Test
    void gems_come_with_their_specifications() throws Exception {
        String gems = "/var/lib/gems/3.1.0/";
        scene.file("/srv/app.rb", "require 'a'\n")
                .file(gems + "gems/a-1/lib/a.rb", "")
                .file(gems + "specifications/a-1.gemspec", "")
                .file("/opt/unused/gems/c-1/lib/c.rb", "")
                .file("/opt/unused/specifications/c-1.gemspec", "");
        assertThat(kept("/usr/bin/ruby3.1", "/srv/app.rb"))
                .contains(gems + "gems/a-1/lib/a.rb", gems + "specifications/a-1.gemspec")
                .noneMatch(LanguageMetadataTest::isUnused);
        assertThat(kept("/usr/bin/other", "/srv/app.rb")).noneMatch(path -> path.endsWith(".gemspec"));
    }

    @Test
    void packages_of_composer_come_with_its_list() throws Exception {
        scene.file("/srv/index.php", "<?php require __DIR__ . '/vendor/autoload.php';\n")
                .file("/srv/vendor/autoload.php", "<?php require __DIR__ . '/composer/autoload_real.php';\n")
                .file("/srv/vendor/composer/autoload_real.php", "<?php\n")
                .file("/srv/vendor/composer/installed.json", "{\"packages\":[]}")
                .file("/srv/vendor/a/b/src/B.php", "<?php\n")
                .file("/opt/unused/vendor/composer/installed.json", "{\"packages\":[]}");
        assertThat(kept("/usr/bin/php8.2", "/srv/index.php"))
                .contains("/srv/vendor/a/b/src/B.php", "/srv/vendor/composer/installed.json")
                .noneMatch(LanguageMetadataTest::isUnused);
    }
}
