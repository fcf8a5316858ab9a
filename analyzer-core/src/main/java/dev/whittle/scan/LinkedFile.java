package dev.whittle.scan;

import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An ELF file of a root with what its loader opens for it.
 *
 * @param path the first of its names
 * @param isProgram whether it names its loader, or runs without one
 * @param needs the files that it requests itself, real paths, with the requested name, raw. If programs load a library
 *     in different places, all count
 * @param isLoaded whether a program of the root loads it; true for a program
 */
public record LinkedFile(
        RootPath path,
        Node.RegularFile node,
        ElfFacts facts,
        boolean isProgram,
        SortedMap<RootPath, String> needs,
        boolean isLoaded) {

    /**
     * Everything that a loader can load, and programs that run without one, sorted by path.
     *
     * @throws IOException if the root cannot be read
     */
    public static List<LinkedFile> all(Resolver resolver, LoaderOptions options, ScanRequest.Progress progress)
            throws IOException {
        Inventory inventory = Inventory.of(resolver.facts(), List.of(RootPath.ROOT), progress);
        List<ScannedFile> files = inventory.files().stream()
                .filter(file -> file.facts().isPresent())
                .toList();
        List<Resolution> resolutions;
        try {
            resolutions = files.parallelStream()
                    .filter(file -> file.toResolve().isPresent())
                    .map(file -> resolve(resolver, options, file))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Map<RootPath, SortedMap<RootPath, String>> needs = new HashMap<>();
        Set<RootPath> loaded = new HashSet<>();
        Set<RootPath> programs = new HashSet<>();
        files.stream().filter(LinkedFile::isProgram).forEach(file -> programs.add(file.path()));
        for (Resolution resolution : resolutions) {
            boolean ofProgram = programs.contains(resolution.program().realPath());
            if (ofProgram) {
                resolution.objects().forEach(object -> loaded.add(object.realPath()));
                loaded.add(resolution.program().realPath());
                resolution
                        .interpreter()
                        .flatMap(interpreter -> interpreter.realPath())
                        .ifPresent(loaded::add);
                add(resolution, needs, false);
            }
        }
        // A library that no program loads is resolved on its own.
        for (Resolution resolution : resolutions) {
            if (!loaded.contains(resolution.program().realPath())) {
                add(resolution, needs, true);
            }
        }
        List<LinkedFile> all = new ArrayList<>();
        for (ScannedFile file : files) {
            boolean isProgram = programs.contains(file.path());
            all.add(new LinkedFile(
                    file.path(),
                    file.node(),
                    file.facts().orElseThrow(),
                    isProgram,
                    needs.getOrDefault(file.path(), new TreeMap<>()),
                    isProgram || loaded.contains(file.path())));
        }
        return List.copyOf(all);
    }

    private static boolean isProgram(ScannedFile file) {
        return file.isProgram()
                || file.facts()
                        .filter(facts -> switch (facts.linkage()) {
                            case STATIC, STATIC_PIE -> true;
                            case DYNAMIC, LIBRARY, NOT_LOADABLE -> false;
                        })
                        .isPresent();
    }

    private static Resolution resolve(Resolver resolver, LoaderOptions options, ScannedFile file) {
        try {
            return resolver.resolve(file.toResolve().orElseThrow(), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param own whether to include only what the file itself requests */
    private static void add(Resolution resolution, Map<RootPath, SortedMap<RootPath, String>> needs, boolean own) {
        RootPath program = resolution.program().realPath();
        for (Edge edge : resolution.edges()) {
            RootPath requester = edge.requester().realPath();
            boolean counts = edge.outcome() instanceof Outcome.Found && (!own || requester.equals(program));
            if (counts && edge.outcome() instanceof Outcome.Found found) {
                needs.computeIfAbsent(requester, key -> new TreeMap<>())
                        .putIfAbsent(found.object().realPath(), edge.name());
            }
        }
        resolution.interpreter().filter(interpreter -> interpreter.requested()).ifPresent(interpreter -> interpreter
                .realPath()
                .ifPresent(loader -> needs.computeIfAbsent(program, path -> new TreeMap<>())
                        .putIfAbsent(loader, interpreter.path())));
    }
}
