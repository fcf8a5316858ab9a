package dev.whittle.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One image in every form that other tools write. */
final class ImageForms {
    static final String REFERENCE = "nginx:1.22.1-alpine";

    private final Path scratch;
    private final Map<String, String> sources = new LinkedHashMap<>();

    ImageForms(Path scratch) {
        this.scratch = scratch;
    }

    /** Sources as whittle names them, by writer. */
    Map<String, String> all() throws IOException, InterruptedException {
        Path saved = scratch.resolve("saved.tar");
        Path packed = Setup.images().resolve(BaseImage.SAVED_NGINX + ".tar.gz");
        Command.bash("gzip -dc \"$1\" >\"$2\"", List.of(packed.toString(), saved.toString()))
                .run()
                .succeeds();
        String archive = "docker-archive:" + saved;
        sources.put("docker save", archive + ":" + REFERENCE);
        sources.put("docker save, gzip", "docker-archive:" + packed);
        copied("skopeo, docker archive", archive, "docker-archive", "again.tar:" + REFERENCE);
        copied("skopeo, layout, gzip", archive, "oci", "gzip:a", "--dest-compress-format", "gzip");
        copied("skopeo, layout, zstd", archive, "oci", "zstd:a", "--dest-compress-format", "zstd");
        copied("skopeo, layout archive", archive, "oci-archive", "layout.tar:a");
        umoci();
        buildah(archive);
        return sources;
    }

    /** The same for skopeo, which does not read a docker archive that is compressed as a whole. */
    static String uncompressed(String source, Map<String, String> all) {
        return source.endsWith(".gz") ? all.getOrDefault("docker save", source) : source;
    }

    private void copied(String name, String from, String transport, String to, Object... options)
            throws IOException, InterruptedException {
        String place = transport + ":" + scratch.resolve(to);
        Command.of(Setup.tool("skopeo"), "--insecure-policy", "copy", "--quiet")
                .andThen(options)
                .andThen(from, place)
                .run()
                .succeeds();
        sources.put(name, place);
    }

    /** Adds a second tag, and removes unneeded blobs: umoci rewrites the index. */
    private void umoci() throws IOException, InterruptedException {
        Path copy = scratch.resolve("umoci");
        Command.of("cp", "-a", scratch.resolve("gzip"), copy).run().succeeds();
        Command.of(Setup.tool("umoci"), "tag", "--image", copy + ":a", "b")
                .run()
                .succeeds();
        Command.of(Setup.tool("umoci"), "rm", "--image", copy + ":a").run().succeeds();
        Command.of(Setup.tool("umoci"), "gc", "--layout", copy).run().succeeds();
        sources.put("umoci, layout", "oci:" + copy + ":b");
    }

    private void buildah(String archive) throws IOException, InterruptedException {
        Path home = Files.createDirectory(scratch.resolve("buildah"));
        Command buildah = Command.of(
                        Setup.tool("buildah"),
                        "--root",
                        home.resolve("root"),
                        "--runroot",
                        home.resolve("run"),
                        "--storage-driver",
                        "vfs")
                .with("HOME", home.toString());
        buildah.andThen("pull", "--quiet", archive).run().succeeds();
        for (String transport : List.of("oci", "docker-archive")) {
            String place = transport + ":" + scratch.resolve("buildah-" + transport) + ":"
                    + (transport.equals("oci") ? "a" : REFERENCE);
            buildah.andThen("push", "--quiet", "localhost/" + REFERENCE, place)
                    .run()
                    .succeeds();
            sources.put("buildah, " + (transport.equals("oci") ? "layout" : "docker archive"), place);
        }
    }
}
