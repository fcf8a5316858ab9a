package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageReference;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of sources, and what to say to those who meant one of them. */
final class SourceKinds {
    /** Of an image in a registry; a name that only begins with {@code docker:} may be a file's. */
    static final String REGISTRY = "docker://";

    static final List<String> KNOWN = List.of(
            "dir",
            "tar",
            "docker-archive",
            "oci",
            "oci-archive",
            "docker-daemon",
            "containers-storage",
            "containerd",
            "deb",
            "apk",
            "stdin");

    /** Kinds that skopeo and podman know, and the way from there to here. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("ostree", "skopeo copy ostree:NAME oci:DIR"),
            Map.entry("sif", "skopeo copy sif:FILE oci:DIR"),
            Map.entry("squashfs", "unsquashfs -d DIR FILE, and take dir:DIR"),
            Map.entry("appimage", "unpack it with --appimage-extract, and take dir:squashfs-root"),
            Map.entry("whl", "unzip -d DIR FILE, and take dir:DIR"),
            Map.entry("jar", "unzip -d DIR FILE, and take dir:DIR"),
            Map.entry("http", "download it first"),
            Map.entry("https", "download it first"));

    /** What a file that is no archive of a root begins with, and what to do with it. */
    private static final Map<String, String> NO_ARCHIVES = Map.of(
            "hsqs", "a squashfs, which is not read; unsquashfs -d DIR FILE, and take dir:DIR",
            "PK\3\4", "a zip archive, which is not read; unzip -d DIR FILE, and take dir:DIR",
            "\177ELF", "an ELF file, no root; an AppImage unpacks itself with --appimage-extract");

    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z-]*");
    private static final int FAR = 3;

    private SourceKinds() {}

    /**
     * There is no file of this name, so a kind was meant.
     *
     * @throws IllegalArgumentException unless it looks like a path
     */
    static void refuse(String raw, String kind, String rest) {
        String all = "; the kinds are " + REGISTRY + ", " + String.join(":, ", KNOWN) + ":";
        if (ELSEWHERE.containsKey(kind)) {
            throw new IllegalArgumentException(
                    RawText.visible(raw) + ": " + kind + ": is not a source; " + ELSEWHERE.get(kind));
        }
        Optional<String> similar = similar(kind.toLowerCase(Locale.ROOT));
        if (similar.isPresent()) {
            throw new IllegalArgumentException(RawText.visible(raw)
                    + ": no such file, and no such kind of source; did you" + " mean " + similar.get() + ":?");
        }
        if (isReference(raw)) {
            throw new IllegalArgumentException(
                    RawText.visible(raw) + ": no such file; an image of a registry is docker://" + raw
                            + ", one of the engine docker-daemon:" + raw);
        }
        if (KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException(
                    RawText.visible(raw) + ": no such file, and no such kind of source" + all);
        }
    }

    /** @throws BadArchiveException if it is something that is known not to be an archive of a root */
    static void refuse(String shown, ByteSource content) throws IOException, BadArchiveException {
        String other = NO_ARCHIVES.get(RawText.of(content.head(4)));
        if (other != null) {
            throw new BadArchiveException(shown, 0, other);
        }
    }

    /** @throws IllegalArgumentException with a message for a person */
    static ImageReference remote(String raw) {
        return ImageReference.parse(RawText.visible(raw.substring(REGISTRY.length())));
    }

    /** @throws IllegalArgumentException with a message for a person */
    static String reference(String text) {
        ImageReference.parse(RawText.visible(text));
        return text;
    }

    private static boolean isReference(String raw) {
        try {
            return !raw.startsWith("/") && ImageReference.parse(raw).tag().isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> similar(String kind) {
        String nearest = "";
        int least = FAR;
        for (String known : KNOWN) {
            int distance = distance(kind, known);
            if (distance < least && distance < known.length() - 1) {
                least = distance;
                nearest = known;
            }
        }
        if (nearest.isEmpty() && kind.startsWith("docker")) {
            nearest = "docker://, docker-archive: or docker-daemon";
        }
        return Optional.of(nearest).filter(its -> !its.isEmpty());
    }

    /** Levenshtein's: single characters put in, taken out, or changed. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[other.length()];
    }
}
