package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeRegistry;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import dev.whittle.testdata.TarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From registry to registry, as a person calls it. */
class SlimRegistryTest {
    private static final String SECRET = "hush-Password-7";

    private Path directory;
    private FakeRegistry registry;

    @BeforeEach
    void start(@TempDir Path temp) throws IOException {
        directory = temp;
        registry = FakeRegistry.start().login("me", SECRET, true);
        ImageFiles files = new ImageFiles();
        byte[] layer = new TarBuilder()
                .add(new TarBuilder.Header("app")
                        .mode(0755)
                        .content(new String(ElfBuilder.x86_64().build(), StandardCharsets.ISO_8859_1)))
                .file("other", "not needed")
                .build();
        String manifest =
                ImageBuilder.of(layer).config("\"Cmd\":[\"/app\"]").gzip().manifest(files);
        registry.image("app", "1", files, manifest);
        Files.writeString(directory.resolve("creds"), "me:" + SECRET + "\n");
        String auth = Base64.getEncoder().encodeToString(("me:" + SECRET).getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                directory.resolve("auth.json"),
                "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + auth + "\"}}}");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private String name(String name) {
        return "docker://" + registry.host() + "/" + name;
    }

    private Whittle.Result run(String... line) {
        Whittle.Result result = Whittle.in(directory).run(line);
        assertThat(result.out() + result.err()).doesNotContain(SECRET, "bWU6", "token-");
        return result;
    }

    @Test
    void an_image_is_slimmed_from_registry_to_registry_with_what_is_attached() {
        Whittle.Result result = run(
                "slim",
                name("app:1"),
                "-o",
                name("app:slim"),
                "--authfile",
                "auth.json",
                "--attach",
                "sbom,report,provenance",
                "-v");
        assertThat(result.err()).contains(registry.host() + "/app:slim written to docker://");
        assertThat(result.exit()).isZero();
        assertThat(registry.manifests()).contains("app:slim");
        assertThat(registry.blobs().stream().map(its -> new String(registry.blob(its), StandardCharsets.UTF_8)))
                .noneMatch(its -> its.contains(SECRET))
                .anyMatch(its -> its.contains("https://slsa.dev/provenance/v1")
                        && its.contains("\"--attach\"")
                        && its.contains(name("app:1")))
                .anyMatch(its -> its.contains("CycloneDX"))
                .anyMatch(its -> its.contains("dev.whittle.slim/"));
    }

    @Test
    void every_way_to_a_login_leads_there() {
        assertThat(run("verify", name("app:1")).err()).contains("no token without a login");
        assertThat(run("verify", name("app:1"), "--creds-file", "creds").exit()).isZero();
        assertThat(run("verify", name("app:1"), "--authfile", "auth.json").exit())
                .isZero();
        assertThat(Whittle.in(directory)
                        .input("me:" + SECRET + "\n")
                        .run("verify", name("app:1"), "--creds-file", "-")
                        .exit())
                .isZero();
        assertThat(Whittle.in(directory)
                        .with(
                                "REGISTRY_AUTH_FILE",
                                directory.resolve("auth.json").toString())
                        .run("verify", name("app:1"))
                        .exit())
                .isZero();
    }

    @Test
    void a_helper_keeps_the_login() throws IOException {
        Path helper = directory.resolve("docker-credential-test");
        Files.writeString(
                helper,
                "#!/bin/sh\nread server\n[ $1 = get ] && [ $server = " + registry.host()
                        + " ] && printf '{\"Username\":\"me\",\"Secret\":\"" + SECRET + "\"}'\n");
        assertThat(helper.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(directory.resolve("docker"));
        Files.writeString(directory.resolve("docker/config.json"), "{\"credsStore\":\"test\"}");
        Whittle whittle = Whittle.in(directory)
                .with("DOCKER_CONFIG", directory.resolve("docker").toString());
        assertThat(whittle.with("PATH", "/nowhere").run("verify", name("app:1")).err())
                .contains("docker-credential-test")
                .contains("not in PATH");
        assertThat(whittle.with("PATH", directory + ":/usr/bin:/bin")
                        .run("verify", name("app:1"))
                        .exit())
                .isZero();
    }

    @Test
    void mistakes_are_told_before_any_work() {
        assertThat(run("slim", name("app:1"), "-o", name("app:1")).err()).contains("is the source itself");
        assertThat(run("slim", name("app:1"), "-o", name("app@sha256:" + "0".repeat(64)))
                        .err())
                .contains("a new image's digest is not known beforehand");
        assertThat(run("slim", name("app:1"), "-o", "oci:out", "--attach", "sbom")
                        .err())
                .contains("are for -o docker://NAME");
        assertThat(run("slim", name("app:1"), "-o", name("x:1"), "--attach", "sbom,none")
                        .err())
                .contains("--attach none: not one of sbom, report, provenance");
        assertThat(run("verify", name("app:1"), "--tls-verify", "maybe").err()).contains("neither true nor false");
        assertThat(run("verify", name("app:1"), "--creds", "me:" + "x").err()).contains("--creds-file");
        assertThat(run("verify", name("app:1"), "--creds-file", "none").err()).contains("no such file");
        assertThat(registry.seen()).isEmpty();
    }

    @Test
    void who_may_not_write_is_told_and_nothing_is_tagged() {
        registry.fault(exchange -> {
            if (!exchange.getRequestMethod().equals("POST")) {
                return false;
            }
            FakeRegistry.error(exchange, 403, "DENIED", "read only");
            return true;
        });
        Whittle.Result result = run("slim", name("app:1"), "-o", name("app:slim"), "--creds-file", "creds", "-q");
        assertThat(result.err())
                .isEqualTo("whittle: cannot write " + name("app:slim") + ": " + registry.host()
                        + "/app: no right to write: read only; the login that was found is not enough\n");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(registry.manifests()).doesNotContain("app:slim");
    }
}
