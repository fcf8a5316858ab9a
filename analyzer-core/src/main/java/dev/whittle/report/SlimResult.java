package dev.whittle.report;

import dev.whittle.closure.Closure;
import dev.whittle.closure.start.ShellCost;
import dev.whittle.closure.start.Start;
import dev.whittle.image.Digest;
import dev.whittle.image.Platform;
import dev.whittle.write.ImageSummary;
import java.util.List;
import java.util.Optional;

/**
 * What became of an image.
 *
 * @param starts what the configuration leads to
 * @param problems why a container would not start
 * @param remarks what the user should know, one line each, raw
 * @param hints what the user can do, one line each, raw
 * @param shell what a shell costs that only a script at the start asks for
 * @param written empty if nothing was
 */
public record SlimResult(
        Source source,
        List<Start> starts,
        Closure closure,
        List<Problem> problems,
        List<String> remarks,
        List<String> hints,
        Optional<ShellCost> shell,
        Optional<Written> written) {
    /**
     * The image as it was. What is empty is not known: a bare root has no configuration, a directory no layers.
     *
     * @param shown as the user names it, raw
     * @param imageId digest of its configuration
     * @param size of its layers
     * @param all of its root
     */
    public record Source(
            String shown,
            Optional<String> reference,
            Optional<Digest> imageId,
            Optional<Platform> platform,
            Optional<LayerSizes> size,
            Optional<Tally> all) {}

    /**
     * @param contentBytes the files of all layers, as {@code docker images} counts
     * @param storedBytes the layers as they lie in the source
     */
    public record LayerSizes(int layers, long contentBytes, long storedBytes) {}

    /** @param destination as the user names it, raw */
    public record Written(String destination, ImageSummary summary) {}

    public SlimResult {
        starts = List.copyOf(starts);
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
        hints = List.copyOf(hints);
    }

    public boolean isComplete() {
        return problems.isEmpty();
    }

    /** What is wrong, one line each, raw. */
    public List<String> findings() {
        return Problem.lines(problems);
    }

    public Tally kept() {
        return Tally.of(closure.selection());
    }

    /** What the new image takes from the old one: all but what is newly written. */
    public Tally taken() {
        return Tally.ofSource(closure.selection());
    }

    public SlimResult with(Written written) {
        return new SlimResult(source, starts, closure, problems, remarks, hints, shell, Optional.of(written));
    }
}
