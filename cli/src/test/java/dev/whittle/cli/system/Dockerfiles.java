package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Dockerfiles built by two builders: the engine's own, and buildah; the latter's result is loaded into the engine. */
final class Dockerfiles {
    private final Engine engine;
    private final Path scratch;
    private int count;

    Dockerfiles(Engine engine, Path scratch) {
        this.engine = engine;
        this.scratch = scratch;
    }

    /** Makes an image of the engine available to buildah, under its name. */
    void share(String image) throws IOException, InterruptedException {
        Path archive = scratch.resolve("shared-" + count++ + ".tar");
        engine.docker("save", "-o", archive, image).run().succeeds();
        buildah("pull", "-q", "docker-archive:" + archive).run().succeeds();
        Files.delete(archive);
    }

    /**
     * Writes a Dockerfile for an image of the engine with {@code whittle copy}, and builds it with both builders.
     *
     * @return the names of the images, the engine's own first
     */
    List<String> built(String image, String name, String... options) throws IOException, InterruptedException {
        Path context = Files.createDirectory(scratch.resolve("context-" + count++));
        Path file = context.resolve("Dockerfile");
        Object[] words = Stream.concat(
                        Stream.of("copy", "--from", "-", "--format", "dockerfile", "-o", file), Stream.of(options))
                .toArray();
        Command pipe = Command.bash(
                "\"$DOCKER\" save \"$IMAGE\" | \"$@\"", Whittle.built().words(words));
        engine.here(pipe)
                .with("DOCKER", Setup.tool("docker").toString())
                .with("IMAGE", image)
                .run()
                .succeeds();
        return built(context, name);
    }

    List<String> built(Path context, String name) throws IOException, InterruptedException {
        String own = name + ":docker";
        String other = name + ":buildah";
        engine.docker("build", "--network", "none", "-t", own, context).run().succeeds();
        buildah("bud", "-q", "--isolation", "chroot", "--format", "docker", "-t", other, context)
                .run()
                .succeeds();
        Path archive = scratch.resolve("built-" + count++ + ".tar");
        buildah("push", "-q", "localhost/" + other, "docker-archive:" + archive + ":" + other)
                .run()
                .succeeds();
        engine.docker("load", "-q", "-i", archive).run().succeeds();
        Files.delete(archive);
        assertThat(listing(other)).as("the same by both builders").isEqualTo(listing(own));
        return List.of(own, other);
    }

    /** Modes, owners, names and links of an image, except for what every container gets. */
    List<String> listing(String image) throws IOException, InterruptedException {
        String script = "id=$(\"$DOCKER\" create \"$1\" /none) && \"$DOCKER\" export $id | tar --numeric-owner -tvf -"
                + " | sed -E 's/ +[0-9]+ [0-9-]+ [0-9:]+ / /' | sort -k3 && \"$DOCKER\" rm $id >/dev/null";
        List<String> lines = new ArrayList<>(engine.here(Command.bash(script, List.of(image)))
                .with("DOCKER", Setup.tool("docker").toString())
                .run()
                .succeeds()
                .lines());
        lines.removeIf(line ->
                line.matches(".* (\\.dockerenv|dev/.*|proc/|sys/|etc/(hostname|hosts|mtab|resolv.conf))" + "( .*)?"));
        return lines;
    }

    /** Removes what buildah stores: JUnit would warn about each link in it. */
    void forget() throws IOException, InterruptedException {
        Command.of("rm", "-rf", "--one-file-system", scratch.resolve("storage"))
                .run()
                .succeeds();
    }

    private Command buildah(Object... words) {
        Object[] all = Stream.concat(
                        Stream.of(
                                Setup.tool("buildah"),
                                "--root",
                                scratch.resolve("storage"),
                                "--runroot",
                                scratch.resolve("run"),
                                "--storage-driver",
                                "vfs"),
                        Stream.of(words))
                .toArray();
        return Command.of(all).with("TMPDIR", scratch.toString()).with("HOME", scratch.toString());
    }
}
