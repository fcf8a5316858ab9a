package dev.whittle.pipeline;

import dev.whittle.bytes.HumanSize;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.start.InterpretedCommand;
import dev.whittle.closure.start.ShellCost;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.report.ClosureProblems;
import dev.whittle.report.Problem;
import dev.whittle.report.Remedies;
import dev.whittle.report.ResolutionFindings;
import dev.whittle.report.SlimResult;
import dev.whittle.report.Tally;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.source.LayerFacts;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import dev.whittle.write.LayerWriter;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts together what there is to say of an image that was looked through. */
final class SlimFindings {
    /** If more than this share of the image is dropped, a warning says so. */
    private static final int DEEP_PERCENT = 95;

    private final Source source;
    private final ConfigChanges changes;
    private final Resolver resolver;

    SlimFindings(Source source, ConfigChanges changes, Resolver resolver) {
        this.source = source;
        this.changes = changes;
        this.resolver = resolver;
    }

    /**
     * @param old the configuration of the source, before any change
     * @param config the new one
     */
    SlimResult result(ImageConfig old, ImageConfig config, StartPlan starts, Closure closure) throws IOException {
        Set<Problem> problems = new LinkedHashSet<>();
        starts.problems().forEach(line -> problems.add(new Problem(line, "change the image's configuration")));
        Set<String> remarks = new LinkedHashSet<>();
        Set<String> hints = new LinkedHashSet<>();
        if (changes.dropsCmd(old)) {
            remarks.add("--entrypoint drops the image's Cmd, as docker run does (--cmd sets one): "
                    + RawText.visible(String.join(" ", old.cmd())));
        }
        remarks.addAll(starts.remarks());
        remarks.addAll(source.remarks());
        Remedies remedies = new Remedies(resolver);
        List<Problem> needed = ClosureProblems.of(closure, Integer.MAX_VALUE, remedies::named);
        for (Problem problem : needed) {
            // The kernel's own refusal of the same script says it already.
            boolean said = starts.problems().stream().anyMatch(line -> problem.what()
                    .startsWith("scripts: #! of " + line.split(": its interpreter ", 2)[0] + " "));
            if (!said) {
                problems.add(problem);
            }
        }
        for (Resolution resolution : closure.resolutions()) {
            remarks.addAll(ResolutionFindings.warnings(resolution));
        }
        for (PathPattern idle : closure.idleExcludes()) {
            remarks.add("--exclude " + RawText.visible(idle.raw()) + ": nothing that would be kept has this path");
        }
        Optional<ShellCost> shell = ShellCost.of(config, resolver.root(), closure);
        shell.filter(cost -> !cost.direct().isEmpty()).map(SlimFindings::told).ifPresent(hints::add);
        SlimResult.Source before = source();
        deepCut(before, config, closure).ifPresent(remarks::add);
        return new SlimResult(
                before,
                starts.starts(),
                closure,
                List.copyOf(problems),
                List.copyOf(remarks),
                List.copyOf(hints),
                shell,
                Optional.empty());
    }

    /** A deep cut is what one expects of a program alone, and a sign that something was overlooked where a text says what to do. */
    private Optional<String> deepCut(SlimResult.Source before, ImageConfig config, Closure closure) throws IOException {
        long old = before.size().map(SlimResult.LayerSizes::contentBytes).orElse(0L);
        long kept = LayerWriter.contentBytes(closure.selection());
        if (kept * 100 > old * (100 - DEEP_PERCENT) || !StartPlan.namesCommand(config)) {
            return Optional.empty();
        }
        return InterpretedCommand.of(config, resolver.root(), closure)
                .map(text ->
                        Math.round(Math.floor(100 - 100.0 * kept / old)) + "% of the image is dropped, and its command "
                                + text + ": what it uses may not have been found; try the new image, or keep more with"
                                + " --keep generous or --include");
    }

    private static String told(ShellCost shell) {
        return "a shell is kept for the script " + shell.script() + " alone: with it and what it runs "
                + HumanSize.count(shell.files(), "file") + ", "
                + HumanSize.of(shell.bytes()) + "; --entrypoint "
                + RawText.visible(ShellCost.typed(shell.direct()))
                + " starts the program without it, and without what it does before";
    }

    private SlimResult.Source source() throws IOException {
        Optional<SourceImage> image = source.image();
        // To count a directory is to walk through it, and it may be the host's root.
        Optional<Tally> all =
                source.files().isEmpty() && image.isEmpty() ? Optional.empty() : Optional.of(Tally.of(source.root()));
        return new SlimResult.Source(
                source.shown(),
                image.flatMap(SourceImage::reference).map(ImageReference::toString),
                image.flatMap(sourceImage -> sourceImage.config().id()),
                image.map(sourceImage -> sourceImage.config().platform()),
                image.map(sourceImage -> sizes(sourceImage.layers())),
                all);
    }

    private static SlimResult.LayerSizes sizes(List<LayerFacts> layers) {
        long content = 0;
        long stored = 0;
        for (LayerFacts layer : layers) {
            content += layer.contentBytes();
            stored += layer.packedSize();
        }
        return new SlimResult.LayerSizes(layers.size(), content, stored);
    }
}
