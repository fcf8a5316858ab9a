package dev.whittle.source;

/** Told how far the reading of layers has come. Called often, by one thread at a time. */
@FunctionalInterface
public interface LayerProgress {
    LayerProgress NONE = (done, total, label) -> {};

    /**
     * @param done bytes read, of all layers as they lie
     * @param total the sum of their sizes
     * @param label of the layer that was read from just now
     */
    void update(long done, long total, String label);
}
