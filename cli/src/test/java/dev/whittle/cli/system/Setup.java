package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the profile {@code system} needs. Nothing is skipped: a missing tool is a failure, with a hint how to install
 * it.
 */
final class Setup {
    static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";

    private Setup() {}

    static Path checkout() {
        return directory("whittle.checkout");
    }

    static Path images() {
        return directory("whittle.images");
    }

    static Path cache() {
        return directory("whittle.cache");
    }

    static Path jar() {
        Path jar = Path.of(property("whittle.jar"));
        if (!Files.isRegularFile(jar)) {
            throw missing("the built tool " + jar);
        }
        return jar;
    }

    /** This JVM's own java. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    static Path tool(String name) {
        return find(name).orElseThrow(() -> missing("the program " + name));
    }

    static Optional<Path> find(String name) {
        return Stream.of(PATH.split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Path file(String path) {
        Path file = Path.of(path);
        if (!Files.isRegularFile(file)) {
            throw missing("the file " + file);
        }
        return file;
    }

    static void requireRoot() throws IOException {
        if (!Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t0\t")) {
            fail("the system tests need root rights: chroot, mount, owners of files");
        }
    }

    /** Every JDK of this machine that can run the tool, this JVM's first. */
    static List<Path> everyJava() throws IOException {
        Path own = java().toRealPath();
        try (Stream<Path> installed = Files.list(Path.of("/usr/lib/jvm"))) {
            Stream<Path> others = installed
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .map(Setup::real)
                    .filter(java -> !java.equals(own))
                    .sorted();
            return Stream.concat(Stream.of(own), others).distinct().toList();
        }
    }

    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(String property) {
        Path directory = Path.of(property(property));
        if (!Files.isDirectory(directory)) {
            throw missing("the folder " + directory + " (" + property + ")");
        }
        return directory;
    }

    private static String property(String name) {
        String value = System.getProperty(name, "");
        if (value.isEmpty()) {
            throw missing("-D" + name + "=…");
        }
        return value;
    }

    static AssertionError missing(String subject) {
        return new AssertionError(subject + " is missing: run testdata/provision as root, then mvn verify -Psystem"
                + " -Dwhittle.images=DIR -Dwhittle.cache=DIR (.ci/run does both)");
    }
}
