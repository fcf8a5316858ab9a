package dev.whittle.write;

/**
 * What an output holds.
 *
 * @param files regular files, each once however many names it has
 * @param links symbolic links, and further names of a file
 * @param others devices and fifos
 * @param leftOut sockets, which nothing can hold; in an unpacked root without owners, devices as well
 * @param contentBytes of the regular files, each once
 */
public record Contents(int files, int links, int directories, int others, int leftOut, long contentBytes) {
    static Contents of(LayerSummary layer) {
        return new Contents(
                layer.files(),
                layer.links(),
                layer.directories(),
                layer.others(),
                layer.leftOut(),
                layer.contentBytes());
    }
}
