package dev.whittle.resolve;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The loaders of a root, under the names that ABIs define (shlib-versions of glibc, reloc.h of musl). */
final class RootLoaders {
    private static final List<String> DIRECTORIES = List.of("/lib64", "/lib", "/lib32", "/libx32");
    private static final List<String> NAMES = List.of("ld-linux", "ld64.so.", "ld.so.", "ld-musl-");

    private RootLoaders() {}

    /** Paths, raw, links unresolved; several may lead to the same file. */
    static List<String> of(RootFs root) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String directory : DIRECTORIES) {
            Optional<Walk.Result.Found> found =
                    Walk.follow(root, RootPath.of(directory)).found();
            if (found.isEmpty() || !(found.get().node() instanceof Node.Directory)) {
                continue;
            }
            for (String name : root.list(found.get().path())) {
                if (NAMES.stream().anyMatch(name::startsWith)) {
                    paths.add(directory + "/" + name);
                }
            }
        }
        return paths;
    }
}
