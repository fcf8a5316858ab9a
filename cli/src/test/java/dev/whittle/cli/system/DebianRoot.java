package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Debian's roots, made by testdata/debian-root: {@code debian-SUITE-ARCH}, read-only. */
record DebianRoot(String name, Chroot root) {
    static List<DebianRoot> all() throws IOException {
        try (Stream<Path> roots = Files.list(Setup.cache().resolve("roots"))) {
            return roots.filter(Files::isSymbolicLink)
                    .map(root -> root.getFileName().toString())
                    .filter(name -> name.startsWith("debian-"))
                    .sorted()
                    .map(DebianRoot::named)
                    .toList();
        }
    }

    static DebianRoot named(String name) {
        Path link = Setup.cache().resolve("roots").resolve(name);
        if (!Files.isDirectory(link)) {
            throw Setup.missing("the root " + link);
        }
        return new DebianRoot(name, new Chroot(Setup.real(link)));
    }

    String machine() {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    /** A copy without the loader's cache. */
    Chroot copiedWithoutCache(Path directory) throws IOException, InterruptedException {
        return root.copiedTo(
                directory,
                "/usr/bin",
                "/usr/sbin",
                "/usr/lib",
                "/usr/lib64",
                "/bin",
                "/sbin",
                "/lib",
                "/lib64",
                "/emulator");
    }
}
