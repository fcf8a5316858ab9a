package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.Optional;

/**
 * The distribution and release of a root: os-release(5).
 *
 * @param id raw, such as {@code debian}
 * @param version raw, such as {@code 12}; empty for rolling releases
 */
public record OsRelease(String id, String version) {
    private static final int MAX = 64 << 10;

    static Optional<OsRelease> of(RootFs root) throws IOException {
        for (String path : new String[] {"/etc/os-release", "/usr/lib/os-release"}) {
            Optional<Walk.Result.Found> found =
                    Walk.follow(root, RootPath.of(path)).found();
            if (found.isPresent() && found.get().node() instanceof Node.RegularFile) {
                try (ByteSource content = root.open(found.get().path())) {
                    OsRelease release = parse(RawText.of(content.head(MAX)));
                    return release.id().isEmpty() ? Optional.empty() : Optional.of(release);
                }
            }
        }
        return Optional.empty();
    }

    static OsRelease parse(String text) {
        String id = "";
        String version = "";
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("ID=")) {
                id = value(line.substring(3));
            } else if (line.startsWith("VERSION_ID=")) {
                version = value(line.substring("VERSION_ID=".length()));
            }
        }
        return new OsRelease(id, version);
    }

    private static String value(String text) {
        String value = text.strip();
        boolean isQuoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(0) == value.charAt(value.length() - 1);
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }
}
