package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An opened root, perhaps with the image that it comes from. Its files can be read until it is closed. */
public final class Source implements Closeable {
    private final String shown;
    private final RootFs root;
    private final Optional<SourceImage> image;
    private final List<Path> files;
    private final List<String> remarks;
    private final Closeable medium;
    private final Stamps stamps;

    Source(
            String shown,
            RootFs root,
            Optional<SourceImage> image,
            List<Path> files,
            List<String> remarks,
            Closeable medium) {
        this(shown, root, image, files, remarks, medium, new Stamps());
    }

    private Source(
            String shown,
            RootFs root,
            Optional<SourceImage> image,
            List<Path> files,
            List<String> remarks,
            Closeable medium,
            Stamps stamps) {
        this.stamps = stamps;
        this.shown = shown;
        this.root = root;
        this.image = image;
        this.files = List.copyOf(files);
        this.remarks = List.copyOf(remarks);
        this.medium = medium;
    }

    /** The same, which fails to {@link #confirm} if one of these files has changed. */
    Source unchanged(Stamps its) {
        return new Source(shown, root, image, files, remarks, medium, its);
    }

    static Source of(String shown, DirectoryRoot directory) {
        return new Source(shown, directory, Optional.empty(), List.of(), List.of(), () -> {});
    }

    public RootFs root() {
        return root;
    }

    /** Empty for a mere root. */
    public Optional<SourceImage> image() {
        return image;
    }

    /** What a person calls it, raw. */
    public String shown() {
        return shown;
    }

    /** Host files that make it up: an archive, a layout's blobs. None for a directory, whose files are the root's own. */
    public List<Path> files() {
        return files;
    }

    /** The host's file behind a file of the root, where they are one. */
    public Optional<Path> hostFile(RootPath path) {
        return root instanceof DirectoryRoot directory ? Optional.of(directory.host(path)) : Optional.empty();
    }

    /** What was passed over, for a person who wants to know; raw. */
    public List<String> remarks() {
        return remarks;
    }

    /**
     * Waits until all that makes the source up is checked, and looks whether its files are still what they were. To be asked
     * before anything that was made of it gets its place.
     *
     * @throws BadArchiveException if a layer is not what its digests say, or a file has changed; what was read of it is then
     *     worth nothing
     */
    public void confirm() throws IOException, BadArchiveException {
        if (root instanceof LayeredRoot layers) {
            layers.confirm();
        }
        stamps.check(shown);
    }

    /** Gives the files back. That this fails for what was only read is nobody's loss. */
    @Override
    public void close() {
        try {
            medium.close();
        } catch (IOException e) {
            return;
        }
    }
}
