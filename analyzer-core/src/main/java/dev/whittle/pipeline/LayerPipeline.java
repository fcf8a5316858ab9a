package dev.whittle.pipeline;

import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Platform;
import dev.whittle.path.RootPath;
import dev.whittle.report.Rights;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.HeldRoot;
import dev.whittle.script.CommandPath;
import dev.whittle.source.OverlayRoot;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import dev.whittle.write.ImageOutput;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.LayerSummary;
import dev.whittle.write.NewImage;
import dev.whittle.write.PipeException;
import dev.whittle.write.SourceReadException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Programs and files of a root with everything that they need, written as one layer. */
public final class LayerPipeline implements Closeable {
    private static final Platform ANY = new Platform("linux", "", Optional.empty());

    private final Source source;
    private final LayerRequest request;
    private final OverlayRoot root;
    private final HeldRoot held;
    private final Resolver resolver;
    private final Optional<ImageConfig> config;
    private final CommandPath commands;
    private final SelectedPaths selected;

    /**
     * Places the added files.
     *
     * @param source remains the caller's to close
     */
    public LayerPipeline(Source source, LayerRequest request) throws PipelineException {
        this.source = source;
        this.request = request;
        this.root = new OverlayRoot(source.root());
        this.held = new HeldRoot(root);
        this.resolver = new Resolver(held);
        this.config = source.image().map(SourceImage::config);
        this.commands = config.map(StartPlan::commands).orElseGet(CommandPath::usual);
        this.selected =
                SelectedPaths.of(request.keep().paths(), new PathArguments(request.inRoot(), root), root, commands);
    }

    /**
     * Writes a layer.
     *
     * @param programs to keep, each an ELF file of the root
     * @param target an archive, such as {@code tar:FILE}
     * @return what is kept and why, and what was written
     * @throws SourceReadException if the source cannot be read while the layer is written
     * @throws PipeException if the pipe of the target cannot be written
     * @throws IOException if the target cannot be written
     */
    public static <X extends Exception> LayerResult run(
            Source source, LayerRequest request, List<RootPath> programs, ImageTarget target, LayerReporter<X> reporter)
            throws PipelineException, IOException, X {
        try (LayerPipeline pipeline = new LayerPipeline(source, request)) {
            Closure closure = pipeline.closure(programs, List.of());
            Optional<Path> file = target.destination().file();
            if (file.isPresent()) {
                pipeline.refuse(closure, file.get(), target.shown());
            }
            return new LayerResult(closure, pipeline.write(closure, target, reporter));
        }
    }

    /** The source's, with the files that are added. */
    public OverlayRoot root() {
        return root;
    }

    public Resolver resolver() {
        return resolver;
    }

    /**
     * What is kept.
     *
     * @param programs each an ELF file of the root
     * @param files further files
     * @throws PipelineException of the kind REQUEST if nothing is named
     */
    public Closure closure(List<RootPath> programs, List<PathPattern> files) throws PipelineException {
        KeepRequest keep = request.keep();
        List<PathPattern> includes = new ArrayList<>(selected.includes());
        includes.addAll(files);
        if (programs.isEmpty()
                && includes.isEmpty()
                && keep.accounts().added().isEmpty()
                && keep.traces().isEmpty()) {
            throw new PipelineException(
                    PipelineException.Kind.REQUEST,
                    "nothing to write: name a FILE, or use --include, --add or --trace (see --help)");
        }
        LoaderOptions options = request.loader().options(config);
        ProcessEnvironment environment = new ProcessEnvironment(request.loader().seen(config), commands, options, false)
                .with(keep.accounts())
                .with(keep.packages());
        ClosureRequest asked = new ClosureRequest(
                        programs,
                        includes,
                        selected.excludes(),
                        options,
                        request.loader().hwcaps().orElse(Hwcaps.ALL))
                .withHidden(Closures.catalogue(resolver, environment, keep.families(), keep.rules()));
        TraceLoader traces =
                new TraceLoader(config.map(image -> commands.workingDirectory().raw()));
        return Closures.of(resolver, traces.add(keep.traces(), asked, resolver.root()));
    }

    /** Refuses to overwrite what is being read: it would be lost, and if writing fails, so would the new file. */
    public void refuse(Closure closure, Path file, String named) throws PipelineException {
        new OwnInput(closure.selection(), source, root).refuse(file, named);
    }

    /** What of the closure gives rights. */
    public Rights rights(Closure closure) throws PipelineException {
        return Closures.rights(closure, root, true);
    }

    /**
     * Writes the layer, reads it back, and lets it appear.
     *
     * @throws IOException as {@link #run}
     */
    public <X extends Exception> LayerSummary write(Closure closure, ImageTarget target, LayerReporter<X> reporter)
            throws PipelineException, IOException, X {
        OutputChecks checks = OutputChecks.of(
                target.checked(), closure, root, request.loader().options(config), target.environment());
        NewImage layer = new NewImage(
                closure.selection(),
                checks.root(),
                ImageConfig.empty(ANY),
                List.of(),
                target.compression(),
                target.latest(),
                "whittle layer");
        try (ImageOutput output = target.destination().open(target.context())) {
            ImageSummary summary = output.write(layer, target.context());
            output.written().checkWith((made, written) -> checks.image(made, written, ANY, target.shown()), summary);
            LayerSummary made = summary.layer().orElseThrow();
            SourceReading.read(source.shown(), () -> {
                source.confirm();
                return source;
            });
            reporter.written(made);
            output.commit();
            return made;
        }
    }

    /** Closes files that were kept open for the analysis; the source stays open. */
    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException e) {
            return; // they were only read
        }
    }
}
