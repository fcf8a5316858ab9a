package dev.whittle.verify;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Digest;
import dev.whittle.image.Platform;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.RootFs;
import dev.whittle.source.LayerFacts;
import dev.whittle.source.Source;
import dev.whittle.source.SourceImage;
import dev.whittle.source.WrittenImageReader;
import dev.whittle.stream.Workspace;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.LayerSummary;
import dev.whittle.write.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads an output back before it is moved to its destination: digests and sizes as any reader checks them; every path
 * with type, owner, mode, time, link target, attributes and content; and what a loader finds for every program.
 */
public final class SelfCheck {
    private final Closure closure;
    private final ChecksummingRootFs source;
    private final LoaderOptions options;
    private final OptionalLong latest;
    private final Path spoolDirectory;
    private final int threads;

    /**
     * @param source from which the output is written
     * @param options with which the closure was computed
     * @param latest SOURCE_DATE_EPOCH
     * @param spoolDirectory for decompressed data
     */
    public SelfCheck(
            Closure closure,
            ChecksummingRootFs source,
            LoaderOptions options,
            OptionalLong latest,
            Path spoolDirectory,
            int threads) {
        this.closure = closure;
        this.source = source;
        this.options = options;
        this.latest = latest;
        this.spoolDirectory = spoolDirectory;
        this.threads = threads;
    }

    /**
     * Records what is read from the source, so that the output can be checked.
     *
     * @return the root from which the output must be written
     */
    public RootFs source() {
        return source;
    }

    /** For an image, or for a plain root. */
    public void image(ImageSummary summary, Written written, Platform platform)
            throws IOException, DifferenceException {
        boolean owners = !(written instanceof Written.Unpacked unpacked) || unpacked.owners();
        try (Source source =
                open(summary, written, new WrittenImageReader(Workspace.onDisk(spoolDirectory), platform, threads))) {
            if (source.image().isPresent()) {
                documents(summary, source.image().get());
            }
            tree(source.root(), owners);
        } catch (BadArchiveException | BadImageException e) {
            throw unreadable(e);
        }
    }

    private static Source open(ImageSummary summary, Written written, WrittenImageReader reread)
            throws IOException, BadArchiveException, BadImageException {
        if (written instanceof Written.Layout layout) {
            return reread.layout(
                    layout.directory(),
                    layout.unplaced(),
                    layout.documents(),
                    summary.manifest().orElseThrow());
        }
        if (written instanceof Written.Part part) {
            return reread.part(part.files());
        }
        if (written instanceof Written.Unpacked unpacked) {
            return reread.directory(unpacked.directory());
        }
        Written.Archive archive = (Written.Archive) written;
        if (summary.imageId().isEmpty()) {
            return layer(reread, summary.layer().orElseThrow(), archive.content());
        }
        return reread.archive(archive.content(), archive.documents());
    }

    private static Source layer(WrittenImageReader reread, LayerSummary summary, ByteSource content)
            throws IOException, BadArchiveException {
        return reread.layer(content, summary.digest(), summary.size(), summary.diffId());
    }

    /** Opening has already checked that documents and blobs match. */
    private static void documents(ImageSummary summary, SourceImage image) throws DifferenceException {
        Optional<Digest> id = image.config().id();
        if (!id.equals(summary.imageId())) {
            throw new DifferenceException("the image is " + id.orElse(null) + ", should be "
                    + summary.imageId().orElse(null));
        }
        List<LayerFacts> layers = image.layers();
        List<LayerSummary> meant = summary.layers();
        boolean same = layers.size() == meant.size();
        for (int i = 0; same && i < meant.size(); i++) {
            same = layers.get(i).diffId().toString().equals(meant.get(i).diffId())
                    && layers.get(i).packedSize() == meant.get(i).size();
        }
        if (!same) {
            throw new DifferenceException("the layers are "
                    + shown(layers.stream().map(layer -> layer.diffId() + " of " + layer.packedSize() + " bytes"))
                    + ", should be "
                    + shown(meant.stream().map(layer -> layer.diffId() + " of " + layer.size())));
        }
    }

    private static String shown(Stream<String> layers) {
        return layers.collect(Collectors.joining(", "));
    }

    private void tree(RootFs written, boolean owners) throws IOException, DifferenceException {
        new TreeCheck(closure.selection(), source, latest, written, owners).run();
        new ResolutionCheck(closure, options, written).run();
    }

    private static DifferenceException unreadable(Exception e) {
        String message = String.valueOf(e.getMessage());
        return new DifferenceException(RawText.ofText(message), e);
    }
}
