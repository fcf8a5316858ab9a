package dev.whittle.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.image.ImageReference;
import dev.whittle.registry.Credentials;
import dev.whittle.registry.Login;
import dev.whittle.registry.RegistryAccess;
import dev.whittle.registry.RegistryException;
import dev.whittle.registry.RegistryLimits;
import dev.whittle.registry.RemoteName;
import dev.whittle.testdata.FakeRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An image on its way into a registry: its tag appears when all is there, and never before. */
class RegistryPushTest {
    private static final RegistryLimits QUICK = new RegistryLimits(
            Duration.ofSeconds(5), Duration.ofSeconds(20), 3, Duration.ofMillis(1), Duration.ofSeconds(1));

    private Path directory;
    private FakeRegistry registry;
    private Credentials credentials = Credentials.NONE;
    private List<Attachment> attachments = List.of();
    private List<RemoteName> source = List.of();

    @BeforeEach
    void start(@TempDir Path temp) throws IOException {
        directory = temp;
        registry = FakeRegistry.start();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private ImageSummary push(String name) throws IOException {
        RegistryAccess access = new RegistryAccess(credentials, true, host -> List.of(), Map.of(), QUICK);
        Remote remote = new Remote(access::open, source, manifest -> attachments, Progress.NONE);
        WriteContext context = new WriteContext(
                directory,
                () -> {
                    throw new IOException("no pipe");
                },
                2,
                Progress.NONE,
                remote);
        ImageReference reference = ImageReference.parse(registry.host() + "/" + name);
        return Destinations.<RuntimeException>write(
                Images.of(Images.root(), Compression.GZIP),
                new Destination.Registry(reference),
                context,
                (summary, written) -> {});
    }

    private List<String> tags() {
        return registry.manifests().stream()
                .filter(name -> !name.contains(":sha256:"))
                .sorted()
                .toList();
    }

    @Test
    void blobs_come_first_and_the_tag_last() throws IOException {
        ImageSummary summary = push("app:slim");
        String digest = summary.manifest().orElseThrow().toString();
        assertThat(Images.text(registry.manifest("app:slim")))
                .isEqualTo(Images.text(registry.manifest("app:" + digest)));
        assertThat(registry.blobs())
                .containsExactlyInAnyOrder(
                        "app@" + summary.layer().orElseThrow().digest(),
                        "app@" + summary.imageId().orElseThrow());
        List<FakeRegistry.Seen> seen = registry.seen();
        assertThat(seen.get(seen.size() - 1).target()).isEqualTo("/v2/app/manifests/slim");
        assertThat(seen.get(seen.size() - 2).target()).isEqualTo("/v2/app/manifests/" + digest);
    }

    @Test
    void what_is_there_is_not_sent_again() throws IOException {
        push("app:1");
        long uploads = registry.count("PATCH", "/blobs/uploads/");
        push("app:2");
        assertThat(registry.count("PATCH", "/blobs/uploads/"))
                .isEqualTo(uploads)
                .isEqualTo(2);
        assertThat(tags()).containsExactly("app:1", "app:2");
    }

    @Test
    void what_the_sources_repository_has_is_mounted() throws IOException {
        push("other/app:1");
        source = List.of(RemoteName.of(ImageReference.parse(registry.host() + "/other/app:1")));
        push("app:1");
        assertThat(registry.count("PATCH", "/v2/app/blobs/uploads/")).isZero();
        assertThat(registry.count("POST", "mount=sha256:")).isEqualTo(2);
        assertThat(tags()).containsExactly("app:1", "other/app:1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_login_is_given_for_writing(boolean byToken) throws IOException {
        registry.login("me", "secret-word", byToken);
        assertThatThrownBy(() -> push("app:1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("login");
        credentials = name -> Optional.of(Login.password("me", "secret-word"));
        push("app:1");
        assertThat(tags()).containsExactly("app:1");
        assertThat(registry.count("GET", "/token")).isEqualTo(byToken ? 2 : 0);
    }

    @Test
    void an_upload_that_is_cut_goes_on_from_there() throws IOException {
        AtomicInteger cuts = new AtomicInteger();
        registry.fault(exchange -> {
            if (!exchange.getRequestMethod().equals("PATCH") || cuts.incrementAndGet() > 2) {
                return false;
            }
            registry.takePart(exchange, 40);
            return true;
        });
        push("app:1");
        assertThat(tags()).containsExactly("app:1");
        assertThat(registry.seen())
                .anyMatch(seen -> seen.method().equals("PATCH") && seen.range().startsWith("80-"));
    }

    @ParameterizedTest
    @CsvSource({"POST,/uploads/", "PATCH,/uploads/", "PUT,/uploads/", "PUT,/manifests/sha256"})
    void whatever_fails_leaves_no_tag(String method, String part) {
        registry.fault(exchange -> {
            if (!exchange.getRequestMethod().equals(method)
                    || !exchange.getRequestURI().getPath().contains(part)) {
                return false;
            }
            FakeRegistry.error(exchange, 500, "UNKNOWN", "disk full");
            return true;
        });
        assertThatThrownBy(() -> push("app:1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("status 500");
        assertThat(tags()).isEmpty();
    }

    @Test
    void an_attachment_that_fails_leaves_no_tag() {
        attachments = List.of(bill());
        registry.fault(exchange -> {
            boolean isBill = exchange.getRequestMethod().equals("PUT")
                    && exchange.getRequestURI()
                            .getPath()
                            .endsWith("/manifests/"
                                    + exchange.getRequestURI().getPath().replaceFirst(".*/", ""))
                    && registry.count("PUT", "/manifests/") == 2;
            if (isBill) {
                FakeRegistry.error(exchange, 403, "DENIED", "no artifacts here");
            }
            return isBill;
        });
        assertThatThrownBy(() -> push("app:1")).hasMessageContaining("no artifacts here");
        assertThat(tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_attached_is_found_by_the_images_digest(boolean hasApi) throws IOException {
        if (hasApi) {
            registry.referrers();
        }
        attachments = List.of(bill(), new Attachment("text/x", "text/x", new byte[] {1}, Map.of()));
        ImageSummary summary = push("app:1");
        push("app:1"); // the same once more: nothing twice
        String digest = summary.manifest().orElseThrow().toString();
        String fallback = "app:" + digest.replace(':', '-');
        assertThat(tags()).isEqualTo(hasApi ? List.of("app:1") : List.of("app:1", fallback));
        List<String> artifacts = registry.manifests().stream()
                .map(name -> Images.text(registry.manifest(name)))
                .filter(text -> text.contains("\"subject\""))
                .toList();
        assertThat(artifacts).hasSize(2).allMatch(text -> text.contains(digest));
        if (!hasApi) {
            String index = Images.text(registry.manifest(fallback));
            assertThat(index.split("\"artifactType\"", -1)).hasSize(3);
            assertThat(index).contains("application/vnd.cyclonedx+json", "\"org.opencontainers.image.title\":\"sbom\"");
        }
    }

    private static Attachment bill() {
        String type = "application/vnd.cyclonedx+json";
        return new Attachment(
                type, type, new byte[] {'{', '}', '\n'}, Map.of("org.opencontainers.image.title", "sbom"));
    }
}
