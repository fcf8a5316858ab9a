package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One image, saved by many programs: the same answers and the same layer from all of them. */
@Tag("system")
class SourcesIT {
    private static final String IMAGE = "nginx-1.22.1-alpine-3.19-x86_64.docker.tar.gz";
    private static final String PROGRAM = "/usr/sbin/nginx";

    private final Path temp;

    SourcesIT(@TempDir Path temp) {
        this.temp = temp;
    }

    @Test
    void every_medium_gives_the_same_layer() throws IOException, InterruptedException {
        Map<String, String> answers = new TreeMap<>();
        for (String source : sources()) {
            Ended ldd = Whittle.built()
                    .command("ldd", "--from", source, "--format", "json", PROGRAM)
                    .in(temp)
                    .run()
                    .succeeds();
            assertThat(ldd.err()).isEmpty();
            Path layer = temp.resolve("layer.tar");
            Whittle.built()
                    .command("layer", "--from", source, PROGRAM, "--include", "/etc/nginx", "-q", "-o", layer)
                    .in(temp)
                    .run()
                    .succeeds();
            answers.put(source, Archive.digest(layer) + "\n" + ldd.out());
        }
        assertThat(answers).hasSize(14);
        assertThat(answers.values().stream().distinct()).as("%s", answers).hasSize(1);
    }

    @Test
    void a_pipe_is_as_good_as_a_file() throws IOException, InterruptedException {
        List<String> answers = new ArrayList<>();
        List<String> words = Whittle.built().words("ldd", "--from", "-", "--format", "list", PROGRAM);
        String packed = Setup.images().resolve(IMAGE).toString();
        for (String line : List.of(
                "cat $IMAGE | \"$@\"",
                "zcat $IMAGE | \"$@\"",
                "\"$@\" <$IMAGE",
                "zcat $IMAGE >$TEMP/plain.tar; \"$@\" <$TEMP/plain.tar",
                "{ head -c 0; \"$@\"; } <$TEMP/plain.tar")) {
            Ended ended = Command.bash(line, words)
                    .with("IMAGE", packed)
                    .with("TEMP", temp.toString())
                    .with("TMPDIR", temp.toString())
                    .run()
                    .succeeds();
            assertThat(ended.err()).isEmpty();
            answers.add(ended.out());
        }
        assertThat(answers).allMatch(answer -> answer.contains("/lib/ld-musl-x86_64.so.1"));
        assertThat(answers.stream().distinct()).hasSize(1);
        try (var left = Files.list(temp)) {
            assertThat(left).containsExactly(temp.resolve("plain.tar"));
        }
    }

    @Test
    void a_named_pipe_is_read_like_one() throws IOException, InterruptedException {
        List<String> words = Whittle.built().words("ldd", "--format", "list", PROGRAM, "--from");
        Ended ended = Command.bash("\"$@\" <(zcat $IMAGE)", words)
                .with("IMAGE", Setup.images().resolve(IMAGE).toString())
                .run()
                .succeeds();
        assertThat(ended.out()).contains("/lib/ld-musl-x86_64.so.1");
    }

    private List<String> sources() throws IOException, InterruptedException {
        Path packed = Setup.images().resolve(IMAGE);
        Path plain = temp.resolve("docker.tar");
        Command.bash("zcat \"$1\" >\"$2\"", List.of(packed.toString(), plain.toString()))
                .run()
                .succeeds();
        List<String> sources =
                new ArrayList<>(List.of("docker-archive:docker.tar", "docker.tar", "docker-archive:" + packed));
        String from = "docker-archive:docker.tar";
        skopeo(from, "oci:layout:v1");
        skopeo(from, "oci:single:v1");
        sources.addAll(List.of("oci:layout:v1", "single"));
        skopeo(from, "oci-archive:oci.tar:v1");
        sources.addAll(List.of("oci-archive:oci.tar:v1", "oci.tar"));
        skopeo(from, "docker-archive:again.tar:nginx:again");
        sources.add("docker-archive:again.tar:nginx:again");
        skopeo(from, "oci:zstd:v1", "--dest-compress-format", "zstd");
        sources.add("oci:zstd:v1");
        in("umoci", "tag", "--image", "layout:v1", "v2");
        sources.add("oci:layout:v2");
        in("umoci", "config", "--image", "layout:v1", "--tag", "v3", "--config.cmd", "other");
        sources.add("oci:layout:v3");
        String storage = temp.resolve("storage").toString();
        String run = temp.resolve("run").toString();
        String[] buildah = {"buildah", "--root", storage, "--runroot", run, "--storage-driver", "vfs"};
        in(with(buildah, "pull", "--policy", "always", "oci:layout:v1"));
        String id = in(with(buildah, "images", "-q")).lines().get(0);
        in(with(buildah, "push", "--format", "oci", id, "oci:built:v1"));
        in(with(buildah, "push", "--format", "v2s2", id, "docker-archive:built.tar:localhost/nginx:v1"));
        in(with(buildah, "push", "--format", "v2s2", id, "oci-archive:built-oci.tar:v1"));
        sources.addAll(List.of("oci:built:v1", "docker-archive:built.tar", "built-oci.tar"));
        return sources;
    }

    private void skopeo(String from, String to, String... options) throws IOException, InterruptedException {
        in(with(with(new String[] {"skopeo", "--insecure-policy", "copy", "-q"}, options), from, to));
    }

    private Ended in(String... words) throws IOException, InterruptedException {
        words[0] = Setup.tool(words[0]).toString();
        return Command.of((Object[]) words)
                .in(temp)
                .with("HOME", temp.toString())
                .run()
                .succeeds();
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }
}
