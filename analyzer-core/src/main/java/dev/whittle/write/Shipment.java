package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.Descriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.Index;
import dev.whittle.image.Manifest;
import dev.whittle.image.MediaTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a manifest, or an index, refers to, in the order in which a registry takes it: blobs first, then each manifest after
 * what it refers to (distribution-spec, "Pushing Manifests").
 */
final class Shipment {
    private final Map<String, ByteSource> contents;
    private final Map<Digest, BlobDescriptor> blobs = new LinkedHashMap<>();
    private final Map<Digest, BlobDescriptor> manifests = new LinkedHashMap<>();

    private Shipment(Map<String, ByteSource> contents) {
        this.contents = contents;
    }

    /** @param contents of all blobs, by their names in a layout */
    static Shipment of(List<BlobDescriptor> tops, Map<String, ByteSource> contents) throws IOException {
        Shipment shipment = new Shipment(contents);
        for (BlobDescriptor top : tops) {
            shipment.add(top);
        }
        return shipment;
    }

    private void add(BlobDescriptor manifest) throws IOException {
        if (manifests.containsKey(manifest.digest())) {
            return;
        }
        String name = BlobOutput.name(manifest);
        try {
            if (MediaTypes.isIndex(manifest.mediaType())) {
                for (Descriptor each : Index.parse(document(manifest), name).manifests()) {
                    add(each.blob());
                }
            } else {
                Manifest parsed = Manifest.parse(document(manifest), name);
                blobs.putIfAbsent(parsed.config().digest(), parsed.config().blob());
                for (Descriptor layer : parsed.layers()) {
                    blobs.putIfAbsent(layer.digest(), layer.blob());
                }
            }
        } catch (BadImageException e) {
            throw new IOException(e.getMessage(), e);
        }
        manifests.put(manifest.digest(), manifest);
    }

    ByteSource content(BlobDescriptor blob) throws IOException {
        ByteSource content = contents.get(BlobOutput.name(blob));
        if (content == null) {
            throw new IOException(BlobOutput.name(blob) + " is named by a manifest and was not written");
        }
        return content;
    }

    byte[] document(BlobDescriptor manifest) throws IOException {
        byte[] document = new byte[Math.toIntExact(manifest.size())];
        content(manifest).readFully(0, ByteBuffer.wrap(document));
        return document;
    }

    /** The largest first, so that several senders end at about the same time. */
    List<BlobDescriptor> blobs() {
        List<BlobDescriptor> sorted = new ArrayList<>(blobs.values());
        sorted.sort((one, other) -> Long.compare(other.size(), one.size()));
        return sorted;
    }

    List<BlobDescriptor> manifests() {
        return List.copyOf(manifests.values());
    }

    /** Of all blobs. */
    long size() {
        return blobs.values().stream().mapToLong(BlobDescriptor::size).sum();
    }
}
