package dev.whittle.discover.crypto;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.resolve.Scene;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CA certificates, and OpenSSL's configuration and modules. */
class TrustTest {
    private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

    private final Scene scene;

    TrustTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .file(BUNDLE, "")
                .file("/usr/share/ca-certificates/a.crt", "")
                .link("/etc/ssl/certs/a.pem", "/usr/share/ca-certificates/a.crt")
                .link("/usr/lib/ssl/certs", "/etc/ssl/certs")
                .link("/usr/lib/ssl/openssl.cnf", "/etc/ssl/openssl.cnf")
                .file("/etc/ssl/openssl.cnf", "[provider_sect]\n# legacy = legacy_sect\n")
                .elf(
                        "/lib/libcrypto.so.3",
                        library()
                                .soname("libcrypto.so.3")
                                .data("OPENSSLDIR: \"/usr/lib/ssl\"", "MODULESDIR: \"/usr/lib/ossl-modules\""))
                .elf("/lib/libssl.so.3", library("libcrypto.so.3").soname("libssl.so.3"))
                .elf("/usr/lib/ossl-modules/legacy.so", library("libcrypto.so.3"))
                .elf("/bin/client", program("libssl.so.3"))
                .elf("/bin/hasher", program("libcrypto.so.3"));
    }

    @Test
    void openssl_names_its_directory() throws Exception {
        assertThat(Question.of(scene, "/bin/client").kept())
                .contains(
                        BUNDLE,
                        "/usr/lib/ssl/certs -> /etc/ssl/certs",
                        "/etc/ssl/certs/a.pem -> /usr/share/ca-certificates/a.crt",
                        "/usr/share/ca-certificates/a.crt",
                        "/etc/ssl/openssl.cnf");
        assertThat(Question.of(scene, "/bin/client").found("ca-certificates"))
                .containsExactly("RECOMMENDED /usr/lib/ssl/certs/** (/lib/libcrypto.so.3 says OPENSSLDIR:"
                        + " \"/usr/lib/ssl\", and /lib/libssl.so.3 is kept)");
        assertThat(Question.of(scene, "/bin/client").without("ca-certificates").kept())
                .doesNotContain(BUNDLE);
    }

    @Test
    void a_program_that_only_computes_hashes_needs_none() throws Exception {
        assertThat(Question.of(scene, "/bin/hasher").kept()).doesNotContain(BUNDLE);
        assertThat(Question.of(scene, "/bin/hasher").with("ca-certificates").kept())
                .contains(BUNDLE);
    }

    @Test
    void a_module_is_kept_where_the_configuration_names_it() throws Exception {
        assertThat(Question.of(scene, "/bin/client").found("openssl"))
                .anyMatch(found -> found.startsWith("POSSIBLE /usr/lib/ossl-modules/legacy.so"));
        scene.file("/etc/ssl/openssl.cnf", "[provider_sect]\nlegacy = legacy_sect\n");
        assertThat(Question.of(scene, "/bin/client").found("openssl"))
                .contains(
                        "REQUIRED /usr/lib/ossl-modules/legacy.so (/usr/lib/ssl/openssl.cnf names the module legacy)");
        assertThat(Question.of(scene, "/bin/client").kept()).contains("/usr/lib/ossl-modules/legacy.so");
    }

    @Test
    void gnutls_has_the_bundle_s_path() throws Exception {
        scene.elf("/bin/g", program("libgnutls.so"))
                .elf("/lib/libgnutls.so", library().data(BUNDLE));
        assertThat(Question.of(scene, "/bin/g").found("ca-certificates"))
                .containsExactly("RECOMMENDED " + BUNDLE + " (/lib/libgnutls.so holds the string " + BUNDLE + ")");
    }

    @Test
    void go_s_function_table_names_its_packages() throws Exception {
        scene.elf("/bin/go", go("crypto/x509.(*Certificate).Verify")).elf("/bin/plain", go("fmt.Println"));
        assertThat(Question.of(scene, "/bin/go").found("ca-certificates"))
                .containsExactly("RECOMMENDED " + BUNDLE + " (/bin/go holds Go's package crypto/x509)");
        assertThat(Question.of(scene, "/bin/plain").found("ca-certificates")).isEmpty();
    }

    @Test
    void the_image_may_name_another_bundle() throws Exception {
        scene.file("/opt/ca.pem", "");
        assertThat(Question.of(scene, "/bin/client")
                        .config("'Env':['SSL_CERT_FILE=/opt/ca.pem']")
                        .kept())
                .contains("/opt/ca.pem");
        assertThat(Question.of(scene, "/bin/hasher").config("'Env':['TZ=UTC']").kept())
                .doesNotContain("/opt/ca.pem");
    }

    private static ElfBuilder go(String function) {
        return ElfBuilder.x86_64()
                .type(ElfBuilder.ET_EXEC)
                .withoutDynamic()
                .note("Go", 4, new byte[4])
                .data(function);
    }
}
