package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.LoaderOptions;
import java.util.List;

/**
 * What a person wants to keep.
 *
 * @param programs ELF files, each with all that its loader opens
 * @param includes further files and directories with what is below them; ELF files among them with their closures
 * @param excludes left out whatever asks for them
 * @param hwcaps for which processors libraries are kept
 */
public record ClosureRequest(
        List<RootPath> programs,
        List<PathPattern> includes,
        List<PathPattern> excludes,
        LoaderOptions options,
        Hwcaps hwcaps) {
    public ClosureRequest {
        programs = List.copyOf(programs);
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }
}
