package dev.whittle.cli.system;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Images that share their base, in one archive like that of {@code docker save} with several images. */
record CaseArchive(Path file, BaseImage base, Map<String, Path> ownLayers) {
    private static final String CREATED = "2026-01-01T00:00:00Z";

    static CaseArchive write(BaseImage base, List<SlimCase> cases, Path scratch)
            throws IOException, InterruptedException {
        Path parts = Files.createDirectories(scratch.resolve("parts"));
        List<String> names = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (Path layer : base.layers()) {
            String name = "base-" + names.size() + ".tar";
            Files.createLink(parts.resolve(name), layer.toRealPath());
            names.add(name);
            digests.add(digest(layer));
        }
        JsonArray manifest = new JsonArray();
        Map<String, Path> own = new HashMap<>();
        for (SlimCase image : cases) {
            String name = image.reference().substring("case:".length());
            List<String> itsLayers = new ArrayList<>(names);
            List<String> itsDigests = new ArrayList<>(digests);
            if (!image.files().isEmpty()) {
                Path layer = parts.resolve(name + ".tar");
                layer(image.files(), Files.createDirectory(scratch.resolve(name)), layer);
                own.put(image.name(), layer);
                itsLayers.add(name + ".tar");
                itsDigests.add(digest(layer));
            }
            Files.writeString(
                    parts.resolve(name + ".json"), config(image, itsDigests).toString());
            JsonObject entry = new JsonObject();
            entry.addProperty("Config", name + ".json");
            entry.add("RepoTags", array(List.of(image.reference())));
            entry.add("Layers", array(itsLayers));
            manifest.add(entry);
        }
        Files.writeString(parts.resolve("manifest.json"), manifest.toString());
        Path file = scratch.resolve("cases.tar");
        Command.of("tar", "-cf", file, "--exclude=./*/*", "-C", parts, ".")
                .run()
                .succeeds();
        return new CaseArchive(file, base, own);
    }

    /** Its name for whittle. */
    String source(SlimCase image) {
        return "docker-archive:" + file + ":" + image.reference();
    }

    /** Every layer of an image, lowest first. */
    List<Path> layers(SlimCase image) {
        List<Path> all = new ArrayList<>(base.layers());
        if (ownLayers.containsKey(image.name())) {
            all.add(ownLayers.get(image.name()));
        }
        return all;
    }

    private static JsonObject config(SlimCase image, List<String> digests) {
        JsonObject root = new JsonObject();
        root.addProperty("architecture", "amd64");
        root.addProperty("os", "linux");
        root.addProperty("created", CREATED);
        root.add("config", image.config());
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", array(digests));
        root.add("rootfs", rootfs);
        JsonArray history = new JsonArray();
        for (int i = 0; i < digests.size(); i++) {
            JsonObject step = new JsonObject();
            step.addProperty("created", CREATED);
            step.addProperty("created_by", "layer " + i);
            history.add(step);
        }
        root.add("history", history);
        return root;
    }

    /** Without entries for directories, whose owners and modes are the base's. */
    private static void layer(Map<String, String> files, Path scratch, Path archive)
            throws IOException, InterruptedException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = scratch.resolve(file.getKey().substring(1));
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().getBytes(StandardCharsets.ISO_8859_1));
            boolean program =
                    file.getValue().startsWith("#!") || file.getValue().startsWith("\u007fELF");
            Command.of("chmod", program ? "755" : "644", path).run().succeeds();
        }
        Command.bash(
                        "cd \"$1\" && find . -type f | tar -cf \"$2\" --owner=0 --group=0 --numeric-owner --mtime=@1 -T -",
                        List.of(scratch.toString(), archive.toString()))
                .run()
                .succeeds();
    }

    /** Also for a large file. */
    private static String digest(Path file) throws IOException, InterruptedException {
        String line = Command.of("sha256sum", file).run().succeeds().out();
        return "sha256:" + line.substring(0, line.indexOf(' '));
    }

    private static JsonArray array(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }
}
