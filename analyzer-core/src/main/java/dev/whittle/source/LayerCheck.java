package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import java.io.IOException;

/** Checks a layer's plain content before it is indexed. May be called by several threads at once. */
interface LayerCheck {
    LayerCheck NONE = (label, plain) -> {};

    /**
     * @param label of the layer, for messages, raw
     * @throws BadArchiveException if the layer must not be read
     */
    void check(String label, ByteSource plain) throws IOException, BadArchiveException;
}
