package dev.whittle.packages;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Which paths are documentation, according to the resource {@code documentation.txt}. */
public final class Documentation {
    private static final Set<String> DIRECTORIES = read();

    private Documentation() {}

    private static Set<String> read() {
        Set<String> directories = new HashSet<>();
        try (InputStream in = Objects.requireNonNull(Documentation.class.getResourceAsStream("documentation.txt"))) {
            Lines.each(RawText.of(in.readAllBytes()), line -> {
                if (line.startsWith("/")) {
                    directories.add(line);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this jar can be read", e);
        }
        return directories;
    }

    /** Whether a raw path is below a documentation directory. */
    public static boolean contains(String path) {
        if (!path.startsWith("/usr/")) {
            return false;
        }
        for (int slash = path.indexOf('/', 5); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (DIRECTORIES.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }
}
