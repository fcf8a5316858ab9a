package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.packaging.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release can be unpacked anywhere and runs without a JDK in PATH; its archive is used there. */
@Tag("system")
class DistributionIT {
    private static final long MOST = 30_000_000;

    @Test
    void an_unpacked_release_runs_without_a_jdk(@TempDir Path temp) throws IOException, InterruptedException {
        Path parent = temp.resolve("built");
        Path built = parent.resolve("whittle");
        Command.of(
                        newestJava(),
                        "-cp",
                        Path.of(Distribution.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath()),
                        Distribution.class.getName(),
                        Setup.checkout(),
                        Setup.jar(),
                        built)
                .run()
                .succeeds();
        Path tar = temp.resolve("whittle.tar.gz");
        Command.of("tar", "-C", parent, "-czf", tar, "whittle").run().succeeds();
        assertThat(Files.size(tar)).isLessThan(MOST);
        Path place = Files.createDirectories(temp.resolve("some where"));
        Command.of("tar", "-C", place, "-xf", tar).run().succeeds();
        Command.of("rm", "-r", built).run().succeeds();

        Path launcher = place.resolve("whittle/whittle");
        String wanted = Whittle.built().run("ldd", "/usr/bin/curl").succeeds().out();
        Ended ended = bare(launcher, "ldd", "/usr/bin/curl").run().succeeds();
        assertThat(ended.out()).isEqualTo(wanted);
        assertThat(ended.err()).isEmpty();
        for (String name : List.of("layer.tar", "layer.tar.gz", "layer.tar.zst")) {
            bare(launcher, "layer", "-q", "/usr/bin/curl", "-o", place.resolve(name))
                    .run()
                    .succeeds();
            Path expected = Whittle.built().layer(temp.resolve(name), "-q", "/usr/bin/curl");
            assertThat(place.resolve(name)).hasSameBinaryContentAs(expected);
        }
        assertThat(bare(launcher, "--help").run().succeeds().out()).startsWith("Find what a binary needs");
        assertUsed(place.resolve("whittle"));
    }

    /** Java reports this for each class, if it is started without the launcher. */
    private static void assertUsed(Path release) throws IOException, InterruptedException {
        Path archive;
        try (Stream<Path> files = Files.list(release.resolve("lib/start"))) {
            archive = files.filter(file -> file.toString().endsWith("quick.aot"))
                    .findFirst()
                    .orElseThrow();
        }
        Ended ended = Command.of(
                        release.resolve("runtime/bin/java"),
                        "-XX:+UseSerialGC",
                        "-XX:AOTCache=" + archive,
                        "-Xlog:class+load",
                        "-cp",
                        release.resolve("lib/whittle.jar"),
                        "dev.whittle.cli.Main",
                        "ldd",
                        "/bin/true")
                .run()
                .succeeds();
        assertThat(ended.out()).contains(" dev.whittle.cli.Main source: shared objects file");
    }

    private static Command bare(Path launcher, Object... arguments) {
        return Command.of(launcher)
                .andThen(arguments)
                .with("PATH", "/nonexistent")
                .with("JAVA_HOME", "/nonexistent");
    }

    /** The one on this machine that can make an archive for any location. */
    private static Path newestJava() throws IOException {
        List<Path> all = Setup.everyJava();
        return all.stream()
                .filter(java -> java.toString().matches(".*[^0-9]2[5-9][^0-9].*"))
                .findFirst()
                .orElseThrow(() -> Setup.missing("a JDK 25 or newer"));
    }
}
