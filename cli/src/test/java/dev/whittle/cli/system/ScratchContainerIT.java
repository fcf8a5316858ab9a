package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real engine runs programs from only their layer: imported from a pipe, and added to FROM scratch. */
@Tag("system")
class ScratchContainerIT {
    private static final String CURL = "/usr/bin/curl";

    @Test
    void containers_from_scratch_run_what_was_layered(@TempDir Path temp) throws IOException, InterruptedException {
        Setup.requireRoot();
        Setup.file(CURL);
        Engine engine = Engine.start();
        try {
            for (AlpineRoot root : AlpineRoot.ofThisMachine()) {
                Object[] arguments = {"layer", "--from", root.source(), "/sbin/apk"};
                String wanted = root.run(root.path(), "/sbin/apk", "--version").out();
                String image = root.name().toLowerCase(Locale.ROOT);
                imported(engine, image + ":imported", arguments);
                built(engine, image + ":built", temp.resolve(root.name()), arguments);
                for (String tag : List.of(":imported", ":built")) {
                    assertThat(runs(engine, image + tag, "/sbin/apk")).isEqualTo(wanted);
                }
            }
            String wanted = Command.of(CURL, "--version").run().out();
            imported(engine, "curl:imported", "layer", CURL);
            built(engine, "curl:built", temp.resolve("curl"), "layer", CURL);
            assertThat(runs(engine, "curl:imported", CURL)).isEqualTo(wanted);
            assertThat(runs(engine, "curl:built", CURL)).isEqualTo(wanted);
        } finally {
            engine.stop();
        }
    }

    /** {@code whittle layer … -o - | docker import - IMAGE}. */
    private static void imported(Engine engine, String image, Object... layer)
            throws IOException, InterruptedException {
        Command pipe = Command.bash(
                "\"$@\" -o - | \"$DOCKER\" import - \"$IMAGE\"", Whittle.built().words(layer));
        engine.here(pipe)
                .with("DOCKER", Setup.tool("docker").toString())
                .with("IMAGE", image)
                .run()
                .succeeds();
    }

    private static void built(Engine engine, String image, Path context, Object... layer)
            throws IOException, InterruptedException {
        Files.createDirectory(context);
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nADD layer.tar.gz /\n");
        Whittle.built()
                .command(layer)
                .andThen("-o", context.resolve("layer.tar.gz"))
                .run()
                .succeeds();
        engine.docker("build", "--network", "none", "-t", image, context).run().succeeds();
    }

    /** The program's version: as root, and as a user without privileges. */
    private static String runs(Engine engine, String image, String program) throws IOException, InterruptedException {
        Ended root = engine.run(image, List.of(), program, "--version").succeeds();
        List<String> bare = List.of("--user", "65534:65534", "--read-only", "--cap-drop", "ALL");
        Ended nobody = engine.run(image, bare, program, "--version").succeeds();
        assertThat(nobody.out()).isEqualTo(root.out());
        return root.out();
    }
}
