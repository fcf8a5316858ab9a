package dev.whittle.source;

/** Receives the progress of reading layers. Called often, by one thread at a time. */
@FunctionalInterface
public interface LayerProgress {
    LayerProgress NONE = (done, total, label) -> {};

    /**
     * @param done bytes read, of all layers as stored
     * @param total the sum of their sizes
     * @param label of the layer that was read last
     */
    void update(long done, long total, String label);
}
