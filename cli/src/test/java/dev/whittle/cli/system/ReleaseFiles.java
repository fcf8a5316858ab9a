package dev.whittle.cli.system;

import dev.whittle.packaging.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the files of a release of the built tool, as the profile {@code dist} does. */
final class ReleaseFiles {
    private static final String MAINTAINER = "Some One <some.one@users.noreply.whittle.example>";

    /** That of the pages that name one. */
    static final String VERSION = "0.1.0";

    private static Optional<Path> shared = Optional.empty();

    private ReleaseFiles() {}

    /**
     * One for all tests of a run, since Java's archive of classes takes a while: {@code release} with the files, and
     * {@code manuals}. Every user may read it. Nobody changes it.
     */
    static synchronized Path shared() throws IOException, InterruptedException {
        if (shared.isEmpty()) {
            Path base = Files.createTempDirectory("whittle-release-");
            Command remove = Command.of("rm", "-rf", base);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    remove.run();
                } catch (IOException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            Command.of("chmod", "755", base).run().succeeds();
            make(base, VERSION);
            shared = Optional.of(base);
        }
        return shared.get();
    }

    /**
     * In {@code release} of a directory; what they are made of stays beside it.
     *
     * @return that directory of the files
     */
    static Path make(Path base, String version) throws IOException, InterruptedException {
        return make(base, version, command -> command);
    }

    /** The same, with another environment or rights of new files. */
    static Path make(Path base, String version, UnaryOperator<Command> surroundings)
            throws IOException, InterruptedException {
        Path java = newestJava();
        Path manuals = base.resolve("manuals");
        Path release = base.resolve("release");
        surroundings
                .apply(Command.of(java, "-cp", Setup.jar(), "dev.whittle.cli.Manuals", manuals))
                .run()
                .succeeds();
        List<String> path =
                List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(":"));
        String libraries = joined(path, "/picocli/", "/gson/", "/jna/");
        String picocli = joined(path, "/info/picocli/");
        Path repository = Path.of(picocli.substring(0, picocli.indexOf("/info/picocli/")));
        surroundings
                .apply(Command.of(
                        java,
                        "-cp",
                        joined(path, "packaging", "/commons-", "/gson/"),
                        Release.class.getName(),
                        Setup.checkout(),
                        Setup.jar(),
                        version,
                        MAINTAINER,
                        manuals,
                        repository,
                        libraries,
                        release,
                        ""))
                .run()
                .succeeds();
        return release;
    }

    /** The entries of a class path that have one of these in their names. */
    private static String joined(List<String> path, String... parts) {
        return path.stream()
                .filter(entry -> Stream.of(parts).anyMatch(entry::contains))
                .collect(Collectors.joining(":"));
    }

    /** The one of the machine that makes an archive for any place. */
    private static Path newestJava() throws IOException {
        return Setup.everyJava().stream()
                .filter(java -> java.toString().matches(".*[^0-9]2[5-9][^0-9].*"))
                .findFirst()
                .orElseThrow(() -> Setup.missing("a JDK 25 or newer"));
    }
}
