package dev.whittle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.image.ImageReference;
import dev.whittle.image.Platform;
import dev.whittle.image.PlatformList;
import dev.whittle.report.SlimResult;
import dev.whittle.source.Source;
import dev.whittle.source.SourceContext;
import dev.whittle.source.SourceIndex;
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

/** Runs that make several images as library calls. */
class SeveralImagesTest {
    private static final Platform AMD64 = Platform.parse("linux/amd64");

    private final Path directory;
    private final List<String> events = new ArrayList<>();

    SeveralImagesTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @BeforeEach
    void roots() throws IOException {
        for (String root : List.of("one", "two")) {
            Tree.at(Files.createDirectories(directory.resolve(root)))
                    .file("/bin/app", ElfBuilder.x86_64().build())
                    .mode("/bin/app", "rwxr-xr-x")
                    .file("/etc/name", root);
        }
    }

    @Test
    void two_images_have_their_common_files_in_one_layer() throws Exception {
        try (Source one = source("dir:one");
                Source two = source("dir:two")) {
            SharedBaseRequest request = new SharedBaseRequest(List.of(image(one, "a:1"), image(two, "b:1")));
            SharedBaseResult result = SharedBasePipeline.run(request, target("oci:out"), recorder());
            assertThat(result.isComplete()).isTrue();
            assertThat(result.images()).hasSize(2);
            assertThat(result.base().orElseThrow().paths()).isPositive();
        }
        assertThat(events).containsExactly("dir:one", "dir:two", "written", "written", "appearing");
        assertThat(directory.resolve("out/index.json")).exists();
    }

    @Test
    void two_images_of_one_name_are_refused() throws Exception {
        try (Source one = source("dir:one");
                Source two = source("dir:two")) {
            SharedBaseRequest request = new SharedBaseRequest(List.of(image(one, "a:1"), image(two, "a:1")));
            assertThatThrownBy(() -> SharedBasePipeline.run(request, target("oci:out"), SeriesReporter.none()))
                    .isInstanceOf(PipelineException.class)
                    .hasMessage("dir:two: another image will be called a:1 as well");
        }
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void an_index_is_slimmed_image_by_image() throws Exception {
        layout();
        try (SourceIndex index = index()) {
            IndexResult planned = IndexPipeline.dryRun(index, request(), SeriesReporter.none());
            assertThat(planned.written()).isEmpty();
            IndexResult result = IndexPipeline.run(index, request(), target("oci:out"), recorder());
            assertThat(result.images()).extracting(IndexResult.Image::platform).containsExactly(AMD64);
            assertThat(result.written().orElseThrow().manifests()).isEqualTo(1);
        }
        assertThat(events).containsExactly("linux/amd64", "written", "appearing");
    }

    @Test
    void a_failure_of_the_reporter_leaves_no_output() throws Exception {
        layout();
        SeriesReporter<IllegalStateException> failing = new SeriesReporter<>() {
            @Override
            public Reporter<IllegalStateException> image(String name) {
                return new Reporter<>() {};
            }

            @Override
            public void appearing() {
                throw new IllegalStateException("no report");
            }
        };
        try (SourceIndex index = index()) {
            assertThatThrownBy(() -> IndexPipeline.run(index, request(), target("oci-archive:out.tar"), failing))
                    .hasMessage("no report");
        }
        assertThat(directory.resolve("out.tar")).doesNotExist();
    }

    /** An image whose index names its platform. */
    private void layout() throws Exception {
        try (Source one = source("dir:one")) {
            SharedBaseRequest request = new SharedBaseRequest(List.of(image(one, "a:1")));
            SharedBasePipeline.run(request, target("oci:layout"), SeriesReporter.none());
        }
    }

    private SourceIndex index() throws Exception {
        return Sources.openIndex(
                Transports.source("oci:layout:a:1", path -> false), context(), PlatformList.parse("all"));
    }

    private static IndexRequest request() {
        return new IndexRequest(SlimRequest.of(AMD64, "test"), false, AMD64);
    }

    private static SharedBaseRequest.Image image(Source source, String tag) {
        ConfigChanges changes =
                ConfigChanges.NONE.withEntrypoint(List.of("/bin/app")).withTag(Optional.of(ImageReference.parse(tag)));
        return new SharedBaseRequest.Image(
                "dir:" + source.shown(),
                source,
                SlimRequest.builder(AMD64, "test").changes(changes).build());
    }

    private SeriesReporter<RuntimeException> recorder() {
        return new SeriesReporter<>() {
            @Override
            public Reporter<RuntimeException> image(String name) {
                events.add(name);
                return new Reporter<>() {
                    @Override
                    public void written(SlimPipeline pipeline, SlimPlan plan, SlimResult result) {
                        events.add("written");
                    }
                };
            }

            @Override
            public void appearing() {
                events.add("appearing");
            }
        };
    }

    private Source source(String named) throws Exception {
        return Sources.open(Transports.source(named, path -> true), context());
    }

    private SourceContext context() {
        return SourceContext.local(directory, directory, AMD64);
    }

    private ImageTarget target(String named) {
        return new ImageTarget(named, Transports.destination(named, directory), WriteContext.local(directory));
    }
}
