package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.bytes.StreamedSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageReference;
import dev.whittle.path.HostPath;
import dev.whittle.tar.TarLimits;
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
    private final Stamps stamps = new Stamps();

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

    private Source open(SourceName name) throws IOException, BadArchiveException, BadImageException {
        if (name instanceof SourceName.Directory its) {
            return Source.of(its.path(), DirectoryRoot.open(path(its.path())));
        }
        if (name instanceof SourceName.Tar its) {
            return root(its.file(), file(its.file()));
        }
        if (name instanceof SourceName.Deb its) {
            return packages(its.path(), ".deb");
        }
        if (name instanceof SourceName.Apk its) {
            return packages(its.path(), ".apk");
        }
        if (name instanceof SourceName.DockerArchive its) {
            return docker(its.file(), file(its.file()), its.reference());
        }
        if (name instanceof SourceName.OciArchive its) {
            return oci(its.file(), file(its.file()), its.tag());
        }
        if (name instanceof SourceName.OciLayout its) {
            return layout(its.directory(), its.tag());
        }
        if (name instanceof SourceName.DockerDaemon its) {
            String shown = "docker-daemon:" + its.reference();
            try (InputStream saved = context.streams().save(Names.toSave(its.reference()))) {
                return docker(
                        shown,
                        ArchiveInput.of(saved, shown, context.workspace(), context.progress()),
                        Optional.empty());
            }
        }
        if (name instanceof SourceName.Registry its) {
            return registry(its.reference());
        }
        if (name instanceof SourceName.Pipe) {
            return pipe();
        }
        return bare(((SourceName.Bare) name).path());
    }

    private Source bare(String shown) throws IOException, BadArchiveException, BadImageException {
        Path path = path(shown);
        if (Files.isDirectory(path)) {
            boolean isLayout = Files.isRegularFile(path.resolve(LayoutImages.MARK))
                    && Files.isRegularFile(path.resolve(LayoutImages.INDEX));
            return isLayout ? layout(shown, Optional.empty()) : Source.of(shown, DirectoryRoot.open(path));
        }
        return recognised(shown, file(shown));
    }

    private Source pipe() throws IOException, BadArchiveException, BadImageException {
        String shown = "standard input";
        Optional<ByteSource> file = context.streams().standardInputFile();
        return recognised(
                shown,
                file.isPresent()
                        ? ArchiveInput.of(file.get(), List.of(), shown, context.workspace(), context.progress())
                        : ArchiveInput.of(
                                context.streams().standardInput(), shown, context.workspace(), context.progress()));
    }

    private Source recognised(String shown, ArchiveInput input)
            throws IOException, BadArchiveException, BadImageException {
        ArchiveKind kind;
        try {
            if (ArArchive.is(input.content())) {
                return deb(shown, input);
            }
            SourceKinds.refuse(shown, input.content());
            kind = ArchiveKind.of(shown, input.content(), limits());
        } catch (IOException | BadArchiveException | RuntimeException e) {
            input.content().close();
            throw e;
        }
        return switch (kind) {
            case DOCKER -> docker(shown, input, Optional.empty());
            case OCI -> oci(shown, input, Optional.empty());
            case ROOT -> root(shown, input);
            case APK -> apk(shown, input);
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

    private Source docker(String shown, ArchiveInput input, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        return image(shown, medium(shown, input), medium -> new DockerImages(medium, context.platform())
                .find(named.map(RawText::text), lastPart(shown)));
    }

    private Source oci(String shown, ArchiveInput input, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        return image(shown, medium(shown, input), medium -> new LayoutImages(medium, context.platform())
                .find(named.map(RawText::text), lastPart(shown)));
    }

    private Source layout(String shown, Optional<String> named)
            throws IOException, BadArchiveException, BadImageException {
        BlobMedium layout = new DirectoryMedium(DirectoryRoot.open(path(shown)), stamps);
        return image(shown, layout, medium -> new LayoutImages(medium, context.platform())
                .find(named.map(RawText::text), lastPart(shown)));
    }

    /** Finds one image on a medium. */
    private interface Finder {
        FoundImage find(BlobMedium medium) throws IOException, BadImageException;
    }

    private Source image(String shown, BlobMedium medium, Finder finder)
            throws IOException, BadArchiveException, BadImageException {
        try {
            FoundImage found = finder.find(medium);
            LayeredRoot root = read(found.layers());
            List<LayerFacts> facts = new ArrayList<>();
            for (int i = 0; i < found.layers().size(); i++) {
                facts.add(
                        LayerFacts.of(found.layers().get(i), root.contentBytes().get(i)));
            }
            List<String> remarks = new ArrayList<>(found.remarks());
            remarks.addAll(root.remarks());
            return new Source(
                    shown,
                    root,
                    Optional.of(new SourceImage(found.config(), found.reference(), found.manifest(), facts)),
                    medium.files(),
                    remarks,
                    () -> {
                        root.close();
                        medium.close();
                    });
        } catch (IOException | BadArchiveException | BadImageException | RuntimeException e) {
            medium.close();
            throw e;
        }
    }

    private Source registry(ImageReference reference) throws IOException, BadArchiveException, BadImageException {
        RegistryMedium registry =
                RegistryMedium.open(context.streams().registries().open(reference), reference);
        return image(
                "docker://" + reference,
                registry,
                medium -> registry.bounded(
                        new LayoutImages(medium, context.platform())
                                .find(registry.top(), registry.shown(), registry.named()),
                        context.workspace()));
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

    private static String lastPart(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return RawText.text(trimmed.substring(trimmed.lastIndexOf('/') + 1));
    }
}
