package dev.whittle.cli.system;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A layout with an index as BuildKit makes it: Alpine roots of four machines, with an attestation for each. */
final class PlatformIndex {
    /** The roots by the architecture of their image. */
    static final Map<String, String> ROOTS = Map.of(
            "amd64", "alpine-3.19.4-x86_64",
            "arm64", "alpine-3.19.4-aarch64",
            "s390x", "alpine-3.19.4-s390x",
            "riscv64", "alpine-3.20.3-riscv64");

    private final Path layout;
    private final String tag;

    PlatformIndex(Path layout, String tag) {
        this.layout = layout;
        this.tag = tag;
    }

    void write() throws IOException {
        JsonArray manifests = new JsonArray();
        JsonArray attestations = new JsonArray();
        for (Map.Entry<String, String> root : new TreeMap<>(ROOTS).entrySet()) {
            Path packed = Setup.images().resolve(root.getValue() + ".tar.gz");
            JsonObject layer = blob("application/vnd.oci.image.layer.v1.tar+gzip", Files.readAllBytes(packed));
            JsonObject config = parse("{\"os\":\"linux\",\"created\":\"2026-01-01T00:00:00Z\",\"config\":{\"Cmd\":"
                    + "[\"/bin/sh\",\"-c\",\"echo started\"],\"Env\":[\"PATH=/usr/sbin:/usr/bin:/sbin:/bin\"]}}");
            config.addProperty("architecture", root.getKey());
            JsonObject rootfs = parse("{\"type\":\"layers\"}");
            JsonArray diffIds = new JsonArray();
            try (GZIPInputStream plain = new GZIPInputStream(Files.newInputStream(packed))) {
                diffIds.add("sha256:" + hex(plain.readAllBytes()));
            }
            rootfs.add("diff_ids", diffIds);
            config.add("rootfs", rootfs);
            JsonObject manifest =
                    parse("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}");
            manifest.add("config", blob("application/vnd.oci.image.config.v1+json", bytes(config)));
            JsonArray layers = new JsonArray();
            layers.add(layer);
            manifest.add("layers", layers);
            JsonObject entry = blob("application/vnd.oci.image.manifest.v1+json", bytes(manifest));
            entry.add("platform", parse("{\"os\":\"linux\",\"architecture\":\"" + root.getKey() + "\"}"));
            manifests.add(entry);
            manifest.add("annotations", parse("{\"in-toto\":\"x\"}"));
            JsonObject attestation = blob("application/vnd.oci.image.manifest.v1+json", bytes(manifest));
            attestation.add("platform", parse("{\"os\":\"unknown\",\"architecture\":\"unknown\"}"));
            attestation.add("annotations", parse("{\"vnd.docker.reference.type\":\"attestation-manifest\"}"));
            attestations.add(attestation);
        }
        manifests.addAll(attestations);
        JsonObject index = parse("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}");
        index.add("manifests", manifests);
        JsonObject entry = blob("application/vnd.oci.image.index.v1+json", bytes(index));
        entry.add("annotations", parse("{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}"));
        JsonArray entries = new JsonArray();
        entries.add(entry);
        JsonObject top = parse("{\"schemaVersion\":2}");
        top.add("manifests", entries);
        Files.writeString(layout.resolve("index.json"), top.toString());
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private JsonObject blob(String mediaType, byte[] content) throws IOException {
        String hex = hex(content);
        Files.write(Files.createDirectories(layout.resolve("blobs/sha256")).resolve(hex), content);
        JsonObject descriptor = new JsonObject();
        descriptor.addProperty("mediaType", mediaType);
        descriptor.addProperty("digest", "sha256:" + hex);
        descriptor.addProperty("size", content.length);
        return descriptor;
    }

    private static JsonObject parse(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static byte[] bytes(JsonElement json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
