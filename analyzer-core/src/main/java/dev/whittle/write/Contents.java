package dev.whittle.write;

/**
 * Content of an output.
 *
 * @param files regular files; a file with several names counts once
 * @param links symbolic links, and further names of a file
 * @param others devices and fifos
 * @param leftOut sockets, which no format can hold; in an unpacked root without owners, devices as well
 * @param contentBytes size of the regular files
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
