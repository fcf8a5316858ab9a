package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories and links that an image keeps although nothing names them. */
class SkeletonTest {
    private final Scene scene;

    SkeletonTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/app", program())
                .file("/var/lib/app/data/large", "x")
                .file("/etc/crontabs/root", "x")
                .file("/usr/share/app/x", "x")
                .file("/product/file", "x");
        scene.tree()
                .directory("/product/a/b/spool")
                .directory("/opt/x/y/z/logs")
                .directory("/usr/lib/app/plugins");
        scene.link("/var/spool/crontabs", "/etc/crontabs").link("/var/lib/share", "/usr/share/app");
    }

    @Test
    void directories_of_state_and_links_to_them_are_kept_empty() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/app")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/var/lib/app/data/", "/etc/crontabs/", "/var/spool/crontabs -> /etc/crontabs")
                .doesNotContain("/var/lib/app/data/large", "/var/lib/share -> /usr/share/app", "/etc/crontabs/root");
    }

    @Test
    void what_is_empty_in_the_image_is_kept_unless_a_package_has_it() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/app")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/product/a/b/spool/", "/opt/x/y/z/logs/")
                .doesNotContain("/usr/lib/app/plugins/");
    }
}
