package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.Variant;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a file's resolution that is kept: thousands of whole ones would take hundreds of megabytes.
 *
 * @param broken the whole resolution, if something is wrong with it
 * @param needs real paths of what the file itself asks for and the loader finds
 * @param loaded real paths of all objects and of what would be loaded in their stead on other processors
 */
record ResolutionSummary(
        ScannedFile file,
        Optional<Resolution> broken,
        Set<RootPath> loaded,
        List<RootPath> needs,
        Optional<SymbolAnswer> symbols) {
    static ResolutionSummary of(ScannedFile file, Resolution resolution, RootFs root, Optional<SymbolAnswer> symbols)
            throws IOException {
        Set<RootPath> loaded = new HashSet<>();
        if (file.isProgram()) {
            for (LoadedObject object : resolution.objects()) {
                loaded.add(object.realPath());
                for (Variant variant : object.variants()) {
                    Walk.follow(root, RootPath.ROOT, variant.path())
                            .found()
                            .ifPresent(found -> loaded.add(found.path()));
                }
            }
            resolution
                    .interpreter()
                    .flatMap(interpreter -> interpreter.realPath())
                    .ifPresent(loaded::add);
        }
        return new ResolutionSummary(
                file,
                resolution.isComplete() ? Optional.empty() : Optional.of(resolution),
                Set.copyOf(loaded),
                needs(resolution),
                symbols);
    }

    private static List<RootPath> needs(Resolution resolution) {
        Set<RootPath> needs = new LinkedHashSet<>();
        for (Edge edge : resolution.edges()) {
            if (edge.requester() == resolution.program() && edge.outcome() instanceof Outcome.Found found) {
                needs.add(found.object().realPath());
            }
        }
        return List.copyOf(needs);
    }
}
