package dev.whittle.source;

import dev.whittle.image.BadImageException;
import dev.whittle.image.Descriptor;
import dev.whittle.image.MediaTypes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Selects entries of {@code index.json}: those with a name, or all if there is only one name. */
final class LayoutTags {
    private LayoutTags() {}

    /**
     * One image, perhaps in several entries of one name, one per platform.
     *
     * @param named a tag, a reference, a digest or {@code @N}, text
     */
    static List<Descriptor> choose(List<Descriptor> entries, Optional<String> named) throws BadImageException {
        if (entries.isEmpty()) {
            throw new BadImageException(LayoutImages.INDEX, "holds no image");
        }
        if (named.isEmpty()) {
            Set<String> images = new LinkedHashSet<>();
            for (Descriptor entry : entries) {
                if (isImage(entry)) {
                    images.add(entry.name().orElse(entry.platform().isPresent() ? "" : id(entry)));
                }
            }
            // Two names of one manifest are not ambiguous.
            long different = entries.stream()
                    .filter(LayoutTags::isImage)
                    .map(Descriptor::digest)
                    .distinct()
                    .count();
            if (images.size() > 1 && different > 1) {
                throw new BadImageException(
                        LayoutImages.INDEX,
                        "holds several images; say which, after the path and a colon: " + list(entries));
            }
            return entries;
        }
        String name = named.get();
        List<Descriptor> matching = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (is(entries.get(i), name) || name.equals("@" + i)) {
                matching.add(entries.get(i));
            }
        }
        if (matching.isEmpty()) {
            throw new BadImageException(
                    LayoutImages.INDEX, "holds no image " + ImageNames.raw(name) + "; it has " + list(entries));
        }
        return matching;
    }

    private static boolean is(Descriptor entry, String name) {
        return entry.refName().filter(refName -> ImageNames.same(refName, name)).isPresent()
                || entry.name().filter(value -> ImageNames.same(value, name)).isPresent()
                || id(entry).equals(name);
    }

    private static boolean isImage(Descriptor entry) {
        return !entry.isAttestation() && !MediaTypes.isOther(entry.mediaType());
    }

    private static String id(Descriptor entry) {
        return entry.digest().toString();
    }

    private static String list(List<Descriptor> entries) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            Descriptor entry = entries.get(i);
            if (isImage(entry)) {
                names.add(entry.name().orElse("@" + i + " (without a name)"));
            }
        }
        return Lists.of(names);
    }
}
