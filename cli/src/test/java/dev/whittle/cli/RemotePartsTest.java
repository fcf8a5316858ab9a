package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeRegistry;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import dev.whittle.testdata.TocBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image in a registry whose layer has a table of contents: only what is wanted is fetched. */
class RemotePartsTest {
    private Path directory;
    private FakeRegistry registry;
    private byte[] packed = {};

    @BeforeEach
    void start(@TempDir Path temp) throws IOException {
        directory = temp;
        registry = FakeRegistry.start();
        byte[] big = new byte[2_000_000];
        new Random(1).nextBytes(big);
        TocBuilder.Layer layer = new TocBuilder(1 << 16, ImageBuilder::gzipped)
                .file("app", ElfBuilder.x86_64().build())
                .file("data", big)
                .stargz();
        packed = layer.packed();
        ImageFiles files = new ImageFiles();
        ImageBuilder image = ImageBuilder.of(layer.plain()).config("\"Cmd\":[\"/app\"]");
        String blob = files.blob(packed);
        String annotated = ImageBuilder.annotated(
                ImageBuilder.descriptor("application/vnd.oci.image.layer.v1.tar+gzip", blob, packed.length, ""),
                "containerd.io/snapshot/stargz/toc.digest",
                layer.annotations().values().iterator().next());
        byte[] manifest =
                ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                                + ImageBuilder.descriptor(
                                        "application/vnd.oci.image.config.v1+json",
                                        files.blob(image.configBytes()),
                                        image.configBytes().length,
                                        "")
                                + ",\"layers\":[" + annotated + "]}")
                        .getBytes(StandardCharsets.UTF_8);
        registry.image(
                "app",
                "1",
                files,
                ImageBuilder.descriptor(
                        "application/vnd.oci.image.manifest.v1+json", files.blob(manifest), manifest.length, ""));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private String name() {
        return "docker://" + registry.host() + "/app:1";
    }

    private static long fetched(Whittle.Result result) {
        Matcher matcher = Pattern.compile("fetched [^(]*\\((\\d+) bytes\\)").matcher(result.err());
        assertThat(matcher.find()).as(result.err()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void commands_that_look_fetch_what_they_look_at() {
        for (String[] line : new String[][] {
            {"ldd", "--from", name(), "/app", "-v"},
            {"verify", name(), "-v"},
            {"scan", name(), "-v"},
            {"why", "--from", name(), "/app", "-v"}
        }) {
            Whittle.Result result = Whittle.in(directory).run(line);
            assertThat(result.err()).contains("parts of 1 layer only");
            assertThat(fetched(result)).as(line[0]).isLessThan(packed.length / 4);
        }
    }

    @Test
    void what_is_written_is_read_as_a_whole() {
        Whittle.Result result = Whittle.in(directory).run("slim", name(), "-o", "oci:out");
        assertThat(result.exit()).isZero();
        assertThat(registry.seen()).noneMatch(seen -> seen.range().startsWith("bytes="));
    }

    @Test
    void a_registry_that_sends_no_parts_sends_the_whole() {
        registry.fault(exchange -> {
            if (!exchange.getRequestHeaders().containsKey("Range")) {
                return false;
            }
            FakeRegistry.send(exchange, 200, "application/octet-stream", packed);
            return true;
        });
        Whittle.Result result = Whittle.in(directory).run("verify", name(), "-v");
        assertThat(result.exit()).isZero();
        assertThat(result.err()).doesNotContain("only");
        assertThat(fetched(result)).isEqualTo(packed.length);
    }

    @Test
    void a_part_that_was_changed_is_refused() {
        registry.fault(exchange -> {
            if (!exchange.getRequestURI().getPath().contains("/blobs/")
                    || !exchange.getRequestHeaders().containsKey("Range")) {
                return false;
            }
            byte[] changed = packed.clone();
            for (int i = 0; i < 1000; i++) { // the program
                changed[i] ^= 1;
            }
            FakeRegistry.sendRange(exchange, changed);
            return true;
        });
        Whittle.Result result = Whittle.in(directory).run("ldd", "--from", name(), "/app");
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains("/app");
    }
}
