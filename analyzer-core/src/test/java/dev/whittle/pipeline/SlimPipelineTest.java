package dev.whittle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.image.Platform;
import dev.whittle.report.SlimResult;
import dev.whittle.source.Source;
import dev.whittle.source.SourceContext;
import dev.whittle.source.Sources;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.Tree;
import dev.whittle.transport.Transports;
import dev.whittle.write.WriteContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as a library call. */
class SlimPipelineTest {
    private static final Platform AMD64 = Platform.parse("linux/amd64");
    private static final SlimRequest APP = SlimRequest.builder(AMD64, "test")
            .changes(ConfigChanges.NONE.withEntrypoint(List.of("/bin/app")))
            .build();

    private final Path directory;

    SlimPipelineTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @BeforeEach
    void root() throws IOException {
        byte[] program = ElfBuilder.x86_64().build();
        Tree.at(Files.createDirectories(directory.resolve("root")))
                .file("/bin/app", program)
                .mode("/bin/app", "rwxr-xr-x")
                .file("/etc/other", "not needed");
    }

    @Test
    void a_run_reports_its_phases_in_order_and_then_the_output_appears() throws Exception {
        Recorder recorder = new Recorder();
        try (Source source = source()) {
            SlimResult result = SlimPipeline.run(source, APP, target("oci:out"), recorder);
            assertThat(result.isComplete()).as(result.findings().toString()).isTrue();
            assertThat(result.written()).isPresent();
            assertThat(paths(result)).contains("/bin/app").doesNotContain("/etc/other");
        }
        assertThat(recorder.phases)
                .containsExactly("analysing", "analysed", "planned", "confirming", "written without index.json");
        assertThat(directory.resolve("out/index.json")).exists();
    }

    @Test
    void a_failure_of_the_reporter_leaves_no_output() throws Exception {
        Reporter<IllegalStateException> failing = new Reporter<>() {
            @Override
            public void written(SlimPipeline pipeline, SlimPlan plan, SlimResult result) {
                throw new IllegalStateException("no report");
            }
        };
        try (Source source = source()) {
            assertThatThrownBy(() -> SlimPipeline.run(source, APP, target("oci-archive:out.tar"), failing))
                    .hasMessage("no report");
        }
        assertThat(directory.resolve("out.tar")).doesNotExist();
    }

    @Test
    void a_dry_run_writes_nothing() throws Exception {
        Recorder recorder = new Recorder();
        try (Source source = source()) {
            SlimResult result = SlimPipeline.dryRun(source, APP, recorder);
            assertThat(result.written()).isEmpty();
            assertThat(paths(result)).contains("/bin/app");
        }
        assertThat(recorder.phases).hasSize(5);
        assertThat(directory).isDirectoryNotContaining(file -> !file.endsWith("root"));
    }

    @Test
    void a_request_that_starts_nothing_is_refused() throws Exception {
        try (Source source = source()) {
            assertThatThrownBy(() -> SlimPipeline.dryRun(source, SlimRequest.of(AMD64, "test"), Reporter.none()))
                    .isInstanceOfSatisfying(PipelineException.class, e -> {
                        assertThat(e.kind()).isEqualTo(PipelineException.Kind.REQUEST);
                        assertThat(e.raw()).contains("a root without a configuration");
                    });
        }
    }

    @Test
    void an_output_over_the_source_is_refused() throws Exception {
        Files.write(directory.resolve("app"), Files.readAllBytes(directory.resolve("root/bin/app")));
        PathChoice added = new PathChoice(
                List.of(),
                List.of(),
                List.of(new PathChoice.Added(directory.resolve("app"), "app", "/opt/app")),
                false);
        try (Source source = source()) {
            assertThatThrownBy(() -> SlimPipeline.run(source, keeping(added), target("tar:app"), Reporter.none()))
                    .isInstanceOfSatisfying(PipelineException.class, e -> {
                        assertThat(e.kind()).isEqualTo(PipelineException.Kind.REQUEST);
                        assertThat(e.raw()).contains("is in the layer itself, as /opt/app");
                    });
        }
    }

    @Test
    void paths_that_are_named_are_kept_and_others_left_out() throws Exception {
        PathChoice choice = new PathChoice(
                List.of(new PathChoice.Include("/etc/*", Optional.empty(), Optional.empty())),
                List.of("/bin"),
                List.of(),
                false);
        try (Source source = source()) {
            SlimResult result = SlimPipeline.dryRun(source, keeping(choice), Reporter.none());
            assertThat(paths(result)).contains("/etc/other").doesNotContain("/bin/app");
            assertThat(result.isComplete()).isFalse();
        }
    }

    private final class Recorder implements Reporter<IOException> {
        private final List<String> phases = new ArrayList<>();

        @Override
        public Phase analysing() {
            phases.add("analysing");
            return () -> phases.add("analysed");
        }

        @Override
        public void planned(SlimPipeline pipeline, SlimPlan plan) {
            phases.add("planned");
        }

        @Override
        public void confirming() {
            phases.add("confirming");
        }

        @Override
        public void written(SlimPipeline pipeline, SlimPlan plan, SlimResult result) {
            boolean there = Files.exists(directory.resolve("out/index.json"));
            phases.add("written " + (there ? "with" : "without") + " index.json");
        }
    }

    private static SlimRequest keeping(PathChoice paths) {
        return APP.toBuilder().keep(KeepRequest.builder().paths(paths).build()).build();
    }

    private static List<String> paths(SlimResult result) {
        return result.closure().selection().all().stream()
                .map(kept -> kept.path().toString())
                .toList();
    }

    private Source source() throws Exception {
        return Sources.open(
                Transports.source("dir:root", path -> true), SourceContext.local(directory, directory, AMD64));
    }

    private ImageTarget target(String named) {
        return new ImageTarget(named, Transports.destination(named, directory), WriteContext.local(directory));
    }
}
