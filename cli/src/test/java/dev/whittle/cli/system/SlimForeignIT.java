package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Released root file systems of six machines become images of one program that runs. */
@Tag("system")
class SlimForeignIT {
    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    @ParameterizedTest
    @MethodSource("roots")
    void apk_runs_in_its_slim_root(AlpineRoot root, @TempDir Path temp) throws IOException, InterruptedException {
        String wanted = root.run(root.path(), "/sbin/apk", "--version").out();
        assertThat(wanted).startsWith("apk-tools ");
        Path archive = Setup.images().resolve(root.name() + ".tar.gz");
        Path slim = temp.resolve("root");
        Whittle.built()
                .run("slim", "tar:" + archive, "--entrypoint", "/sbin/apk", "-o", "dir:" + slim)
                .succeeds();
        assertThat(slim.resolve("etc/apk/repositories")).as("what apk reads").exists();
        for (String unneeded : List.of("etc/inittab", "usr/bin/getconf")) {
            assertThat(slim.resolve(unneeded)).as("what apk does not need").doesNotExist();
        }
        assertThat(root.run(slim, "/sbin/apk", "--version").succeeds().out()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @MethodSource("roots")
    void the_image_is_of_its_machine(AlpineRoot root, @TempDir Path temp) throws IOException, InterruptedException {
        Path archive = Setup.images().resolve(root.name() + ".tar.gz");
        Path layout = temp.resolve("layout");
        Whittle.built()
                .run("slim", "tar:" + archive, "--entrypoint", "/sbin/apk", "-o", "oci:" + layout + ":apk")
                .succeeds();
        Ended inspected = Command.of(
                        Setup.tool("skopeo"),
                        "inspect",
                        "--config",
                        "--format",
                        "{{.Architecture}} {{.Config.Entrypoint}}",
                        "oci:" + layout + ":apk")
                .run()
                .succeeds();
        assertThat(inspected.out().strip()).isEqualTo(architecture(root.machine()) + " [/sbin/apk]");
    }

    /** As GOARCH has it. */
    private static String architecture(String machine) {
        return switch (machine) {
            case "x86_64" -> "amd64";
            case "x86" -> "386";
            case "aarch64" -> "arm64";
            default -> machine;
        };
    }

    static List<AlpineRoot> roots() throws IOException {
        return AlpineRoot.all();
    }
}
