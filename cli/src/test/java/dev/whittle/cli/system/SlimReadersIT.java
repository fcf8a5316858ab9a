package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output can be read by the tools it is for: a table of who reads what, and all see the same image. */
@Tag("system")
class SlimReadersIT {
    private static final String NAME = "slim/apk:1";
    private static final List<String> COMPRESSIONS = List.of("none", "gzip", "zstd");

    @Test
    void everyone_reads_the_forms_that_they_know(@TempDir Path temp) throws IOException, InterruptedException {
        Setup.requireRoot();
        Engine engine = Engine.start();
        try {
            Map<String, Map<String, String>> table = new LinkedHashMap<>();
            for (String compression : COMPRESSIONS) {
                table.put("docker-archive, " + compression, archives(engine, temp, compression));
            }
            for (String compression : COMPRESSIONS) {
                table.put("oci, " + compression, layouts(temp, compression));
            }
            for (String compression : COMPRESSIONS) {
                table.put("oci-archive, " + compression, layoutArchives(temp, compression));
            }
            write(table);
            assertThat(refused(table)).containsExactlyElementsOf(KNOWN);
        } finally {
            engine.stop();
        }
    }

    /** What readers of these versions do not support, whoever wrote it. */
    private static final List<String> KNOWN = List.of("docker-archive, zstd: docker load", "oci, zstd: umoci unpack");

    private static Map<String, String> archives(Engine engine, Path temp, String compression)
            throws IOException, InterruptedException {
        Path file = temp.resolve("docker-" + compression + ".tar");
        slim("docker-archive:" + file + ":" + NAME, compression);
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("skopeo inspect", skopeo("docker-archive:" + file));
        answers.put("umoci unpack", "–");
        answers.put("docker load", loaded(engine, file));
        answers.put("podman load", stored("podman", temp, "load", "-q", "-i", file));
        answers.put("buildah pull", stored("buildah", temp, "pull", "-q", "docker-archive:" + file));
        return answers;
    }

    private static Map<String, String> layouts(Path temp, String compression) throws IOException, InterruptedException {
        Path layout = temp.resolve("oci-" + compression);
        slim("oci:" + layout + ":1", compression);
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("skopeo inspect", skopeo("oci:" + layout + ":1"));
        answers.put("umoci unpack", umoci(layout, temp.resolve("umoci-" + compression)));
        answers.put("docker load", "–");
        answers.put("podman load", stored("podman", temp, "pull", "-q", "oci:" + layout + ":1"));
        answers.put("buildah pull", stored("buildah", temp, "pull", "-q", "oci:" + layout + ":1"));
        return answers;
    }

    private static Map<String, String> layoutArchives(Path temp, String compression)
            throws IOException, InterruptedException {
        Path file = temp.resolve("archive-" + compression + ".tar");
        slim("oci-archive:" + file + ":1", compression);
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("skopeo inspect", skopeo("oci-archive:" + file));
        answers.put("umoci unpack", "–");
        answers.put("docker load", "–");
        answers.put("podman load", stored("podman", temp, "load", "-q", "-i", file));
        answers.put("buildah pull", stored("buildah", temp, "pull", "-q", "oci-archive:" + file));
        return answers;
    }

    private static void slim(String to, String compression) throws IOException, InterruptedException {
        Path root = Setup.images().resolve(AlpineRoot.ofThisMachine().get(0).name() + ".tar.gz");
        Whittle.built()
                .run("slim", "tar:" + root, "--entrypoint", "/sbin/apk", "--compress", compression, "-o", to)
                .succeeds();
    }

    private static String skopeo(String image) throws IOException, InterruptedException {
        return told(
                Command.of(Setup.tool("skopeo"), "inspect", "--config", image).run());
    }

    private static String umoci(Path layout, Path bundle) throws IOException, InterruptedException {
        Ended ended = Command.of(Setup.tool("umoci"), "unpack", "--image", layout + ":1", bundle)
                .run();
        if (ended.exit() == 0) {
            assertThat(bundle.resolve("rootfs/sbin/apk")).isRegularFile();
        }
        return told(ended);
    }

    private static String loaded(Engine engine, Path file) throws IOException, InterruptedException {
        Ended ended = engine.docker("load", "-q", "-i", file).run();
        if (ended.exit() == 0) {
            assertThat(engine.run(NAME, List.of(), "--version").succeeds().out())
                    .startsWith("apk-tools ");
            // An existing layer would not be read again.
            engine.docker("rmi", "--force", NAME).run().succeeds();
        }
        return told(ended);
    }

    /** With its own store; the program itself unpacks layers there. */
    private static String stored(String program, Path temp, Object... words) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(temp, program);
        // podman permits 50 bytes.
        Path running = Files.createTempDirectory("whittle-");
        Command command = Command.of(
                        Setup.tool(program), "--root", home, "--runroot", running, "--storage-driver", "vfs")
                .with("HOME", home.toString());
        Ended ended = command.andThen(words).run();
        if (ended.exit() == 0) {
            assertThat(command.andThen("images", "-q").run().succeeds().lines()).hasSize(1);
        }
        Command.of("rm", "-rf", running).run().succeeds();
        return told(ended);
    }

    private static String told(Ended ended) {
        if (ended.exit() == 0) {
            return "yes";
        }
        List<String> lines = ended.errors();
        String last = lines.isEmpty() ? "exit code " + ended.exit() : lines.get(lines.size() - 1);
        // Go's errors include the whole chain: the cause comes last.
        return "no: " + last.substring(Math.max(last.lastIndexOf(": ", last.lastIndexOf(": ") - 1) + 2, 0));
    }

    private static void write(Map<String, Map<String, String>> table) throws IOException {
        List<String> readers = List.copyOf(table.values().iterator().next().keySet());
        Report report = new Report("slim-readers")
                .add("| written | " + String.join(" | ", readers) + " |", "|---".repeat(readers.size() + 1) + "|");
        for (Map.Entry<String, Map<String, String>> row : table.entrySet()) {
            report.add("| " + row.getKey() + " | "
                    + String.join(" | ", row.getValue().values()).replaceAll("\\s+", " ") + " |");
        }
        report.write();
    }

    private static List<String> refused(Map<String, Map<String, String>> table) {
        List<String> all = new ArrayList<>();
        table.forEach((form, readers) -> readers.forEach((reader, answer) -> {
            if (answer.startsWith("no")) {
                all.add(form + ": " + reader);
            }
        }));
        return all;
    }
}
