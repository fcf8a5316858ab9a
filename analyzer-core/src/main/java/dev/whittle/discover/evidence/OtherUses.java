package dev.whittle.discover.evidence;

import dev.whittle.packages.Documentation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Files that a package installs for others than its own programs: documentation, and what the resource
 * {@code other-uses.txt} lists.
 */
public final class OtherUses {
    private static final Pattern TRIPLET = Pattern.compile("^/usr/lib/[^/]+-linux-[^/]+/");

    private final Set<String> directories = new TreeSet<>();
    private final Set<String> suffixes = new TreeSet<>();
    private final Set<Pattern> patterns = new LinkedHashSet<>();

    private OtherUses() {}

    /** Reads the resource. */
    public static OtherUses read() {
        OtherUses uses = new OtherUses();
        try (InputStream in = Objects.requireNonNull(OtherUses.class.getResourceAsStream("other-uses.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(uses::line);
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this jar can be read", e);
        }
        return uses;
    }

    private void line(String line) {
        if (line.startsWith("*.")) {
            suffixes.add(line.substring(1));
        } else if (line.startsWith("/") && line.indexOf('*') >= 0) {
            patterns.add(Pattern.compile("\\Q" + line.replace("*", "\\E[^/]*\\Q") + "\\E"));
        } else if (line.startsWith("/")) {
            directories.add(line);
        }
    }

    /** @param path raw, absolute */
    public boolean contains(String path) {
        int dot = path.lastIndexOf('.');
        return (dot > path.lastIndexOf('/') && suffixes.contains(path.substring(dot))) || isInDirectory(path);
    }

    /**
     * Whether a path is documentation or below one of the directories, whatever its suffix.
     *
     * @param path raw, absolute
     */
    public boolean isInDirectory(String path) {
        if (Documentation.contains(path)) {
            return true;
        }
        String merged = path.startsWith("/lib/") ? "/usr" + path : path;
        String plain = TRIPLET.matcher(merged).replaceFirst("/usr/lib/");
        for (int slash = plain.indexOf('/', 1); slash > 0; slash = plain.indexOf('/', slash + 1)) {
            if (isListed(plain.substring(0, slash))) {
                return true;
            }
        }
        return isListed(plain);
    }

    private boolean isListed(String directory) {
        return directories.contains(directory)
                || patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(directory).matches());
    }
}
