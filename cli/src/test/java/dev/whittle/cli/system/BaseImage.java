package dev.whittle.cli.system;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plain layers that several images share. */
record BaseImage(String name, List<Path> layers) {
    /** The nginx image of the folder of images, as saved by {@code docker save}. */
    static final String SAVED_NGINX = "nginx-1.22.1-alpine-3.19-x86_64.docker";

    /** One that testdata/debian-image made. */
    static BaseImage debian(String name) {
        return new BaseImage(name, List.of(provisioned(name).resolve("layer.tar")));
    }

    /** The root of such an image, for clients of servers; read-only. */
    static Path provisioned(String name) {
        Path place = Setup.cache().resolve("images").resolve(name);
        if (!Files.isRegularFile(place.resolve("layer.tar"))) {
            throw Setup.missing("the image " + place);
        }
        return Setup.real(place);
    }

    static BaseImage alpine(AlpineRoot root, Path scratch) throws IOException, InterruptedException {
        Path layer = scratch.resolve(root.name() + ".tar");
        unzip(Setup.images().resolve(root.name() + ".tar.gz"), layer);
        return new BaseImage(root.name(), List.of(layer));
    }

    static BaseImage saved(String name, Path scratch) throws IOException, InterruptedException {
        Path archive = scratch.resolve(name + ".tar");
        unzip(Setup.images().resolve(name + ".tar.gz"), archive);
        Path unpacked = Archive.unpack(archive, scratch.resolve(name));
        List<Path> layers = new ArrayList<>();
        JsonArray files = manifest(unpacked).getAsJsonArray("Layers");
        for (JsonElement layer : files) {
            layers.add(unpacked.resolve(layer.getAsString()));
        }
        return new BaseImage(name, layers);
    }

    /** The configuration in an unpacked {@code docker save} of one image. */
    static JsonObject config(Path unpacked) throws IOException {
        return json(unpacked.resolve(manifest(unpacked).get("Config").getAsString()))
                .getAsJsonObject();
    }

    private static JsonObject manifest(Path unpacked) throws IOException {
        return json(unpacked.resolve("manifest.json")).getAsJsonArray().get(0).getAsJsonObject();
    }

    private static JsonElement json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file));
    }

    private static void unzip(Path packed, Path plain) throws IOException, InterruptedException {
        Command.bash("gzip -dc \"$1\" >\"$2\"", List.of(packed.toString(), plain.toString()))
                .run()
                .succeeds();
    }
}
