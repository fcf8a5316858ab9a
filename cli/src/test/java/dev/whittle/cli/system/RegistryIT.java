package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.image.Digest;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real registry, filled and read by docker and skopeo: what they push is read, and what is pushed they read and run. */
@Tag("system")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegistryIT {
    private static final int PORT = 5000;

    private static Path directory;
    private static Engine engine;
    private static Registry registry;
    private static Path authority;
    private static Path dockerConfig;

    @BeforeAll
    static void start(@TempDir Path temp) throws IOException, InterruptedException {
        directory = temp;
        engine = Engine.start();
        Certificates certificates = Certificates.make(directory.resolve("certificates"));
        registry = Registry.start(engine, directory, certificates, PORT);
        authority = Files.createDirectories(directory.resolve("trusted"));
        Files.copy(certificates.authority(), authority.resolve("ca.crt"));
        dockerConfig = Files.createDirectories(directory.resolve("docker"));
        // docker's own login, as it keeps it; its password goes through a pipe
        Path password = Files.writeString(directory.resolve("password"), Registry.PASSWORD);
        docker(
                        "import",
                        "--change",
                        "CMD [\"nginx\", \"-v\"]",
                        "--change",
                        "ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                        Setup.cache().resolve("images/nginx/layer.tar"),
                        registry.name("team/nginx:1"))
                .run()
                .succeeds();
        Command.bash(
                        "exec \"$@\" <" + password,
                        docker("login", "-u", Registry.USER, "--password-stdin", registry.host())
                                .words())
                .with("DOCKER_CONFIG", dockerConfig.toString())
                .with(
                        "DOCKER_HOST",
                        Objects.requireNonNull(docker().environment().get("DOCKER_HOST")))
                .run()
                .succeeds();
        docker("push", registry.name("team/nginx:1")).run().succeeds();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (registry != null) {
            registry.stop();
        }
        if (engine != null) {
            engine.stop();
        }
    }

    private static Command docker(Object... arguments) {
        return engine.docker(arguments).with("DOCKER_CONFIG", dockerConfig.toString());
    }

    /** Ours, beside the registry, with docker's login. Nothing that it says has the password. */
    private static Ended whittle(Object... arguments) throws IOException, InterruptedException {
        Ended ended = engine.beside(Whittle.built().command(arguments))
                .with("DOCKER_CONFIG", dockerConfig.toString())
                .run();
        assertThat(ended.out() + ended.err()).doesNotContain(Registry.PASSWORD);
        return ended;
    }

    private static Ended skopeo(Object... arguments) throws IOException, InterruptedException {
        return engine.beside(Command.of(Setup.tool("skopeo")).andThen(arguments))
                .with("REGISTRY_AUTH_FILE", dockerConfig.resolve("config.json").toString())
                .run();
    }

    private static String image(String name) {
        return "docker://" + registry.name(name);
    }

    @Test
    @Order(1)
    void what_docker_pushed_is_read_and_slimmed_back_into_the_registry() throws IOException, InterruptedException {
        Path report = directory.resolve("report.json");
        whittle(
                        "slim",
                        image("team/nginx:1"),
                        "-o",
                        image("team/nginx:slim"),
                        "--cert-dir",
                        authority,
                        "--attach",
                        "sbom,report,provenance",
                        "--report",
                        report)
                .succeeds();
        assertThat(Files.readString(report)).doesNotContain(Registry.PASSWORD);
        whittle("verify", image("team/nginx:slim"), "--cert-dir", authority).succeeds();
        whittle("ldd", "--from", image("team/nginx:slim"), "--cert-dir", authority, "/usr/sbin/nginx")
                .succeeds();
    }

    @Test
    @Order(2)
    void docker_pulls_and_runs_it() throws IOException, InterruptedException {
        docker("pull", registry.name("team/nginx:slim")).run().succeeds();
        Ended run = engine.run(registry.name("team/nginx:slim"), List.of());
        assertThat(run.succeeds().err()).contains("nginx version");
    }

    @Test
    @Order(2)
    void skopeo_reads_it_and_what_is_attached() throws IOException, InterruptedException {
        Path layout = directory.resolve("layout");
        skopeo("copy", "--src-cert-dir", authority, image("team/nginx:slim"), "oci:" + layout + ":slim")
                .succeeds();
        String digest = skopeo("inspect", "--cert-dir", authority, "--format", "{{.Digest}}", image("team/nginx:slim"))
                .succeeds()
                .out()
                .strip();
        // This registry has no API for referrers: they are listed under a tag.
        String index = skopeo(
                        "inspect", "--raw", "--cert-dir", authority, image("team/nginx:" + digest.replace(':', '-')))
                .succeeds()
                .out();
        assertThat(index)
                .contains("application/vnd.cyclonedx+json", "application/vnd.in-toto+json", "slsa.dev/provenance/v1");
        String artifact = index.replaceFirst("(?s).*\"digest\":\"(sha256:[0-9a-f]{64})\".*", "$1");
        assertThat(skopeo("inspect", "--raw", "--cert-dir", authority, image("team/nginx@" + artifact))
                        .succeeds()
                        .out())
                .contains("\"subject\"", digest);
    }

    @Test
    @Order(2)
    void the_same_image_gives_the_same_digest_as_in_a_layout() throws IOException, InterruptedException {
        Path layout = directory.resolve("own");
        whittle("slim", image("team/nginx:1"), "-o", "oci:" + layout + ":slim", "--cert-dir", authority)
                .succeeds();
        String own = skopeo("inspect", "--format", "{{.Digest}}", "oci:" + layout + ":slim")
                .succeeds()
                .out();
        String pushed = skopeo("inspect", "--cert-dir", authority, "--format", "{{.Digest}}", image("team/nginx:slim"))
                .succeeds()
                .out();
        assertThat(own).isEqualTo(pushed);
    }

    /** Alpine for four processors, as one index that skopeo pushes. */
    private static void pushIndex() throws IOException, InterruptedException {
        Map<String, String> platforms = Map.of(
                "alpine-3.19.4-x86_64", "linux/amd64",
                "alpine-3.19.4-aarch64", "linux/arm64",
                "alpine-3.19.4-s390x", "linux/s390x",
                "alpine-3.20.3-riscv64", "linux/riscv64");
        ImageFiles files = new ImageFiles();
        List<String> manifests = new ArrayList<>();
        for (Map.Entry<String, String> each : new TreeMap<>(platforms).entrySet()) {
            byte[] layer;
            try (InputStream in =
                    new GZIPInputStream(Files.newInputStream(Setup.images().resolve(each.getKey() + ".tar.gz")))) {
                layer = in.readAllBytes();
            }
            manifests.add(ImageBuilder.of(layer)
                    .platform(each.getValue())
                    .config("\"Cmd\":[\"/sbin/apk\",\"--version\"]")
                    .gzip()
                    .manifest(files));
        }
        String index = ImageBuilder.index(files, manifests.toArray(new String[0]));
        Path layout =
                ImageBuilder.layout(files, ImageBuilder.tagged(index, "1")).directory(directory.resolve("alpine"));
        skopeo("copy", "--all", "--dest-cert-dir", authority, "oci:" + layout + ":1", image("team/alpine:1"))
                .succeeds();
    }

    @Test
    @Order(2)
    void an_index_of_four_platforms_is_slimmed_in_one_run() throws IOException, InterruptedException {
        pushIndex();
        whittle(
                        "slim",
                        image("team/alpine:1"),
                        "--platform",
                        "all",
                        "-o",
                        image("team/mini:1"),
                        "--cert-dir",
                        authority,
                        "--attach",
                        "sbom")
                .succeeds();
        Path layout = directory.resolve("mini");
        whittle(
                        "slim",
                        image("team/alpine:1"),
                        "--platform",
                        "all",
                        "-o",
                        "oci:" + layout + ":1",
                        "--cert-dir",
                        authority)
                .succeeds();
        // skopeo reads the same bytes from both.
        String raw = skopeo("inspect", "--raw", "--cert-dir", authority, image("team/mini:1"))
                .succeeds()
                .out();
        assertThat(raw)
                .isEqualTo(skopeo("inspect", "--raw", "oci:" + layout + ":1")
                        .succeeds()
                        .out());
        whittle("verify", image("team/mini:1"), "--platform", "all", "--cert-dir", authority)
                .succeeds();
        Digest digest = Digest.of(raw.getBytes(StandardCharsets.UTF_8), Digest.Algorithm.SHA256);
        for (String architecture : List.of("amd64", "arm64", "s390x", "riscv64")) {
            assertThat(raw).contains("\"architecture\":\"" + architecture + "\"");
            String pulled = docker("pull", "--platform", "linux/" + architecture, registry.name("team/mini:1"))
                    .run()
                    .succeeds()
                    .out();
            assertThat(pulled).contains("Digest: " + digest);
            assertThat(docker("image", "inspect", "--format", "{{.Architecture}}", registry.name("team/mini:1"))
                            .run()
                            .succeeds()
                            .out())
                    .isEqualTo(architecture + "\n");
        }
        docker("pull", "--platform", "linux/amd64", registry.name("team/mini:1"))
                .run()
                .succeeds();
        assertThat(engine.run(registry.name("team/mini:1"), List.of())
                        .succeeds()
                        .out())
                .contains("apk-tools");
    }

    @Test
    @Order(2)
    void what_skopeo_writes_as_zstd_chunked_is_read_in_parts() throws IOException, InterruptedException {
        // skopeo leaves what is packed as it is, and finds what it has packed before: this layer is neither.
        Path plain = directory.resolve("plain");
        whittle(
                        "slim",
                        image("team/nginx:1"),
                        "-o",
                        "oci:" + plain + ":1",
                        "--compress",
                        "none",
                        "--include",
                        "/usr/share",
                        "--cert-dir",
                        authority)
                .succeeds();
        skopeo(
                        "copy",
                        "--dest-cert-dir",
                        authority,
                        "--dest-compress-format",
                        "zstd:chunked",
                        "oci:" + plain + ":1",
                        image("team/chunked:1"))
                .succeeds();
        Ended parts =
                whittle("ldd", "--from", image("team/chunked:1"), "--cert-dir", authority, "-v", "/usr/sbin/nginx");
        assertThat(parts.succeeds().err()).contains("parts of 1 layer only");
        Ended whole = whittle("ldd", "--from", "oci:" + plain + ":1", "/usr/sbin/nginx");
        assertThat(parts.out()).isEqualTo(whole.succeeds().out());
    }

    @Test
    @Order(3)
    void what_hinders_is_told_in_one_line() throws IOException, InterruptedException {
        assertThat(whittle("verify", image("team/nginx:1")).exits(3).err())
                .contains("not trusted")
                .contains("--cert-dir");
        assertThat(whittle("verify", image("team/nginx:9"), "--cert-dir", authority)
                        .exits(3)
                        .err())
                .contains("no tag 9; it has: ")
                .contains("slim");
        assertThat(whittle("verify", image("team/none:1"), "--tls-verify=false")
                        .exits(3)
                        .err())
                .contains("no such repository");
        Ended stranger = engine.beside(Whittle.built().command("verify", image("team/nginx:1"), "--tls-verify=false"))
                .run();
        assertThat(stranger.exits(3).errors()).hasSize(1);
        assertThat(stranger.err()).contains("wants a login");
        Path wrong = Files.writeString(directory.resolve("wrong"), Registry.USER + ":wrong\n");
        assertThat(whittle("verify", image("team/nginx:1"), "--tls-verify=false", "--creds-file", wrong)
                        .exits(3)
                        .err())
                .contains("refuses the user name or the password");
    }
}
