package dev.whittle.image;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reference from a document to a blob: OCI image-spec, descriptor.md.
 *
 * @param mediaType empty if absent
 * @param size in bytes
 * @param platform of the blob, in an index
 * @param annotations text
 */
public record Descriptor(
        String mediaType, Digest digest, long size, Optional<Platform> platform, Map<String, String> annotations) {
    /** buildkit's marker for manifests that describe others: buildkit, attestation storage. */
    private static final String ATTESTATION = "vnd.docker.reference.type";

    /** image-spec, annotations.md: the tag in a layout; skopeo writes whole references there too. */
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    /** The whole reference, as containerd and Docker from 25 on write it. */
    private static final String CONTAINERD_NAME = "io.containerd.image.name";

    public Descriptor {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /** The tag in a layout's index.json. Elsewhere the annotation has no meaning: annotations.md. */
    public Optional<String> refName() {
        return Optional.ofNullable(annotations.get(REF_NAME)).filter(name -> !name.isEmpty());
    }

    /** Its most specific name. */
    public Optional<String> name() {
        return Optional.ofNullable(annotations.get(CONTAINERD_NAME))
                .filter(name -> !name.isEmpty())
                .or(this::refName);
    }

    /** Without what an index says of it. */
    public BlobDescriptor blob() {
        return new BlobDescriptor(mediaType, digest, size);
    }

    /** Whether it is about another manifest (provenance, SBOM) rather than an image. */
    public boolean isAttestation() {
        return annotations.containsKey(ATTESTATION)
                || platform.filter(platform -> platform.os().equals("unknown")
                                && platform.architecture().equals("unknown"))
                        .isPresent();
    }

    static List<Descriptor> list(JsonDocument document, JsonObject from, String key) throws BadImageException {
        List<Descriptor> all = new ArrayList<>();
        for (JsonElement element : document.array(from, key)) {
            all.add(of(document, document.object(element, "an entry of " + key), "an entry of " + key));
        }
        return List.copyOf(all);
    }

    static Descriptor of(JsonDocument document, JsonObject tree, String subject) throws BadImageException {
        Digest digest = document.digest(
                document.string(tree, "digest").orElseThrow(() -> document.bad(subject + " without digest")));
        long size = document.number(tree, "size");
        if (size < 0) {
            throw document.bad("the size of " + digest + " is negative");
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        JsonObject noted = document.object(tree, "annotations").orElseGet(JsonObject::new);
        for (String key : noted.keySet()) {
            annotations.put(key, document.string(noted, key).orElse(""));
        }
        Optional<JsonObject> platform = document.object(tree, "platform");
        return new Descriptor(
                document.string(tree, "mediaType").orElse(""),
                digest,
                size,
                platform.isPresent() ? Optional.of(platform(document, platform.get())) : Optional.empty(),
                annotations);
    }

    private static Platform platform(JsonDocument document, JsonObject tree) throws BadImageException {
        return new Platform(
                document.string(tree, "os").orElse(""),
                document.string(tree, "architecture").orElse(""),
                document.string(tree, "variant").filter(variant -> !variant.isEmpty()));
    }
}
