package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import dev.whittle.path.HostPath;
import dev.whittle.tar.TarLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The media that a {@link SourceName} can choose from. Paths and names of images are raw; relative paths start in the working
 * directory.
 *
 * @param <T> what is made of a medium: a source, or the images of several platforms
 */
public final class SourceMedia<T> {
    private final SourceContext context;
    private final SourceFingerprint stamps;
    private final Maker<T> maker;

    SourceMedia(SourceContext context, SourceFingerprint stamps, Maker<T> maker) {
        this.context = context;
        this.stamps = stamps;
        this.maker = maker;
    }

    /**
     * What is made of what was found.
     *
     * @param <T> what comes of it
     */
    interface Maker<T> {
        T root(Source source) throws BadImageException;

        /** Of an image, or several; the medium belongs to what is made, and is closed if this fails. */
        T images(Place place) throws IOException, BadArchiveException, BadImageException;
    }

    /**
     * A medium with images.
     *
     * @param shown what a person calls it, raw
     * @param isDocker whether manifest.json tells what is there
     * @param named which image, as a person said it, raw
     */
    record Place(String shown, BlobMedium medium, boolean isDocker, Optional<String> named) {
        Optional<String> name() {
            return named.map(RawText::text);
        }

        String lastPart() {
            String trimmed = shown.endsWith("/") ? shown.substring(0, shown.length() - 1) : shown;
            return RawText.text(trimmed.substring(trimmed.lastIndexOf('/') + 1));
        }
    }

    /** A directory of the host, as a root. */
    public T directory(String path) throws IOException, BadImageException {
        return maker.root(Source.of(path, DirectoryRoot.open(path(path))));
    }

    /** A tar, plain or compressed, as a root. */
    public T tar(String file) throws IOException, BadArchiveException, BadImageException {
        return maker.root(root(file, file(file)));
    }

    /** Debian's packages: a file, or a directory with files of that name. */
    public T deb(String path) throws IOException, BadArchiveException, BadImageException {
        return maker.root(packages(path, ".deb", Packages::deb));
    }

    /** Alpine's packages, likewise. */
    public T apk(String path) throws IOException, BadArchiveException, BadImageException {
        return maker.root(packages(path, ".apk", LayerBlob::new));
    }

    /**
     * Zip archives: a file, or a directory with files of that name.
     *
     * @param suffix of their names
     */
    public T zip(String path, String suffix) throws IOException, BadArchiveException, BadImageException {
        return maker.root(
                packages(path, suffix, (shown, content) -> ZipArchive.layer(shown, content, context.workspace())));
    }

    /** @param named which image: a name, or {@code @N} for the N-th, from 0 */
    public T dockerArchive(String file, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        return archive(file, file(file), true, named);
    }

    /** @param named which image: a name, a digest, or {@code @N} for the N-th, from 0 */
    public T ociArchive(String file, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        return archive(file, file(file), false, named);
    }

    /** @param named as in {@link #ociArchive} */
    public T ociLayout(String directory, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        BlobMedium layout = new DirectoryMedium(DirectoryRoot.open(path(directory)), stamps);
        return maker.images(new Place(directory, layout, false, named));
    }

    /** An image of a program's store. */
    public T stored(ImageStore store, String reference) throws IOException, BadArchiveException, BadImageException {
        String shown = store.kind() + ":" + reference;
        try (InputStream saved = context.streams().save(store, ImageNames.toSave(reference))) {
            return archive(
                    shown,
                    ArchiveInput.of(saved, shown, context.workspace(), context.progress()),
                    true,
                    Optional.empty());
        }
    }

    /** An image of a registry. */
    public T registry(ImageReference reference) throws IOException, BadArchiveException, BadImageException {
        RegistryMedium registry =
                RegistryMedium.open(context.streams().registries().open(reference), reference, context.inParts());
        return maker.images(new Place("docker://" + reference, registry, false, Optional.empty()));
    }

    /** A directory or a file, recognised by its content. */
    public T bare(String shown) throws IOException, BadArchiveException, BadImageException {
        Path path = path(shown);
        if (Files.isDirectory(path)) {
            boolean isLayout = Files.isRegularFile(path.resolve(LayoutImages.MARK))
                    && Files.isRegularFile(path.resolve(LayoutImages.INDEX));
            return isLayout
                    ? ociLayout(shown, Optional.empty())
                    : maker.root(Source.of(shown, DirectoryRoot.open(path)));
        }
        return recognised(shown, file(shown), Optional.empty());
    }

    /**
     * Standard input, recognised by its content.
     *
     * @param shown what a user calls it
     */
    public T standardInput(String shown, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        Optional<ByteSource> file = context.streams().standardInputFile();
        return recognised(
                shown,
                file.isPresent()
                        ? ArchiveInput.of(file.get(), List.of(), shown, context.workspace(), context.progress())
                        : ArchiveInput.of(
                                context.streams().standardInput(), shown, context.workspace(), context.progress()),
                named);
    }

    private T recognised(String shown, ArchiveInput input, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        ArchiveKind kind;
        try {
            if (ArArchive.is(input.content())) {
                return maker.root(deb(shown, input));
            }
            if (ZipArchive.is(input.content())) {
                return maker.root(zip(shown, input));
            }
            OtherFormats.refuse(shown, input.content());
            kind = ArchiveKind.of(shown, input.content(), limits());
        } catch (IOException | BadArchiveException | RuntimeException e) {
            input.content().close();
            throw e;
        }
        return switch (kind) {
            case DOCKER -> archive(shown, input, true, named);
            case OCI -> archive(shown, input, false, named);
            case ROOT -> maker.root(root(shown, input));
            case APK -> maker.root(apk(shown, input));
        };
    }

    private Source root(String shown, ArchiveInput input) throws IOException, BadArchiveException {
        LayeredRoot root = context.read(List.of(new LayerBlob(shown, input.content())));
        return new Source(shown, root, Optional.empty(), input.files(), root.remarks(), root);
    }

    private Source deb(String shown, ArchiveInput input) throws IOException, BadArchiveException {
        return layer(shown, Packages.deb(shown, input.content()), input);
    }

    /** @param layer made of the input, which stays open with it */
    private Source layer(String shown, LayerBlob layer, ArchiveInput input) throws IOException, BadArchiveException {
        LayeredRoot root = context.read(List.of(layer));
        return new Source(shown, root, Optional.empty(), input.files(), root.remarks(), () -> {
            root.close();
            input.content().close();
        });
    }

    private Source zip(String shown, ArchiveInput input) throws IOException, BadArchiveException {
        return layer(shown, ZipArchive.layer(shown, input.content(), context.workspace()), input);
    }

    private Source apk(String shown, ArchiveInput input) throws IOException, BadArchiveException {
        LayeredRoot all = context.read(List.of(new LayerBlob(shown, input.content())));
        return new Source(shown, Packages.apk(shown, all), Optional.empty(), input.files(), all.remarks(), all);
    }

    /** The layer in a package's file. */
    private interface PackageReader {
        LayerBlob layer(String shown, ByteSource content) throws IOException, BadArchiveException;
    }

    /** @param suffix of packages of this kind */
    private Source packages(String shown, String suffix, PackageReader reader) throws IOException, BadArchiveException {
        List<Path> files = Packages.files(path(shown), suffix);
        List<ByteSource> opened = new ArrayList<>();
        try {
            List<LayerBlob> layers = new ArrayList<>();
            for (Path file : files) {
                String name = HostPath.raw(file);
                stamps.add(file);
                ByteSource content = Packages.open(file);
                opened.add(content);
                layers.add(reader.layer(name, content));
            }
            LayeredRoot root = context.read(layers);
            return new Source(
                    shown,
                    suffix.equals(".apk") ? Packages.apk(shown, root) : root,
                    Optional.empty(),
                    files,
                    root.remarks(),
                    () -> {
                        root.close();
                        close(opened);
                    });
        } catch (IOException | BadArchiveException | RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    private static void close(List<ByteSource> opened) throws IOException {
        for (ByteSource content : opened) {
            content.close();
        }
    }

    private T archive(String shown, ArchiveInput input, boolean isDocker, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        return maker.images(new Place(shown, medium(shown, input), isDocker, named));
    }

    private BlobMedium medium(String shown, ArchiveInput input) throws IOException, BadArchiveException {
        try {
            return ArchiveMedium.read(shown, input.content(), input.files(), limits());
        } catch (IOException | BadArchiveException | RuntimeException e) {
            input.content().close();
            throw e;
        }
    }

    private TarLimits limits() {
        return TarLimits.DEFAULT.withEntries(context.workspace().maxEntries());
    }

    private ArchiveInput file(String shown) throws IOException, BadArchiveException {
        stamps.add(path(shown));
        return ArchiveInput.of(path(shown), shown, context.workspace(), context.progress());
    }

    private Path path(String raw) {
        return HostPath.of(context.workingDirectory(), raw);
    }
}
