package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An opened root, possibly with the image that it belongs to. Its files can be read until it is closed. */
public final class Source implements Closeable {
    private final String shown;
    private final RootFs root;
    private final Optional<SourceImage> image;
    private final List<Path> files;
    private final List<String> remarks;
    private final Closeable medium;
    private final SourceFingerprint stamps;
    private final @Nullable Supplier<Optional<Fetched>> fetched;

    Source(
            String shown,
            RootFs root,
            Optional<SourceImage> image,
            List<Path> files,
            List<String> remarks,
            Closeable medium) {
        this(shown, root, image, files, remarks, medium, new SourceFingerprint(), null);
    }

    private Source(
            String shown,
            RootFs root,
            Optional<SourceImage> image,
            List<Path> files,
            List<String> remarks,
            Closeable medium,
            SourceFingerprint stamps,
            @Nullable Supplier<Optional<Fetched>> fetched) {
        this.stamps = stamps;
        this.fetched = fetched;
        this.shown = shown;
        this.root = root;
        this.image = image;
        this.files = List.copyOf(files);
        this.remarks = List.copyOf(remarks);
        this.medium = medium;
    }

    /** The same, which fails to {@link #confirm} if one of these files has changed. */
    Source unchanged(SourceFingerprint fingerprint) {
        return new Source(shown, root, image, files, remarks, medium, fingerprint, fetched);
    }

    Source fetching(Supplier<Optional<Fetched>> supplier) {
        return new Source(shown, root, image, files, remarks, medium, stamps, supplier);
    }

    /** What came over the network so far; empty for what is on this machine. */
    public Optional<Fetched> fetched() {
        return fetched == null ? Optional.empty() : fetched.get();
    }

    static Source of(String shown, DirectoryRoot directory) {
        return new Source(shown, directory, Optional.empty(), List.of(), List.of(), () -> {});
    }

    public RootFs root() {
        return root;
    }

    /** Empty for a plain root. */
    public Optional<SourceImage> image() {
        return image;
    }

    /** Its name for the user, raw. */
    public String shown() {
        return shown;
    }

    /**
     * Host files that it consists of: an archive, a layout's blobs. None for a directory, whose files are the root's
     * own.
     */
    public List<Path> files() {
        return files;
    }

    /** The host file behind a file of the root, if there is one. */
    public Optional<Path> hostFile(RootPath path) {
        return root instanceof DirectoryRoot directory ? Optional.of(directory.host(path)) : Optional.empty();
    }

    /** Remarks for the user about what was skipped; raw. */
    public List<String> remarks() {
        return remarks;
    }

    /**
     * Waits until everything in the source is checked, and checks whether its files are unchanged. Must be called
     * before any output is moved to its destination.
     *
     * @throws BadArchiveException if a layer does not match its digests, or a file has changed; then everything read
     *     from it is invalid
     */
    public void confirm() throws IOException, BadArchiveException {
        if (root instanceof LayeredRoot layers) {
            layers.confirm();
        }
        stamps.check(shown);
    }

    /** Closes the files. A failure does not matter, since they were only read. */
    @Override
    public void close() {
        try {
            medium.close();
        } catch (IOException e) {
            return;
        }
    }
}
