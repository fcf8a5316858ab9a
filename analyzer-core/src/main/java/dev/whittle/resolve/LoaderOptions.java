package dev.whittle.resolve;

import java.util.List;
import java.util.Optional;

/**
 * What a loader takes from its surroundings, here always an argument.
 *
 * @param libraryPath LD_LIBRARY_PATH, raw; empty counts as absent
 * @param preload names as in LD_PRELOAD, in order
 * @param audit names as in LD_AUDIT, in order; musl has no such thing
 * @param platform AT_PLATFORM; absent: the usual one of the machine
 * @param hwcaps glibc-hwcaps levels that the processor has, in any order; empty for the base level
 * @param secure AT_SECURE: as for a set-id program
 */
public record LoaderOptions(
        Optional<String> libraryPath,
        List<String> preload,
        List<String> audit,
        Optional<String> platform,
        List<String> hwcaps,
        boolean secure) {
    /** A clean environment on a processor of the base level. */
    public static final LoaderOptions NONE =
            new LoaderOptions(Optional.empty(), List.of(), List.of(), Optional.empty(), List.of(), false);

    public LoaderOptions {
        libraryPath = libraryPath.filter(path -> !path.isEmpty());
        preload = List.copyOf(preload);
        audit = List.copyOf(audit);
        hwcaps = List.copyOf(hwcaps);
    }

    public LoaderOptions withSecure(boolean nowSecure) {
        return new LoaderOptions(libraryPath, preload, audit, platform, hwcaps, nowSecure);
    }

    public LoaderOptions withPreload(List<String> names) {
        return new LoaderOptions(libraryPath, names, audit, platform, hwcaps, secure);
    }

    public LoaderOptions withAudit(List<String> names) {
        return new LoaderOptions(libraryPath, preload, names, platform, hwcaps, secure);
    }

    public LoaderOptions withHwcaps(List<String> levels) {
        return new LoaderOptions(libraryPath, preload, audit, platform, levels, secure);
    }
}
