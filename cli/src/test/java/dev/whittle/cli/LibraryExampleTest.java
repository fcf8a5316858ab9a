package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.image.Platform;
import dev.whittle.pipeline.ImageTarget;
import dev.whittle.pipeline.Reporter;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimRequest;
import dev.whittle.report.SlimResult;
import dev.whittle.source.Source;
import dev.whittle.source.SourceContext;
import dev.whittle.source.Sources;
import dev.whittle.transport.Transports;
import dev.whittle.write.WriteContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example of the library is this code, and works. */
class LibraryExampleTest {
    private static final String START = "        // README\n";
    private static final String END = "        // end\n";

    private static void slim(Path here, Path temporary, PrintStream out) throws Exception {
        // README
        Platform platform = Platform.parse("linux/amd64");
        SlimRequest request = SlimRequest.of(platform, "example 1.0");
        SourceContext context = SourceContext.local(here, temporary, platform);
        try (Source source = Sources.open(Transports.source("docker-archive:nginx.tar", path -> false), context)) {
            ImageTarget target = new ImageTarget(
                    "nginx-slim", Transports.destination("oci:nginx-slim", here), WriteContext.local(temporary));
            SlimResult result = SlimPipeline.run(source, request, target, Reporter.none());
            result.closure().selection().all().forEach(kept -> out.println(kept.path()));
            result.findings().forEach(out::println); // what is missing
        }
        // end
    }

    @Test
    void the_example_makes_the_image_that_the_command_makes(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("nginx.tar"), Images.server());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        slim(directory, directory, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains("/usr/sbin/server", "/usr/lib/libone.so.1.2")
                .doesNotContain("/bin/unused");
        Whittle.Result verified = Whittle.in(directory).run("verify", "oci:nginx-slim");
        assertThat(verified.exit()).as(verified.err()).isZero();
        Whittle.Result compared = Whittle.in(directory)
                .run(
                        "slim",
                        "docker-archive:nginx.tar",
                        "--label",
                        "dev.whittle.version=example 1.0",
                        "-o",
                        "oci:again");
        assertThat(compared.exit()).as(compared.err()).isZero();
        assertThat(directory.resolve("again/index.json"))
                .hasSameBinaryContentAs(directory.resolve("nginx-slim/index.json"));
    }

    @Test
    void the_readme_has_the_example() throws IOException {
        Path checkout = Path.of(System.getProperty("whittle.checkout"));
        String source = Files.readString(checkout.resolve("cli/src/test/java/dev/whittle/cli/LibraryExampleTest.java"));
        // The strings of these constants are followed by a quote, the markers by a line break.
        int start = source.indexOf(START) + START.length();
        String example = source.substring(start, source.indexOf(END, start))
                .stripTrailing()
                .stripIndent()
                .replace("out.println", "System.out.println")
                .replace("out::println", "System.out::println");
        assertThat(Files.readString(checkout.resolve("README.md"))).contains("```java\n" + example + "\n```\n");
    }
}
