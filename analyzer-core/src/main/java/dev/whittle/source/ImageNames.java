package dev.whittle.source;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageReference;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of images, as in documents and as typed by users; all text. */
final class ImageNames {
    /** An image's ID, whole or a prefix. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}|[0-9a-f]{64}");

    private ImageNames() {}

    static String raw(String name) {
        return RawText.visible(RawText.ofText(name));
    }

    /** Whether two names refer to the same image: {@code nginx} and {@code docker.io/library/nginx:latest} do. */
    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        Optional<ImageReference> reference = reference(one);
        return reference.isPresent()
                && reference(other)
                        .filter(imageReference ->
                                imageReference.full().equals(reference.get().full()))
                        .isPresent();
    }

    static Optional<ImageReference> reference(String name) {
        try {
            return Optional.of(ImageReference.parse(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The name to pass to the engine: for a name without a tag, {@code docker save} writes all tags. Raw. */
    static String toSave(String name) {
        ImageReference reference = ImageReference.parse(name);
        boolean isOne = reference.tag().isPresent()
                || reference.digest().isPresent()
                || ID.matcher(name).matches();
        return isOne ? name : name + ":latest";
    }

    /**
     * The reference for a layout's tag. A bare tag is completed with the layout's own name, as umoci's {@code --image
     * nginx:alpine} means the layout {@code nginx}.
     *
     * @param layout the last component of its path
     */
    static Optional<ImageReference> ofTag(String tag, String layout) {
        if (tag.contains(":") || tag.contains("/")) {
            return reference(tag);
        }
        int dot = layout.indexOf('.');
        return reference((dot < 0 ? layout : layout.substring(0, dot)) + ":" + tag);
    }
}
