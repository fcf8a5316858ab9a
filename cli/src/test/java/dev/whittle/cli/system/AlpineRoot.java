package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One of the real root file systems, unpacked by testdata/provision and shared by all runs, read-only.
 *
 * @param machine Alpine's name
 */
record AlpineRoot(String name, String machine, Path path) {
    private static final String SUFFIX = ".tar.gz";
    /** qemu's names of machines that this one cannot run. */
    private static final Map<String, String> EMULATED = Map.of("armhf", "arm", "armv7", "arm", "x86", "i386");

    static List<AlpineRoot> all() throws IOException {
        try (Stream<Path> images = Files.list(Setup.images())) {
            List<AlpineRoot> roots = images.map(image -> image.getFileName().toString())
                    .filter(name -> name.startsWith("alpine-") && name.endsWith(SUFFIX))
                    .map(name -> named(name.substring(0, name.length() - SUFFIX.length())))
                    .sorted((a, b) -> a.name.compareTo(b.name))
                    .toList();
            if (roots.isEmpty()) {
                throw Setup.missing("every alpine-*.tar.gz in " + Setup.images());
            }
            return roots;
        }
    }

    static AlpineRoot named(String name) {
        Path link = Setup.cache().resolve("roots").resolve(name);
        if (!Files.isDirectory(link)) {
            throw Setup.missing("the unpacked root " + link);
        }
        return new AlpineRoot(name, name.substring(name.lastIndexOf('-') + 1), Setup.real(link));
    }

    static List<AlpineRoot> ofThisMachine() throws IOException {
        List<AlpineRoot> own =
                all().stream().filter(root -> root.machine.equals("x86_64")).toList();
        if (own.isEmpty()) {
            throw Setup.missing("every x86_64 image in " + Setup.images());
        }
        return own;
    }

    /** Whether this kernel runs its programs directly: i386 is optional in x86_64 kernels. */
    boolean runsHere() throws IOException, InterruptedException {
        return Command.of(Setup.tool("chroot"), path, "/bin/true").run().exit() == 0;
    }

    String source() {
        return "dir:" + path;
    }

    /** Another root with programs for this root, with an emulator if needed. */
    Chroot enter(Path otherRoot) throws IOException, InterruptedException {
        Chroot root = new Chroot(otherRoot);
        return runsHere() ? root : root.emulated(EMULATED.getOrDefault(machine, machine));
    }

    Ended run(Path otherRoot, String... words) throws IOException, InterruptedException {
        return enter(otherRoot).command(words).run();
    }

    @Override
    public String toString() {
        return name;
    }
}
