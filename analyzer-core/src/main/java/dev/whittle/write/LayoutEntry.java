package dev.whittle.write;

import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.ImageReference;
import dev.whittle.image.LayoutIndex;
import dev.whittle.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code index.json} gets for one image: one entry for each of its names, or one without a name.
 *
 * @param platform of a manifest; none for an index
 */
record LayoutEntry(BlobDescriptor blob, Optional<Platform> platform, List<Name> names) {
    /** containerd's own key, which podman reads as well: the whole name, where the standard one has the tag alone. */
    private static final String CONTAINERD_NAME = "io.containerd.image.name";

    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    LayoutEntry {
        names = List.copyOf(names);
    }

    /**
     * What an image is called in a layout.
     *
     * @param tag the standard name
     * @param full the whole reference, where the destination's own text does not say otherwise
     */
    record Name(String tag, Optional<String> full) {
        /** As the destination wants it, else by its references. */
        static List<Name> of(Optional<String> wanted, List<ImageReference> references) {
            if (wanted.isPresent()) {
                return List.of(new Name(wanted.get(), Optional.empty()));
            }
            List<Name> names = new ArrayList<>();
            for (ImageReference reference : references) {
                ImageReference tagged = reference.tagged();
                tagged.tag().ifPresent(tag -> names.add(new Name(tag, Optional.of(tagged.full()))));
            }
            boolean tell = names.stream().map(Name::tag).distinct().count() == names.size();
            return tell ? names : whole(references);
        }

        /** Of images side by side, whose tags alone may be the same: the whole reference, as a person writes it. */
        static List<Name> whole(List<ImageReference> references) {
            return references.stream()
                    .map(ImageReference::tagged)
                    .map(reference -> new Name(reference.toString(), Optional.of(reference.full())))
                    .toList();
        }
    }

    /** {@code index} with this image, in the place of those of the same tags. */
    LayoutIndex addTo(LayoutIndex index) {
        if (names.isEmpty()) {
            return index.with(blob, platform, Map.of());
        }
        LayoutIndex with = index;
        for (Name name : names) {
            Map<String, String> annotations = new TreeMap<>();
            annotations.put(REF_NAME, name.tag());
            name.full().ifPresent(full -> annotations.put(CONTAINERD_NAME, full));
            with = with.with(blob, platform, annotations);
        }
        return with;
    }
}
