package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.whittle.registry.Credentials;
import dev.whittle.registry.Login;
import dev.whittle.registry.RegistryAccess;
import dev.whittle.registry.RegistryException;
import dev.whittle.registry.RegistryLimits;
import dev.whittle.testdata.FakeRegistry;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import dev.whittle.testdata.TarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of a registry, on good days and bad ones. */
class RegistrySourceTest {
    private static final RegistryLimits QUICK = new RegistryLimits(
            Duration.ofSeconds(20), Duration.ofSeconds(20), 3, Duration.ofMillis(1), Duration.ofSeconds(3));
    private static final RegistryLimits IMPATIENT = new RegistryLimits(
            Duration.ofSeconds(20), Duration.ofSeconds(1), 2, Duration.ofMillis(1), Duration.ofSeconds(3));
    private static final String SECRET = "pass:word-Q7";

    private Path directory;
    private FakeRegistry registry;
    private final ImageFiles files = new ImageFiles();
    private Credentials credentials = Credentials.NONE;
    private RegistryLimits limits = QUICK;

    @BeforeEach
    void start(@TempDir Path temp) throws IOException {
        directory = temp;
        registry = FakeRegistry.start();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private SourceScene scene() {
        return new SourceScene(directory)
                .registry(new RegistryAccess(credentials, true, host -> List.of(), Map.of(), limits));
    }

    private String name(String path) {
        return "docker://" + registry.host() + "/" + path;
    }

    /** {@code app:1} with one file {@code /name}. */
    private void app(ImageBuilder image) {
        registry.image("app", "1", files, image.manifest(files));
    }

    private String refused(String path) {
        List<String> messages = new ArrayList<>();
        assertThatThrownBy(() -> scene().open(name(path)).close())
                .isInstanceOf(RegistryException.class)
                .satisfies(e -> messages.add(String.valueOf(e.getMessage())));
        String message = messages.get(0);
        assertThat(message).doesNotContain(SECRET, "\n");
        return message.replace(registry.host(), "HOST");
    }

    @Test
    void an_image_is_read() throws Exception {
        app(SourceScene.image("one"));
        try (Source source = scene().open(name("app:1"))) {
            assertThat(SourceScene.text(source.root(), "/name")).isEqualTo("one");
            assertThat(source.image().orElseThrow().reference().orElseThrow().toString())
                    .isEqualTo(registry.host() + "/app:1");
            assertThat(source.image().orElseThrow().layers()).hasSize(1);
        }
    }

    @Test
    void packed_layers_are_read_each_once() throws Exception {
        app(ImageBuilder.of(
                        SourceScene.layer("a", "1"), SourceScene.layer("b", "2"), SourceScene.layer("name", "packed"))
                .gzip());
        assertThat(scene().name(name("app:1"))).isEqualTo("packed");
        assertThat(registry.seen().stream().filter(seen -> seen.target().contains("/blobs/")))
                .hasSize(4) // the configuration too
                .doesNotHaveDuplicates();
    }

    @Test
    void of_an_index_the_platforms_manifest_is_read_and_no_other() throws Exception {
        String arm = SourceScene.image("arm").platform("linux/arm64").manifest(files);
        String amd = SourceScene.image("amd").manifest(files);
        registry.image("app", "all", files, ImageBuilder.index(files, arm, amd));
        assertThat(scene().name(name("app:all"))).isEqualTo("amd");
        assertThat(registry.count("GET", "/manifests/")).isEqualTo(2);
        assertThat(scene().platform("linux/arm64").name(name("app:all"))).isEqualTo("arm");
        assertThat(scene().platform("linux/s390x").refusal(name("app:all")))
                .isEqualTo("the index: none is for linux/s390x; there are linux/arm64, linux/amd64; choose with"
                        + " --platform");
    }

    @Test
    void a_digest_names_an_image_whatever_its_tags_are() throws Exception {
        String descriptor = SourceScene.image("pinned").manifest(files);
        registry.image("app", "1", files, descriptor);
        String digest = descriptor.replaceFirst(".*(sha256:[0-9a-f]{64}).*", "$1");
        assertThat(scene().name(name("app@" + digest))).isEqualTo("pinned");
        assertThat(scene().name(name("app:other@" + digest))).isEqualTo("pinned");
        assertThat(refused("app@sha256:" + "0".repeat(64)))
                .isEqualTo("HOST/app: no manifest sha256:" + "0".repeat(64) + "; it has: 1");
    }

    @Test
    void an_unknown_tag_is_told_with_those_that_there_are() throws Exception {
        for (int i = 10; i < 40; i++) {
            registry.image("app", "t" + i, files, SourceScene.image("x").manifest(files));
        }
        assertThat(refused("app"))
                .startsWith("HOST/app: no tag latest; it has: t10, t11, t12")
                .endsWith("t29, and more");
        assertThat(refused("none:1")).isEqualTo("HOST/none: there is no such repository, or nothing in it");
    }

    @Test
    void a_manifest_of_schema_1_is_refused_with_the_way_out() throws Exception {
        registry.fault(exchange -> answers(
                exchange,
                "/manifests/",
                () -> FakeRegistry.send(
                        exchange,
                        200,
                        "application/vnd.docker.distribution.manifest.v1+prettyjws",
                        "{\"schemaVersion\":1,\"fsLayers\":[]}".getBytes(StandardCharsets.UTF_8))));
        assertThat(scene().refusal(name("app:1"))).contains("schema 1").contains("skopeo copy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/vnd.oci.image.index.v1+json", ""})
    void a_lie_about_the_media_type_changes_nothing(String type) throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> answers(
                exchange, "/manifests/", () -> FakeRegistry.send(exchange, 200, type, registry.manifest("app:1"))));
        assertThat(scene().name(name("app:1"))).isEqualTo("one");
    }

    // Who asks

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void a_login_is_asked_for_and_given(boolean byToken) throws Exception {
        app(SourceScene.image("one"));
        registry.login("me", SECRET, byToken);
        assertThat(refused("app:1")).contains("login").contains("docker login");
        credentials = name -> Optional.of(Login.password("me", SECRET));
        assertThat(scene().name(name("app:1"))).isEqualTo("one");
        credentials = name -> Optional.of(Login.password("me", SECRET + "x"));
        assertThat(refused("app:1")).contains("refuses the user name or the password");
        assertThat(registry.seen()).noneMatch(seen -> seen.target().contains(SECRET));
    }

    @Test
    void an_identity_token_is_exchanged_at_the_token_server() throws Exception {
        app(SourceScene.image("one"));
        registry.login("me", "refresh-1", true);
        credentials = name -> Optional.of(Login.password("<token>", "refresh-1"));
        assertThat(scene().name(name("app:1"))).isEqualTo("one");
        assertThat(registry.count("POST", "/token")).isEqualTo(1);
    }

    @Test
    void a_token_that_expires_on_the_way_is_fetched_again() throws Exception {
        app(ImageBuilder.of(SourceScene.layer("a", "1"), SourceScene.layer("name", "two")));
        registry.login("me", SECRET, true);
        credentials = name -> Optional.of(Login.password("me", SECRET));
        AtomicInteger blobs = new AtomicInteger();
        registry.fault(exchange -> {
            if (isBlob(exchange) && blobs.incrementAndGet() == 2) {
                registry.expireTokens();
            }
            return false;
        });
        assertThat(scene().name(name("app:1"))).isEqualTo("two");
        assertThat(registry.count("GET", "/token")).isBetween(2L, 3L);
    }

    @Test
    void who_has_no_right_is_told_so() throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> answers(
                exchange,
                "/manifests/",
                () -> FakeRegistry.error(exchange, 403, "DENIED", "requested access to the resource is denied")));
        assertThat(refused("app:1"))
                .isEqualTo("HOST/app: no right to read: requested access to the resource is denied; no login for"
                        + " HOST was found: use docker login, skopeo login or --authfile");
    }

    @Test
    void a_server_that_repeats_the_password_is_not_quoted() throws Exception {
        registry.login("me", SECRET, false);
        credentials = name -> Optional.of(Login.password("me", SECRET));
        registry.fault(exchange -> answers(exchange, "/manifests/", () -> {
            String proof = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (proof.equals("null")) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic");
                FakeRegistry.error(exchange, 401, "X", "x");
            } else {
                FakeRegistry.error(exchange, 403, "DENIED", "you sent " + SECRET + " and " + proof);
            }
        }));
        assertThat(refused("app:1")).contains("you sent *** and Basic ***");
    }

    @Test
    void another_host_gets_no_credentials() throws Exception {
        app(SourceScene.image("one"));
        registry.login("me", SECRET, false);
        credentials = name -> Optional.of(Login.password("me", SECRET));
        try (FakeRegistry store = FakeRegistry.start()) {
            store.fault(exchange -> {
                String path = exchange.getRequestURI().getPath();
                FakeRegistry.sendRange(exchange, registry.blob("app@" + path.substring(path.lastIndexOf('/') + 1)));
                return true;
            });
            registry.fault(exchange -> isBlob(exchange) && redirect(exchange, store.host()));
            assertThat(scene().name(name("app:1"))).isEqualTo("one");
            assertThat(store.seen()).hasSize(2).allMatch(seen -> seen.authorization()
                    .isEmpty());
        }
    }

    @Test
    void redirects_end() throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> isBlob(exchange) && redirect(exchange, registry.host()));
        assertThat(refused("app:1")).isEqualTo("HOST: more than 10 redirects");
    }

    // Bad days

    @Test
    void a_layer_that_is_cut_at_twenty_points_is_whole_in_the_end() throws Exception {
        byte[] noise = new byte[400_000];
        new Random(1).nextBytes(noise);
        byte[] layer = new TarBuilder()
                .file("noise", new String(noise, StandardCharsets.ISO_8859_1))
                .file("name", "whole")
                .build();
        app(ImageBuilder.of(layer).gzip());
        AtomicInteger cuts = new AtomicInteger();
        registry.fault(exchange -> {
            byte[] content = content(exchange);
            if (content.length < 100_000 || cuts.incrementAndGet() > 20) {
                return false;
            }
            String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
            int from = range.equals("null") ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            byte[] rest = Arrays.copyOfRange(content, from, content.length);
            FakeRegistry.sendPart(exchange, from == 0 ? 200 : 206, "x/y", rest, rest.length, 9_000 + cuts.get() * 17);
            return true;
        });
        assertThat(scene().name(name("app:1"))).isEqualTo("whole");
        assertThat(cuts.get()).isEqualTo(21);
    }

    @Test
    void a_registry_that_cannot_go_on_in_the_middle_is_asked_from_the_start() throws Exception {
        app(SourceScene.image("one"));
        AtomicInteger tries = new AtomicInteger();
        registry.fault(exchange -> {
            byte[] content = content(exchange);
            if (content.length < 1024) {
                return false;
            }
            int sent = tries.incrementAndGet() == 1 ? 700 : content.length;
            FakeRegistry.sendPart(exchange, 200, "x/y", content, content.length, sent);
            return true;
        });
        assertThat(scene().name(name("app:1"))).isEqualTo("one");
    }

    @Test
    void a_layer_that_never_comes_is_given_up() throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> {
            byte[] content = content(exchange);
            if (content.length < 1024) {
                return false;
            }
            FakeRegistry.sendPart(exchange, 200, "x/y", content, content.length, 0);
            return true;
        });
        assertThat(refused("app:1")).matches("HOST/app: the blob sha256:[0-9a-f]{64}:? .*");
    }

    @Test
    void a_registry_that_falls_silent_is_given_up() throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> {
            if (content(exchange).length < 1024) {
                return false;
            }
            sleep(20_000);
            return true;
        });
        limits = IMPATIENT;
        assertThat(refused("app:1")).contains("no answer for 1 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void what_passes_is_waited_for(int status) throws Exception {
        app(SourceScene.image("one"));
        AtomicInteger asked = new AtomicInteger();
        registry.fault(exchange -> {
            if (asked.incrementAndGet() % 3 == 0) {
                return false;
            }
            FakeRegistry.error(exchange, status, "BUSY", "later");
            return true;
        });
        assertThat(scene().name(name("app:1"))).isEqualTo("one");
    }

    @Test
    void retry_after_is_honoured_within_bounds() throws Exception {
        app(SourceScene.image("one"));
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<String> after = new AtomicReference<>("1");
        registry.fault(exchange -> {
            if (!exchange.getRequestURI().getPath().contains("/manifests/") || asked.getAndIncrement() > 0) {
                return false;
            }
            exchange.getResponseHeaders().set("Retry-After", after.get());
            FakeRegistry.error(exchange, 429, "TOOMANYREQUESTS", "pull rate limit");
            return true;
        });
        long before = System.nanoTime();
        assertThat(scene().name(name("app:1"))).isEqualTo("one");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(950));
        asked.set(0);
        after.set("3600");
        assertThat(refused("app:1")).isEqualTo("HOST: wants to be asked again in 3600 s: pull rate limit; try then");
    }

    @Test
    void what_does_not_pass_is_told() throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> {
            FakeRegistry.error(exchange, 500, "UNKNOWN", "disk\\nfull");
            return true;
        });
        assertThat(refused("app:1")).contains("status 500").contains("disk\\nfull");
    }

    @Test
    void another_layer_than_its_digest_says_is_refused() throws Exception {
        app(ImageBuilder.of(SourceScene.layer("name", "right")).gzip());
        registry.fault(exchange -> {
            byte[] content = content(exchange);
            if (content.length == 0 || content[0] == '{') {
                return false;
            }
            content[content.length - 20] ^= 1;
            FakeRegistry.send(exchange, 200, "x/y", content);
            return true;
        });
        assertThat(scene().refusal(name("app:1"))).contains("blobs/sha256/");
    }

    @Test
    void another_manifest_than_its_digest_says_is_refused() throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> answers(exchange, "/manifests/", () -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:" + "1".repeat(64));
            FakeRegistry.send(exchange, 200, "x/y", registry.manifest("app:1"));
        }));
        assertThat(refused("app:1")).contains("should have sha256:" + "1".repeat(64));
    }

    @Test
    void a_layer_of_another_length_is_refused() throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> {
            byte[] content = content(exchange);
            if (content.length < 1024) {
                return false;
            }
            FakeRegistry.send(exchange, 200, "x/y", Arrays.copyOf(content, content.length + 512));
            return true;
        });
        assertThat(refused("app:1")).contains(" bytes, not the ");
    }

    @Test
    void a_body_without_an_end_is_refused() throws Exception {
        app(SourceScene.image("one"));
        registry.fault(exchange -> {
            byte[] content = content(exchange);
            if (content.length < 1024) {
                return false;
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(content);
            while (true) {
                exchange.getResponseBody().write(new byte[1 << 16]); // until the client goes
            }
        });
        assertThat(refused("app:1")).contains("has more than the ");
    }

    @Test
    void a_manifest_without_an_end_is_refused() throws Exception {
        registry.fault(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[1 << 16]);
            }
        });
        assertThat(refused("app:1")).contains("has more than 8388608 bytes");
    }

    @Test
    void a_host_that_is_no_registry_is_told() {
        registry.close();
        assertThat(refused("app:1")).isEqualTo("HOST: refuses connections; is this its host and port?");
    }

    /** Answers something. */
    private interface Work {
        void run() throws IOException;
    }

    private static boolean answers(HttpExchange exchange, String part, Work work) throws IOException {
        if (!exchange.getRequestURI().getPath().contains(part)) {
            return false;
        }
        work.run();
        return true;
    }

    private static boolean isBlob(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().contains("/blobs/");
    }

    private byte[] content(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return isBlob(exchange)
                ? registry.blob("app@" + path.substring(path.lastIndexOf('/') + 1))
                        .clone()
                : new byte[0];
    }

    private static boolean redirect(HttpExchange exchange, String host) throws IOException {
        exchange.getResponseHeaders()
                .set("Location", "http://" + host + exchange.getRequestURI().getPath());
        exchange.sendResponseHeaders(307, -1);
        return true;
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
