package dev.whittle.discover.rules;

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

/** Libraries with their own plugins and data, which are kept with that library only, including their dependencies. */
class PluginsTest {
    private final Path root;

    PluginsTest(@TempDir Path root) {
        this.root = root;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "libgdk_pixbuf-2.0.so.0 | /usr/lib/gdk-pixbuf-2.0/2.10.0/loaders/libpixbufloader-png.so",
                "libgdk_pixbuf-2.0.so.0 | /usr/lib/gdk-pixbuf-2.0/2.10.0/loaders.cache",
                "libgio-2.0.so.0        | /usr/lib/gio/modules/libgiognutls.so",
                "libgio-2.0.so.0        | /usr/lib/gio/modules/giomodule.cache",
                "libgio-2.0.so.0        | /usr/share/glib-2.0/schemas/gschemas.compiled",
                "libgtk-3.so.0          | /usr/lib/gtk-3.0/3.0.0/immodules/im-xim.so",
                "libsasl2.so.2          | /usr/lib/sasl2/libplain.so",
                "libsasl2.so.2          | /etc/sasl2/smtpd.conf",
                "libkrb5.so.3           | /usr/lib/krb5/plugins/preauth/pkinit.so",
                "libkrb5.so.3           | /etc/krb5.conf",
                "libgssapi_krb5.so.2    | /usr/lib/gss/mech.so",
                "libgssapi_krb5.so.2    | /etc/gss/mech.d/x.conf",
                "libp11-kit.so.0        | /usr/lib/pkcs11/p11-kit-trust.so",
                "libp11-kit.so.0        | /usr/share/p11-kit/modules/p11-kit-trust.module",
                "libfontconfig.so.1     | /etc/fonts/fonts.conf",
                "libmagic.so.1          | /usr/share/misc/magic.mgc",
            })
    void come_with_the_library(String library, String plugin) throws Exception {
        Scene scene = scene(library, plugin);
        assertThat(Question.of(scene, "/bin/app").kept()).contains(plugin);
        assertThat(Question.of(scene, "/bin/app").without("plugins", "paths").kept())
                .doesNotContain(plugin);
        assertThat(Question.of(scene, "/bin/plain").kept()).doesNotContain(plugin);
        assertThat(Question.of(scene, "/bin/app").found("plugins"))
                .hasSize(1)
                .allMatch(found -> found.startsWith("RECOMMENDED ")
                        && found.endsWith("(/usr/lib/" + library + " opens its plugins and data by name)"));
    }

    @Test
    void a_plugin_comes_with_its_libraries_and_one_that_lacks_some_is_told() throws Exception {
        Scene scene = scene("libsasl2.so.2", "/etc/sasl2/x.conf")
                .elf("/usr/lib/sasl2/libgssapiv2.so", library("libdeep.so"))
                .libraries("/usr/lib/libdeep.so")
                .elf("/usr/lib/sasl2/libldapdb.so", library("libgone.so"));
        assertThat(Question.of(scene, "/bin/app").kept()).contains("/usr/lib/libdeep.so");
        assertThat(Question.of(scene, "/bin/app").closure().isComplete()).isTrue();
        assertThat(Question.of(scene, "/bin/app").found("plugins"))
                .contains("REMARK (/usr/lib/sasl2/libldapdb.so lacks libgone.so)");
    }

    @Test
    void a_library_elsewhere_has_its_plugins_beside_it() throws Exception {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program("libsasl2.so.2").runpath("/usr/lib/x86_64-linux-gnu"))
                .elf("/usr/lib/x86_64-linux-gnu/libsasl2.so.2", library().soname("libsasl2.so.2"))
                .libraries("/usr/lib/x86_64-linux-gnu/sasl2/libplain.so", "/usr/lib/sasl2/libother.so");
        assertThat(Question.of(scene, "/bin/app").kept())
                .contains("/usr/lib/x86_64-linux-gnu/sasl2/libplain.so")
                .doesNotContain("/usr/lib/sasl2/libother.so");
    }

    @Test
    void a_program_that_draws_with_opengl_needs_mesa_s_software_driver_only_beside_an_x_server() throws Exception {
        String driver = "/usr/lib/dri/swrast_dri.so";
        Scene scene = scene("libGL.so.1", driver)
                .elf("/usr/bin/Xvfb", program("libGL.so.1"))
                .elf("/usr/bin/draw", program("libGL.so.1"));
        assertThat(draws(scene, "/usr/bin/draw", "/usr/bin/Xvfb")).contains(driver);
        assertThat(draws(scene, "/usr/bin/draw")).doesNotContain(driver);
        assertThat(draws(scene, "/usr/bin/Xvfb", "/bin/plain")).doesNotContain(driver);
    }

    private static List<String> draws(Scene scene, String... programs) throws Exception {
        return Question.of(scene, programs).keeping(FamilyChoice.Keep.DEFAULT).kept();
    }

    private Scene scene(String library, String plugin) throws IOException {
        Scene scene = Scene.glibc(root)
                .elf("/bin/app", program(library))
                .elf("/bin/plain", program())
                .elf("/usr/lib/" + library, library().soname(library));
        return plugin.endsWith(".so") ? scene.libraries(plugin) : scene.file(plugin, "");
    }
}
