package dev.whittle.resolve.load;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.ldcache.LegacyCapability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A loader's input from its environment, always passed explicitly here.
 *
 * @param libraryPath LD_LIBRARY_PATH, raw; empty counts as absent
 * @param preload names as in LD_PRELOAD, in order
 * @param audit names as in LD_AUDIT, in order; not used by musl
 * @param platform AT_PLATFORM; absent: the machine's default
 * @param hwcaps glibc-hwcaps levels of the processor, and older capabilities ({@link LegacyCapability}), in any order;
 *     empty for the base level
 * @param secure AT_SECURE, as for a set-id program
 */
public record LoaderOptions(
        Optional<String> libraryPath,
        List<String> preload,
        List<String> audit,
        Optional<String> platform,
        List<String> hwcaps,
        boolean secure) {
    /** A clean environment on a base-level processor. */
    public static final LoaderOptions NONE =
            new LoaderOptions(Optional.empty(), List.of(), List.of(), Optional.empty(), List.of(), false);

    public LoaderOptions {
        // A variable of the environment is a C string, whatever a configuration has after a NUL.
        libraryPath = libraryPath.map(RootPath::cString).filter(path -> !path.isEmpty());
        preload = cStrings(preload);
        audit = cStrings(audit);
        hwcaps = List.copyOf(hwcaps);
    }

    public LoaderOptions withSecure(boolean nowSecure) {
        return new LoaderOptions(libraryPath, preload, audit, platform, hwcaps, nowSecure);
    }

    /** A plain loop: streams would dominate the time of a short command. */
    private static List<String> cStrings(List<String> names) {
        List<String> all = new ArrayList<>(names.size());
        for (String name : names) {
            all.add(RootPath.cString(name));
        }
        return List.copyOf(all);
    }

    /** As in a process of this environment. */
    public LoaderOptions with(LoaderVariables variables) {
        return new LoaderOptions(variables.libraryPath(), variables.preload(), audit, platform, hwcaps, secure);
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
