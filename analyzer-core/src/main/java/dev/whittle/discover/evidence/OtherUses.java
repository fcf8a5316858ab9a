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
    private static final String SOURCE = " source";
    private static final Pattern TRIPLET = Pattern.compile("^/usr/lib/[^/]+-linux-[^/]+/");

    private final Set<String> directories = new TreeSet<>();
    private final Set<String> suffixes = new TreeSet<>();
    private final Set<Pattern> patterns = new LinkedHashSet<>();
    private final Set<String> sources = new TreeSet<>();
    private final Set<Pattern> sourcePatterns = new LinkedHashSet<>();

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
        boolean isSource = line.endsWith(SOURCE);
        String path = isSource ? line.substring(0, line.length() - SOURCE.length()) : line;
        if (path.startsWith("*.")) {
            suffixes.add(path.substring(1));
        } else if (path.startsWith("/") && path.indexOf('*') >= 0) {
            (isSource ? sourcePatterns : patterns)
                    .add(Pattern.compile("\\Q" + path.replace("*", "\\E[^/]*\\Q") + "\\E"));
        } else if (path.startsWith("/")) {
            (isSource ? sources : directories).add(path);
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
        return isOfOthers(path) || isBelow(path, sources, sourcePatterns);
    }

    /**
     * Whether a path is below a directory of /usr/share with the name of its own package: {@code /usr/share/lintian} is for
     * lintian if lintian has it, and for packagers if another package does.
     *
     * @param path raw, absolute
     */
    public static boolean isOwn(String path, String packageName) {
        return path.startsWith("/usr/share/" + packageName + "/");
    }

    /**
     * Whether a path is documentation, or below one of the directories that no program of the package reads, and no language
     * or build tool either: a shell at a terminal or a service manager does.
     *
     * @param path raw, absolute
     */
    public boolean isOfOthers(String path) {
        return Documentation.contains(path) || isBelow(path, directories, patterns);
    }

    private static boolean isBelow(String path, Set<String> directories, Set<Pattern> patterns) {
        String merged = path.startsWith("/lib/") ? "/usr" + path : path;
        String plain = TRIPLET.matcher(merged).replaceFirst("/usr/lib/");
        for (int slash = plain.indexOf('/', 1); slash > 0; slash = plain.indexOf('/', slash + 1)) {
            if (isListed(plain.substring(0, slash), directories, patterns)) {
                return true;
            }
        }
        return isListed(plain, directories, patterns);
    }

    private static boolean isListed(String directory, Set<String> directories, Set<Pattern> patterns) {
        return directories.contains(directory)
                || patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(directory).matches());
    }
}
