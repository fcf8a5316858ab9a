package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.image.BadImageException;
import dev.whittle.image.PlatformList;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens whatever {@link SourceName} names. */
public final class Sources {
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

    /** Makes a source of one image. */
    private final class One implements SourceMedia.Maker<Source> {
        @Override
        public Source root(Source source) {
            return source;
        }

        @Override
        public Source images(SourceMedia.Place place) throws IOException, BadArchiveException, BadImageException {
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

    private FoundImage found(SourceMedia.Place place) throws IOException, BadImageException {
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
    private FoundImage bounded(SourceMedia.Place place, FoundImage image) throws BadImageException {
        return place.medium() instanceof RegistryMedium registry ? registry.bounded(image, context.workspace()) : image;
    }

    /** Makes a list of the images of several platforms. */
    private final class Several implements SourceMedia.Maker<SourceIndex> {
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
        public SourceIndex images(SourceMedia.Place place) throws IOException, BadImageException {
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

        private SourceIndex.Found found(SourceMedia.Place place) throws IOException, BadImageException {
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

    private <T> T open(SourceName name, SourceMedia.Maker<T> maker)
            throws IOException, BadArchiveException, BadImageException {
        return name.open(new SourceMedia<>(context, stamps, maker));
    }

    /** @param close closed with the source, after its root */
    private Source source(String shown, BlobMedium medium, FoundImage found, Closeable close)
            throws IOException, BadArchiveException {
        LayeredRoot root = context.read(found.layers());
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
}
