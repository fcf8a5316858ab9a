package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real roots of four machines in one index: slimmed in one run, read by others, started. */
@Tag("system")
class IndexesIT {
    private final Path directory;

    IndexesIT(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        new PlatformIndex(directory.resolve("alpine"), "3").write();
    }

    @BeforeAll
    static void requireRoot() throws IOException {
        Setup.requireRoot();
    }

    private String source() {
        return "oci:" + directory.resolve("alpine") + ":3";
    }

    private Ended slim(Object... more) throws IOException, InterruptedException {
        List<Object> words = new ArrayList<>(List.of("slim", source(), "--platform", "all"));
        words.addAll(List.of(more));
        return Whittle.built().run(words.toArray()).succeeds();
    }

    @Test
    void every_image_of_the_new_index_starts_on_its_machine() throws IOException, InterruptedException {
        String slim = "oci:" + directory.resolve("slim");
        assertThat(slim("-o", slim).err()).contains(" of 4 platforms\n").contains("4 attestations left out");
        Path skopeo = Setup.tool("skopeo");
        JsonObject index = JsonParser.parseString(Command.of(skopeo, "inspect", "--raw", slim + ":3-slim")
                        .run()
                        .succeeds()
                        .out())
                .getAsJsonObject();
        assertThat(index.getAsJsonArray("manifests")).hasSize(4);
        for (Map.Entry<String, String> root : PlatformIndex.ROOTS.entrySet()) {
            String one = "oci:" + directory.resolve("one-" + root.getKey()) + ":x";
            Command.of(skopeo, "--override-arch", root.getKey(), "copy", "-q", slim + ":3-slim", one)
                    .run()
                    .succeeds();
            Path bundle = directory.resolve("bundle-" + root.getKey());
            Command.of(Setup.tool("umoci"), "unpack", "--image", one.substring("oci:".length()), bundle)
                    .run()
                    .succeeds();
            Ended started =
                    AlpineRoot.named(root.getValue()).run(bundle.resolve("rootfs"), "/bin/sh", "-c", "echo started");
            assertThat(started.succeeds().out()).as(root.getKey()).isEqualTo("started\n");
        }
    }

    @Test
    void the_engine_takes_its_own_platform_of_an_archive_of_all() throws IOException, InterruptedException {
        Path archive = directory.resolve("all.tar");
        slim("-o", "docker-archive:" + archive + ":alpine:all");
        Engine engine = Engine.start();
        try {
            engine.docker("load", "-i", archive).run().succeeds();
            assertThat(engine.run("alpine:all", List.of()).succeeds().out()).isEqualTo("started\n");
        } finally {
            engine.stop();
        }
    }

    @Test
    void podman_buildah_and_skopeo_share_a_store() throws IOException, InterruptedException {
        Path settings = directory.resolve("storage.conf");
        Files.writeString(
                settings,
                "[storage]\ndriver = \"vfs\"\ngraphroot = \"" + directory.resolve("store") + "\"\nrunroot = \""
                        + directory.resolve("run") + "\"\n");
        for (String program : List.of("podman", "buildah", "skopeo")) {
            String name = "containers-storage:localhost/alpine:" + program;
            Command slim = Whittle.built()
                    .command("slim", source(), "--platform", "linux/amd64", "--engine", program, "-o", name);
            slim.with("CONTAINERS_STORAGE_CONF", settings.toString()).run().succeeds();
            Ended verified = Whittle.built()
                    .command("verify", name, "--engine", program)
                    .with("CONTAINERS_STORAGE_CONF", settings.toString())
                    .run();
            assertThat(verified.succeeds().out()).startsWith("OK: nothing is missing");
        }
    }

    @Test
    void containerd_keeps_all_platforms_under_one_name() throws IOException, InterruptedException {
        Path settings = directory.resolve("containerd.toml");
        Path socket = Files.createTempDirectory("whittle-containerd-").resolve("socket");
        Files.writeString(
                settings,
                "version = 2\nroot = \"" + directory.resolve("root") + "\"\nstate = \"" + directory.resolve("state")
                        + "\"\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n[grpc]\naddress = \"" + socket
                        + "\"\n[ttrpc]\naddress = \"" + socket + ".ttrpc\"\n");
        Process daemon = Command.of(Setup.tool("containerd"), "--config", settings)
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("containerd.log").toFile())
                .start();
        try {
            Command images = containerd(Command.of(Setup.tool("ctr"), "images", "ls"), socket);
            for (int i = 0; i < 100 && images.run().exit() != 0; i++) {
                Thread.sleep(200);
            }
            containerd(
                            Whittle.built()
                                    .command("slim", source(), "--platform", "all", "-o", "containerd:localhost/a:1"),
                            socket)
                    .run()
                    .succeeds();
            assertThat(images.run().succeeds().out())
                    .contains("localhost/a:1")
                    .contains("linux/amd64,linux/arm64")
                    .contains("linux/s390x");
            Ended verified = containerd(
                            Whittle.built().command("verify", "containerd:localhost/a:1", "--platform", "all"), socket)
                    .run()
                    .succeeds();
            assertThat(verified.lines())
                    .filteredOn(line -> line.contains(": OK: nothing is missing"))
                    .hasSize(4);
        } finally {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    private static Command containerd(Command command, Path socket) {
        return command.with("CONTAINERD_ADDRESS", socket.toString()).with("CONTAINERD_SNAPSHOTTER", "native");
    }
}
