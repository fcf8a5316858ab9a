package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.bytes.StreamedSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageReference;
import dev.whittle.image.PlatformList;
import dev.whittle.path.HostPath;
import dev.whittle.tar.TarLimits;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens whatever {@link SourceName} names. */
public final class Sources {
    /** Blobs that come at one time: one connection seldom fills a line. */
    private static final int TRANSFERS = 4;

    private final SourceContext context;
    private final SourceFingerprint stamps = new SourceFingerprint();

    private Sources(SourceContext context) {
        this.context = context;
    }

    /**
     * Opens a source: of an image, all documents and layers are read and checked.
     *
     * @throws BadImageException naming the document, if one of an image is missing or wrong, or it is unclear which image
     *     is meant
     * @throws BadArchiveException if an archive or a layer is damaged, or no archive
     */
    public static Source open(SourceName name, SourceContext context)
            throws IOException, BadArchiveException, BadImageException {
        Source source = openAhead(name, context);
        boolean done = false;
        try {
            source.confirm();
            done = true;
            return source;
        } finally {
            if (!done) {
                source.close();
            }
        }
    }

    /**
     * As {@link #open}, but plain layers may still be hashed when this returns. Nothing may come of what is read, neither
     * output nor advice, before {@link Source#confirm} says that they are what they should be.
     */
    public static Source openAhead(SourceName name, SourceContext context)
            throws IOException, BadArchiveException, BadImageException {
        Sources sources = new Sources(context);
        return sources.open(name).unchanged(sources.stamps);
    }

    /**
     * Opens what may hold images of several platforms.
     *
     * @throws BadImageException as {@link #open}, and if it is a root without a configuration, which has no platforms
     */
    public static SourceIndex openIndex(SourceName name, SourceContext context, PlatformList platforms)
            throws IOException, BadArchiveException, BadImageException {
        Sources sources = new Sources(context);
        return sources.open(name, sources.new Several(platforms));
    }

    /**
     * What is made of what was found.
     *
     * @param <T> what comes of it
     */
    private interface Maker<T> {
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
    private record Place(String shown, BlobMedium medium, boolean isDocker, Optional<String> named) {
        Optional<String> name() {
            return named.map(RawText::text);
        }

        String lastPart() {
            String trimmed = shown.endsWith("/") ? shown.substring(0, shown.length() - 1) : shown;
            return RawText.text(trimmed.substring(trimmed.lastIndexOf('/') + 1));
        }
    }

    /** Makes a source of one image. */
    private final class One implements Maker<Source> {
        @Override
        public Source root(Source source) {
            return source;
        }

        @Override
        public Source images(Place place) throws IOException, BadArchiveException, BadImageException {
            boolean done = false;
            try {
                FoundImage found = found(place);
                Source source = source(place.shown(), place.medium(), found, place.medium());
                done = true;
                return source;
            } finally {
                if (!done) {
                    place.medium().close();
                }
            }
        }
    }

    private FoundImage found(Place place) throws IOException, BadImageException {
        if (place.isDocker()) {
            return new DockerImages(place.medium(), context.platform()).find(place.name(), place.lastPart());
        }
        LayoutImages layout = new LayoutImages(place.medium(), context.platform());
        if (place.medium() instanceof RegistryMedium registry) {
            return registry.bounded(
                    layout.find(registry.top(), registry.shown(), registry.named()), context.workspace());
        }
        return layout.find(place.name(), place.lastPart());
    }

    /** @throws BadImageException if it says itself that it is too large */
    private FoundImage bounded(Place place, FoundImage image) throws BadImageException {
        return place.medium() instanceof RegistryMedium registry ? registry.bounded(image, context.workspace()) : image;
    }

    /** Makes a list of the images of several platforms. */
    private final class Several implements Maker<SourceIndex> {
        private final PlatformList platforms;

        Several(PlatformList platforms) {
            this.platforms = platforms;
        }

        @Override
        public SourceIndex root(Source source) throws BadImageException {
            source.close();
            throw new BadImageException("--platform " + platforms, "a root without a configuration has no platforms");
        }

        @Override
        public SourceIndex images(Place place) throws IOException, BadImageException {
            boolean done = false;
            try {
                SourceIndex index = new SourceIndex(place.shown(), place.medium(), found(place), image -> source(
                                place.shown(), place.medium(), bounded(place, image), () -> {})
                        .unchanged(stamps));
                done = true;
                return index;
            } finally {
                if (!done) {
                    place.medium().close();
                }
            }
        }

        private SourceIndex.Found found(Place place) throws IOException, BadImageException {
            PlatformChoice choice = new PlatformChoice(
                    platforms.single().orElse(context.machine()),
                    platforms.single().isPresent());
            LayoutImages layout = new LayoutImages(place.medium(), choice);
            if (place.medium() instanceof RegistryMedium registry) {
                return SourceIndex.layout(
                        layout, layout.tagged(registry.top(), registry.shown(), registry.named()), platforms);
            }
            if (!place.isDocker()) {
                return SourceIndex.layout(layout, layout.tagged(place.name(), place.lastPart()), platforms);
            }
            DockerImages docker = new DockerImages(place.medium(), choice);
            return docker.hasLayout()
                    ? SourceIndex.layout(
                            layout, layout.tagged(docker.nameInLayout(place.name()), place.lastPart()), platforms)
                    : SourceIndex.alone(docker.find(place.name(), place.lastPart()), platforms);
        }
    }

    private Source open(SourceName name) throws IOException, BadArchiveException, BadImageException {
        return open(name, new One());
    }

    private <T> T open(SourceName name, Maker<T> maker) throws IOException, BadArchiveException, BadImageException {
        if (name instanceof SourceName.Directory its) {
            return maker.root(Source.of(its.path(), DirectoryRoot.open(path(its.path()))));
        }
        if (name instanceof SourceName.Tar its) {
            return maker.root(root(its.file(), file(its.file())));
        }
        if (name instanceof SourceName.Deb its) {
            return maker.root(packages(its.path(), ".deb"));
        }
        if (name instanceof SourceName.Apk its) {
            return maker.root(packages(its.path(), ".apk"));
        }
        if (name instanceof SourceName.DockerArchive its) {
            return archive(its.file(), file(its.file()), true, its.reference(), maker);
        }
        if (name instanceof SourceName.OciArchive its) {
            return archive(its.file(), file(its.file()), false, its.tag(), maker);
        }
        if (name instanceof SourceName.OciLayout its) {
            return layout(its.directory(), its.tag(), maker);
        }
        if (name instanceof SourceName.Stored its) {
            String shown = its.shown();
            try (InputStream saved = context.streams().save(its.store(), ImageNames.toSave(its.reference()))) {
                return archive(
                        shown,
                        ArchiveInput.of(saved, shown, context.workspace(), context.progress()),
                        true,
                        Optional.empty(),
                        maker);
            }
        }
        if (name instanceof SourceName.Registry its) {
            return registry(its.reference(), maker);
        }
        if (name instanceof SourceName.Pipe its) {
            return pipe(its.name(), maker);
        }
        return bare(((SourceName.Bare) name).path(), maker);
    }

    private <T> T bare(String shown, Maker<T> maker) throws IOException, BadArchiveException, BadImageException {
        Path path = path(shown);
        if (Files.isDirectory(path)) {
            boolean isLayout = Files.isRegularFile(path.resolve(LayoutImages.MARK))
                    && Files.isRegularFile(path.resolve(LayoutImages.INDEX));
            return isLayout
                    ? layout(shown, Optional.empty(), maker)
                    : maker.root(Source.of(shown, DirectoryRoot.open(path)));
        }
        return recognised(shown, file(shown), Optional.empty(), maker);
    }

    private <T> T pipe(Optional<String> named, Maker<T> maker)
            throws IOException, BadArchiveException, BadImageException {
        String shown = "standard input";
        Optional<ByteSource> file = context.streams().standardInputFile();
        return recognised(
                shown,
                file.isPresent()
                        ? ArchiveInput.of(file.get(), List.of(), shown, context.workspace(), context.progress())
                        : ArchiveInput.of(
                                context.streams().standardInput(), shown, context.workspace(), context.progress()),
                named,
                maker);
    }

    private <T> T recognised(String shown, ArchiveInput input, Optional<String> named, Maker<T> maker)
            throws IOException, BadArchiveException, BadImageException {
        ArchiveKind kind;
        try {
            if (ArArchive.is(input.content())) {
                return maker.root(deb(shown, input));
            }
            SourceKinds.refuse(shown, input.content());
            kind = ArchiveKind.of(shown, input.content(), limits());
        } catch (IOException | BadArchiveException | RuntimeException e) {
            input.content().close();
            throw e;
        }
        return switch (kind) {
            case DOCKER -> archive(shown, input, true, named, maker);
            case OCI -> archive(shown, input, false, named, maker);
            case ROOT -> maker.root(root(shown, input));
            case APK -> maker.root(apk(shown, input));
        };
    }

    private Source root(String shown, ArchiveInput input) throws IOException, BadArchiveException {
        LayeredRoot root = read(List.of(new LayerBlob(shown, input.content())));
        return new Source(shown, root, Optional.empty(), input.files(), root.remarks(), root);
    }

    private Source deb(String shown, ArchiveInput input) throws IOException, BadArchiveException {
        LayeredRoot root = read(List.of(Packages.deb(shown, input.content())));
        return new Source(shown, root, Optional.empty(), input.files(), root.remarks(), () -> {
            root.close();
            input.content().close();
        });
    }

    private Source apk(String shown, ArchiveInput input) throws IOException, BadArchiveException {
        LayeredRoot all = read(List.of(new LayerBlob(shown, input.content())));
        return new Source(shown, Packages.apk(shown, all), Optional.empty(), input.files(), all.remarks(), all);
    }

    /** @param suffix of packages of this kind */
    private Source packages(String shown, String suffix) throws IOException, BadArchiveException {
        List<Path> files = Packages.files(path(shown), suffix);
        List<ByteSource> opened = new ArrayList<>();
        try {
            List<LayerBlob> layers = new ArrayList<>();
            for (Path file : files) {
                String name = HostPath.raw(file);
                stamps.add(file);
                ByteSource content = Packages.open(file);
                opened.add(content);
                layers.add(suffix.equals(".deb") ? Packages.deb(name, content) : new LayerBlob(name, content));
            }
            LayeredRoot root = read(layers);
            return new Source(
                    shown,
                    suffix.equals(".deb") ? root : Packages.apk(shown, root),
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

    private <T> T archive(String shown, ArchiveInput input, boolean isDocker, Optional<String> named, Maker<T> maker)
            throws IOException, BadArchiveException, BadImageException {
        return maker.images(new Place(shown, medium(shown, input), isDocker, named));
    }

    private <T> T layout(String shown, Optional<String> named, Maker<T> maker)
            throws IOException, BadArchiveException, BadImageException {
        BlobMedium layout = new DirectoryMedium(DirectoryRoot.open(path(shown)), stamps);
        return maker.images(new Place(shown, layout, false, named));
    }

    /** @param close closed with the source, after its root */
    private Source source(String shown, BlobMedium medium, FoundImage found, Closeable close)
            throws IOException, BadArchiveException {
        LayeredRoot root = read(found.layers());
        List<LayerFacts> facts = new ArrayList<>();
        for (int i = 0; i < found.layers().size(); i++) {
            facts.add(LayerFacts.of(found.layers().get(i), root.contentBytes().get(i)));
        }
        List<String> remarks = new ArrayList<>(found.remarks());
        remarks.addAll(root.remarks());
        return new Source(
                        shown,
                        root,
                        Optional.of(new SourceImage(found.config(), found.references(), found.manifest(), facts)),
                        medium.files(),
                        remarks,
                        () -> {
                            root.close();
                            close.close();
                        })
                .fetching(() -> medium instanceof RegistryMedium registry
                        ? Optional.of(new Fetched(registry.fetched(), stored(found), root.layersInParts()))
                        : Optional.empty());
    }

    private static long stored(FoundImage image) {
        return image.layers().stream()
                .mapToLong(layer -> layer.content().size())
                .sum();
    }

    private <T> T registry(ImageReference reference, Maker<T> maker)
            throws IOException, BadArchiveException, BadImageException {
        RegistryMedium registry =
                RegistryMedium.open(context.streams().registries().open(reference), reference, context.inParts());
        return maker.images(new Place("docker://" + reference, registry, false, Optional.empty()));
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

    private LayeredRoot read(List<LayerBlob> layers) throws IOException, BadArchiveException {
        boolean isRemote = layers.stream().anyMatch(layer -> layer.content() instanceof StreamedSource);
        int threads = isRemote ? Math.max(context.threads(), TRANSFERS) : context.threads();
        return LayeredRoot.openAhead(layers, context.workspace(), context.progress(), threads);
    }

    private ArchiveInput file(String shown) throws IOException, BadArchiveException {
        stamps.add(path(shown));
        return ArchiveInput.of(path(shown), shown, context.workspace(), context.progress());
    }

    private Path path(String raw) {
        return HostPath.of(context.workingDirectory(), raw);
    }
}
