package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.rootfs.RootDump;
import dev.whittle.stream.Workspace;
import dev.whittle.testdata.TarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plain layers for a test, lowest first, and the root they form, as text without the line of {@code /}. */
final class LayerScene {
    private final List<byte[]> layers = new ArrayList<>();

    static LayerScene of(Consumer<TarBuilder> lowest) {
        return new LayerScene().then(lowest);
    }

    LayerScene then(Consumer<TarBuilder> next) {
        TarBuilder tar = new TarBuilder();
        next.accept(tar);
        layers.add(tar.build());
        return this;
    }

    LayeredRoot open() throws IOException, BadArchiveException {
        List<LayerBlob> blobs = new ArrayList<>();
        for (byte[] layer : layers) {
            blobs.add(new LayerBlob("layer " + (blobs.size() + 1), ByteSource.of(layer)));
        }
        // Plain layers need no workspace.
        return LayeredRoot.open(blobs, new Workspace(Path.of("/nonexistent"), 1 << 20), LayerProgress.NONE, 2);
    }

    String tree() throws IOException, BadArchiveException {
        try (LayeredRoot root = open()) {
            String all = RootDump.of(root);
            return all.substring(all.indexOf('\n') + 1);
        }
    }
}
