package dev.whittle.pipeline;

import dev.whittle.closure.Closure;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.closure.Hwcaps;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.discover.evidence.ProcessEnvironment;
import dev.whittle.image.ImageConfig;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.source.OverlayRoot;
import java.util.List;
import java.util.Optional;

/** From a request and a configuration to the closure of what an image starts. */
public final class SlimClosure {
    private final KeepRequest keep;
    private final SlimRequest request;

    public SlimClosure(SlimRequest request) {
        this.request = request;
        this.keep = request.keep();
    }

    /**
     * @param root gets the files that are added
     * @param config of the new image
     */
    public SelectedPaths paths(OverlayRoot root, ImageConfig config) throws PipelineException {
        return SelectedPaths.of(keep.paths(), new PathArguments(path -> path, root), root, StartPlan.commands(config))
                .with(request.more());
    }

    /** With which programs of the image are looked at. */
    LoaderOptions options(ImageConfig config) {
        return request.loader().options(Optional.of(config));
    }

    public Closure closure(Resolver resolver, SelectedPaths paths, ImageConfig config, StartPlan starts)
            throws PipelineException {
        LoaderOptions options = options(config);
        ProcessEnvironment environment = new ProcessEnvironment(
                        Optional.of(config), StartPlan.commands(config), options, true)
                .with(keep.accounts())
                .with(keep.packages());
        ClosureRequest closure = new ClosureRequest(
                        List.of(),
                        paths.includes(),
                        paths.excludes(),
                        options,
                        request.loader().hwcaps().orElse(Hwcaps.ALL))
                .withStarted(starts.started())
                .withCommands(environment.commands())
                .withHidden(Closures.catalogue(resolver, environment, keep.families(), keep.rules())
                        .besides(starts.findings()));
        Optional<String> workingDirectory =
                Optional.of(environment.commands().workingDirectory().raw());
        return Closures.of(resolver, new TraceLoader(workingDirectory).add(keep.traces(), closure, resolver.root()));
    }
}
