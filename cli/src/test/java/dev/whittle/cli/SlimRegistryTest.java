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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
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
        assertThat(registry.blobs().stream().map(blob -> new String(registry.blob(blob), StandardCharsets.UTF_8)))
                .noneMatch(blob -> blob.contains(SECRET))
                .anyMatch(content -> content.contains("https://slsa.dev/provenance/v1")
                        && content.contains("\"--attach\"")
                        && content.contains(name("app:1")))
                .anyMatch(blob -> blob.contains("CycloneDX"))
                .anyMatch(blob -> blob.contains("dev.whittle.slim/"));
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

    private static byte[] layer(String... moreFiles) {
        TarBuilder tar = new TarBuilder()
                .add(new TarBuilder.Header("app")
                        .mode(0755)
                        .content(new String(ElfBuilder.x86_64().build(), StandardCharsets.ISO_8859_1)));
        for (String file : moreFiles) {
            tar.file(file, "content of " + file);
        }
        return tar.build();
    }

    private void index(String repository) {
        ImageFiles files = new ImageFiles();
        List<String> manifests = new ArrayList<>();
        for (String platform : List.of("linux/amd64", "linux/arm64", "linux/s390x")) {
            manifests.add(ImageBuilder.of(layer(platform))
                    .platform(platform)
                    .config("\"Cmd\":[\"/app\"]")
                    .gzip()
                    .manifest(files));
        }
        registry.image(repository, "1", files, ImageBuilder.index(files, manifests.toArray(new String[0])));
    }

    private String manifest(String name) {
        return new String(registry.manifest(name), StandardCharsets.UTF_8);
    }

    @Test
    void all_platforms_are_pushed_as_one_index_each_with_what_is_attached() {
        index("team/app");
        Whittle.Result result = run(
                "slim",
                name("team/app:1"),
                "--platform",
                "all",
                "-o",
                name("team/slim:2"),
                "--authfile",
                "auth.json",
                "--attach",
                "sbom,provenance");
        assertThat(result.err()).contains("index sha256:").contains("of 3 platforms");
        assertThat(result.exit()).isZero();
        List<String> digests = digests(manifest("team/slim:2"));
        assertThat(digests).hasSize(3);
        for (String digest : digests) {
            assertThat(digests(manifest("team/slim:" + digest.replace(':', '-'))))
                    .hasSize(2);
        }
        assertThat(registry.manifests()).doesNotContain("team/slim:1");
        // The tag is the last that is written.
        List<FakeRegistry.Seen> puts = registry.seen().stream()
                .filter(seen -> seen.method().equals("PUT") && seen.target().contains("/manifests/"))
                .toList();
        assertThat(puts.get(puts.size() - 1).target()).isEqualTo("/v2/team/slim/manifests/2");
        assertThat(run("verify", name("team/slim:2"), "--platform", "all", "--authfile", "auth.json")
                        .exit())
                .isZero();
    }

    private static List<String> digests(String index) {
        return Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"")
                .matcher(index.substring(index.indexOf("\"manifests\"")))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void platforms_that_are_left_alone_are_mounted_and_not_sent() {
        index("team/app");
        Whittle.Result result = run(
                "slim",
                name("team/app:1"),
                "--platform",
                "linux/arm64",
                "--keep-other-platforms",
                "-o",
                name("team/slim:2"),
                "--authfile",
                "auth.json");
        assertThat(result.err()).contains("copied unchanged: linux/amd64, linux/s390x");
        assertThat(result.exit()).isZero();
        assertThat(digests(manifest("team/slim:2"))).hasSize(3);
        // Two layers and two configurations of those, and one of each of the new image.
        assertThat(registry.count("PATCH", "/v2/team/slim/blobs/uploads/")).isEqualTo(2);
    }

    @Test
    void an_index_of_which_one_blob_cannot_be_sent_gets_no_tag() {
        index("team/app");
        AtomicInteger uploads = new AtomicInteger();
        registry.fault(exchange -> {
            if (!exchange.getRequestMethod().equals("PATCH") || uploads.incrementAndGet() != 4) {
                return false;
            }
            FakeRegistry.error(exchange, 403, "DENIED", "quota exceeded");
            return true;
        });
        Whittle.Result result = run(
                "slim", name("team/app:1"), "--platform", "all", "-o", name("team/slim:2"), "--authfile", "auth.json");
        assertThat(result.err()).contains("quota exceeded");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(registry.manifests()).noneMatch(manifest -> manifest.startsWith("team/slim:"));
    }

    @Test
    void images_on_a_shared_base_get_repositories_of_their_own_names() {
        for (String name : List.of("one", "two")) {
            ImageFiles files = new ImageFiles();
            String manifest = ImageBuilder.of(layer("shared/big", name))
                    .config("\"Cmd\":[\"/app\", \"/shared/big\", \"/" + name + "\"]")
                    .manifest(files);
            registry.image("team/" + name, "1", files, manifest);
        }
        Whittle.Result result = run(
                "slim",
                name("team/one:1"),
                name("team/two:1"),
                "--shared-base",
                "-o",
                name("slim/"),
                "--authfile",
                "auth.json",
                "--attach",
                "sbom");
        assertThat(result.err()).contains("2 images on one layer");
        assertThat(result.exit()).isZero();
        assertThat(registry.manifests()).contains("slim/one:1-slim", "slim/two:1-slim", "slim/shared-base:latest");
        String base = layers(manifest("slim/shared-base:latest")).get(0);
        assertThat(layers(manifest("slim/one:1-slim"))).hasSize(2).startsWith(base);
        assertThat(layers(manifest("slim/two:1-slim"))).hasSize(2).startsWith(base);
        // The shared layer is sent once: to the others it comes by a mount.
        assertThat(registry.count("POST", "mount=" + base + "&from=slim/")).isEqualTo(2);
        assertThat(run("verify", name("slim/two:1-slim"), "--authfile", "auth.json")
                        .exit())
                .isZero();
    }

    private static List<String> layers(String manifest) {
        return Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"")
                .matcher(manifest.substring(manifest.indexOf("\"layers\"")))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void a_path_gives_an_image_its_own_name_but_never_the_sources() {
        Whittle.Result result = run("slim", name("app:1"), "-o", name("team/"), "--authfile", "auth.json");
        assertThat(result.exit()).isZero();
        assertThat(registry.manifests()).contains("team/app:1-slim");
        Whittle.Result again = run("slim", name("team/app:1-slim"), "-o", name("team/"), "--authfile", "auth.json");
        assertThat(again.err()).contains("is the source itself");
        assertThat(again.exit()).isEqualTo(4);
        assertThat(run("slim", name("app:1"), name("app:2"), "--shared-base", "-o", name("x:1"))
                        .err())
                .contains("names one image")
                .contains("use docker://HOST/PATH/");
        assertThat(run("slim", name("app:1"), "-o", name("Team/")).err()).contains("not a path in a registry");
    }
}
