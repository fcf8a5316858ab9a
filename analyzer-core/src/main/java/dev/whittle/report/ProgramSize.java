package dev.whittle.report;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one program and all that the loader opens for it weigh.
 *
 * @param path real
 * @param bytes of the program's own file
 * @param closureBytes of it, its loader and its libraries, each file once; what is excluded does not count
 * @param libraries how many files that are, without the program
 */
public record ProgramSize(RootPath path, long bytes, long closureBytes, int libraries) {
    /** Of every program and library that was resolved by itself, in the order in which that was done. */
    public static List<ProgramSize> of(Closure closure) {
        List<ProgramSize> sizes = new ArrayList<>();
        Set<RootPath> seen = new HashSet<>();
        for (Resolution resolution : closure.resolutions()) {
            RootPath program = resolution.program().realPath();
            if (seen.add(program)) {
                sizes.add(of(closure.selection(), resolution, program));
            }
        }
        return List.copyOf(sizes);
    }

    private static ProgramSize of(Selection selection, Resolution resolution, RootPath program) {
        Set<RootPath> files = new LinkedHashSet<>();
        resolution.objects().stream().map(LoadedObject::realPath).forEach(files::add);
        resolution.interpreter().flatMap(interpreter -> interpreter.realPath()).ifPresent(files::add);
        files.remove(program);
        long own = bytes(selection, program);
        long all = own;
        int libraries = 0;
        for (RootPath file : files) {
            if (selection.get(file).isPresent()) {
                all += bytes(selection, file);
                libraries++;
            }
        }
        return new ProgramSize(program, own, all, libraries);
    }

    private static long bytes(Selection selection, RootPath path) {
        return selection
                .get(path)
                .filter(kept -> kept.node() instanceof Node.RegularFile)
                .map(kept -> ((Node.RegularFile) kept.node()).size())
                .orElse(0L);
    }
}
