package dev.whittle.toc;

import dev.whittle.tar.TarEntry;
import java.util.List;

/**
 * A table of contents.
 *
 * @param entries as a tar would have them; the content of a file lies where its chunks lie, one after the other
 * @param chunks of all files, in order
 */
record TableOfContents(List<TarEntry> entries, List<Chunk> chunks) {
    TableOfContents {
        entries = List.copyOf(entries);
        chunks = List.copyOf(chunks);
    }
}
