package dev.whittle.cli.command;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.FailureException;
import dev.whittle.cli.console.Messages;
import dev.whittle.cli.console.ProgressLine;
import dev.whittle.cli.engine.Engine;
import dev.whittle.cli.engine.LoadedImage;
import dev.whittle.cli.engine.TrialEngine;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.cli.options.ImageOptions;
import dev.whittle.cli.options.SourceOptions;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.Selection;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import dev.whittle.pipeline.ConfigChanges;
import dev.whittle.pipeline.Reporter;
import dev.whittle.pipeline.SlimPipeline;
import dev.whittle.pipeline.SlimPlan;
import dev.whittle.pipeline.SlimRequest;
import dev.whittle.report.SlimResult;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.RootFs;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import dev.whittle.trial.Containers;
import dev.whittle.trial.Missing;
import dev.whittle.trial.SelectionRoot;
import dev.whittle.trial.Trial;
import dev.whittle.trial.TriedFile;
import dev.whittle.write.Compression;
import dev.whittle.write.Destination;
import dev.whittle.write.Destinations;
import dev.whittle.write.NewImage;
import dev.whittle.write.PipeException;
import dev.whittle.write.Progress;
import dev.whittle.write.SourceReadException;
import dev.whittle.write.WriteContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the images of a trial to the engine, under names and with a label of their own, so that they can be removed. */
final class TryImages {
    private final Console console;
    private final TrialEngine engine;
    private final ImageOptions medium;
    private final Source source;
    private final ConfigChanges changes;
    private final SlimRequest request;
    private final Resolver resolver;
    private int made;
    private Optional<SlimResult> last = Optional.empty();

    TryImages(Console console, TrialEngine engine, ImageOptions medium, Source source, SlimRequest request) {
        this.console = console;
        this.engine = engine;
        this.medium = medium;
        this.source = source;
        this.request = request;
        this.changes = request.changes();
        this.resolver = new Resolver(source.root());
    }

    /** Of the original's root. */
    Resolver resolver() {
        return resolver;
    }

    /** What the slim image starts, for the original: the same, unless options say otherwise. */
    Containers.Change start() throws FailureException {
        List<String> options = new ArrayList<>();
        changes.user().ifPresent(user -> options.addAll(List.of("--user", user)));
        changes.env().forEach((name, value) -> options.addAll(List.of("--env", name + "=" + value)));
        if (changes.entrypoint().isEmpty() && changes.cmd().isEmpty()) {
            return new Containers.Change(Optional.empty(), List.of(), options);
        }
        ImageConfig config = changes.apply(config(), request.version());
        List<String> words = new ArrayList<>(config.entrypoint());
        words.addAll(config.cmd());
        if (words.isEmpty()) {
            throw new FailureException(ExitCode.USAGE, "nothing to start: --entrypoint and --cmd are empty");
        }
        return new Containers.Change(Optional.of(words.get(0)), words.subList(1, words.size()), options);
    }

    private ImageConfig config() {
        return source.image().map(SourceImage::config).orElseGet(() -> ImageConfig.empty(request.host()));
    }

    String workingDirectory() {
        return StartPlan.commands(config()).workingDirectory().raw();
    }

    /** The engine's name of the original. One that the engine does not have is loaded, all its files in one layer. */
    String original() throws FailureException, IOException {
        String shown = source.shown();
        if (shown.startsWith("docker-daemon:")) {
            return shown.substring("docker-daemon:".length());
        }
        ImageConfig config = config();
        if (source.image().isEmpty()) {
            SlimPipeline whole = slimming(List.of(), changes);
            config = Core.call(whole::plan).config(); // its platform
        }
        return loaded(source.root(), config);
    }

    /** Loads a whole root. */
    private String loaded(RootFs root, ImageConfig config) throws FailureException, IOException {
        ImageReference name = next("original");
        Map<String, String> label = Map.of(TrialEngine.LABEL, engine.label());
        NewImage image = new NewImage(
                Selection.whole(root),
                root,
                config.edit(edit -> edit.labels(label)),
                List.of(name),
                Compression.NONE,
                ArchiveOutput.latest(console),
                "whittle try");
        try (LoadedImage load = new LoadedImage(
                Engine.find(medium.engine(), ImageStore.DOCKER, console.environment()),
                ImageStore.DOCKER,
                name.toString(),
                ArchiveOutput.temporaryDirectory(console))) {
            WriteContext context = new WriteContext(
                    ArchiveOutput.temporaryDirectory(console),
                    load::open,
                    Runtime.getRuntime().availableProcessors(),
                    (done, total) -> {});
            try {
                Destinations.write(
                        image,
                        new Destination.Stored(ImageStore.DOCKER, Optional.of(name)),
                        context,
                        (summary, written) -> {});
            } catch (SourceReadException e) {
                throw ArchiveOutput.unreadable(e);
            } catch (PipeException e) {
                throw load.failure(e.failure());
            }
            load.finish();
        } catch (IOException e) {
            throw new FailureException(ExitCode.OUTPUT, Messages.reason(e), e);
        }
        return name.toString();
    }

    private ImageReference next(String subject) {
        return ImageReference.parse(engine.imageName(subject + "-" + made++));
    }

    private SlimPipeline slimming(List<Missing> tried, ConfigChanges with) {
        List<PathPattern> includes = tried.stream()
                .map(missing -> new PathPattern(missing.include()).tried(TriedFile.reason(missing)))
                .toList();
        return new SlimPipeline(
                source, request.toBuilder().changes(with).more(includes).build());
    }

    /** What slim says of the image that was made last; empty if none was. */
    Optional<SlimResult> result() {
        return last;
    }

    /** Makes slim images as {@code slim} does. */
    TrySlimmer slimmer(boolean checked) {
        Map<String, String> labels = new LinkedHashMap<>(changes.labels());
        labels.put(TrialEngine.LABEL, engine.label());
        ConfigChanges labelled = changes.withLabels(labels).withTag(Optional.empty());
        return new TrySlimmer() {
            private Optional<ImageReference> loaded = Optional.empty();

            @Override
            public Trial.Slim make(List<Missing> tried) throws FailureException, IOException {
                if (loaded.isPresent()) {
                    engine.removeImage(loaded.get().toString());
                }
                SlimPipeline slimming = slimming(tried, labelled);
                SlimPlan plan = Core.call(slimming::plan);
                ImageReference name = next("slim");
                loaded = Optional.of(name);
                last = Optional.of(plan.result());
                SlimOutput output = new SlimOutput(
                        "docker-daemon:" + name, new Destination.Stored(ImageStore.DOCKER, loaded), Compression.NONE);
                write(slimming, plan, output, checked, (done, total) -> {});
                Selection selection = plan.result().closure().selection();
                return new Trial.Slim(name.toString(), new SelectionRoot(selection, slimming.root()));
            }
        };
    }

    /** An image that is there. */
    TrySlimmer given(String named, CommonOptions common, ImageOptions options) {
        return new TrySlimmer() {
            private Optional<Source> opened = Optional.empty();

            @Override
            public Trial.Slim make(List<Missing> tried) throws FailureException, IOException {
                Source slim = SourceOptions.open(console, common, options, named);
                opened = Optional.of(slim);
                String shown = slim.shown();
                if (shown.startsWith("docker-daemon:")) {
                    return new Trial.Slim(shown.substring("docker-daemon:".length()), slim.root());
                }
                if (slim.image().isEmpty()) {
                    throw new FailureException(
                            ExitCode.INPUT, shown + ": a root without a configuration says not what to start");
                }
                return new Trial.Slim(loaded(slim.root(), slim.image().get().config()), slim.root());
            }

            @Override
            public void close() {
                opened.ifPresent(Source::close);
            }
        };
    }

    /** Writes the slim image that does what the original does. */
    void write(SlimOutput output, List<Missing> tried, boolean checked, CommonOptions common) throws FailureException {
        SlimPipeline slimming = slimming(tried, changes);
        SlimPlan plan = Core.call(slimming::plan);
        if (output.destination().file().isPresent()) {
            Core.run(() -> slimming.refuse(plan, output.destination().file().get(), output.shown()));
        }
        try (ProgressLine progress = new ProgressLine(console, common.showsProgress(console), "writing")) {
            SlimResult result = write(slimming, plan, output, checked, progress::update);
            new SlimSummary(console, common, result).tell(Optional.empty());
        }
    }

    private SlimResult write(
            SlimPipeline slimming, SlimPlan plan, SlimOutput output, boolean checked, Progress progress)
            throws FailureException {
        return SlimWriter.run(
                console,
                medium,
                output,
                progress,
                context -> Core.call(() ->
                        slimming.write(plan, SlimWriter.target(console, output, context, checked), Reporter.none())));
    }
}
