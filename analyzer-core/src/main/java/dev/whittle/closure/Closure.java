package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolution;
import java.util.List;

/**
 * What came of a request.
 *
 * @param resolutions of every ELF file asked for, on a processor of the base level
 * @param idleExcludes patterns of {@code --exclude} that took nothing away
 * @param excluded paths that something required and that {@code --exclude} took away, with the reason that was lost
 * @param hidden what families of hidden dependencies found, in the order in which they did
 */
public record Closure(
        Selection selection,
        List<Resolution> resolutions,
        List<Excluded> excluded,
        List<PathPattern> idleExcludes,
        List<Hidden> hidden) {
    public Closure {
        idleExcludes = List.copyOf(idleExcludes);
        resolutions = List.copyOf(resolutions);
        excluded = List.copyOf(excluded);
        hidden = List.copyOf(hidden);
    }

    public record Excluded(RootPath path, Reason reason) {}

    /** @param taken whether its paths are kept */
    public record Hidden(Finding finding, boolean taken) {}

    public boolean isComplete() {
        return excluded.isEmpty() && resolutions.stream().allMatch(Resolution::isComplete);
    }
}
