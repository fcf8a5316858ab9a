package dev.whittle.write;

import dev.whittle.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was written.
 *
 * @param below layers that other images have too, lowest first; their contents are not counted in {@code contents}
 * @param layer as it lies in the destination; none in an unpacked root
 * @param imageId digest of the configuration; none where only the root was written
 * @param manifest digest of the OCI manifest; none where only the root was written
 * @param names the image has in the destination: references in a docker archive, tags in a layout
 */
public record ImageSummary(
        Contents contents,
        List<LayerSummary> below,
        Optional<LayerSummary> layer,
        Optional<Digest> imageId,
        Optional<Digest> manifest,
        List<String> names) {
    public ImageSummary {
        below = List.copyOf(below);
        names = List.copyOf(names);
    }

    static ImageSummary ofRoot(LayerSummary layer) {
        return new ImageSummary(
                Contents.of(layer), List.of(), Optional.of(layer), Optional.empty(), Optional.empty(), List.of());
    }

    /** The first of its names. */
    public Optional<String> name() {
        return names.stream().findFirst();
    }

    /** All layers, lowest first. */
    public List<LayerSummary> layers() {
        List<LayerSummary> all = new ArrayList<>(below);
        layer.ifPresent(all::add);
        return all;
    }
}
