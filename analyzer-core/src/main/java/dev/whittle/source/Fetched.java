package dev.whittle.source;

/**
 * What came over the network of an image's layers.
 *
 * @param bytes that came so far
 * @param all bytes that the layers have as stored
 * @param layersInParts layers of which only parts are read
 */
public record Fetched(long bytes, long all, int layersInParts) {}
