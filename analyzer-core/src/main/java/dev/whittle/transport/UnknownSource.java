package dev.whittle.transport;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageReference;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What to say about a source that begins like a transport, but with none that there is. */
final class UnknownSource {
    /** Transports that skopeo and podman know, and formats of files, with the way from there to here. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("ostree", "skopeo copy ostree:NAME oci:DIR"),
            Map.entry("sif", "skopeo copy sif:FILE oci:DIR"),
            Map.entry("squashfs", "unsquashfs -d DIR FILE, and take dir:DIR"),
            Map.entry("appimage", "unpack it with --appimage-extract, and take dir:squashfs-root"),
            Map.entry("http", "download it first"),
            Map.entry("https", "download it first"));

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z-]*");
    private static final int FAR = 3;

    private UnknownSource() {}

    /**
     * There is no file of this name, so a transport was meant.
     *
     * @param raw with a colon
     * @throws IllegalArgumentException unless it looks like a path
     */
    static void refuse(String raw) {
        String name = raw.substring(0, raw.indexOf(':'));
        if (ELSEWHERE.containsKey(name)) {
            throw new IllegalArgumentException(
                    RawText.visible(raw) + ": " + name + ": is not a source; " + ELSEWHERE.get(name));
        }
        Optional<String> similar = similar(name.toLowerCase(Locale.ROOT));
        if (similar.isPresent()) {
            throw new IllegalArgumentException(RawText.visible(raw)
                    + ": no such file, and no such kind of source; did you mean " + similar.get() + ":?");
        }
        if (isReference(raw)) {
            throw new IllegalArgumentException(
                    RawText.visible(raw) + ": no such file; an image of a registry is docker://" + raw
                            + ", one of the engine docker-daemon:" + raw);
        }
        if (NAME.matcher(name).matches()) {
            String all = Transports.all().stream().map(Syntax::prefix).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    RawText.visible(raw) + ": no such file, and no such kind of source; the kinds are " + all);
        }
    }

    private static boolean isReference(String raw) {
        try {
            return !raw.startsWith("/") && ImageReference.parse(raw).tag().isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> similar(String name) {
        String nearest = "";
        int least = FAR;
        for (Syntax syntax : Transports.all()) {
            String known = syntax.prefix().substring(0, syntax.prefix().indexOf(':'));
            int distance = distance(name, known);
            if (syntax.prefix().endsWith(":") && distance < least && distance < known.length() - 1) {
                least = distance;
                nearest = known;
            }
        }
        if (nearest.isEmpty() && name.startsWith("docker")) {
            nearest = "docker://, docker-archive: or docker-daemon";
        }
        return Optional.of(nearest).filter(found -> !found.isEmpty());
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
