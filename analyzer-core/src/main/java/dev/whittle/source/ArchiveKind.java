package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kind of a tar, detected by its top-level names. */
enum ArchiveKind {
    DOCKER,
    OCI,
    /** Alpine's package: its metadata comes before its files. */
    APK,
    ROOT;

    /** Docker from 25 on writes both lists; its own has the names of the images. */
    static ArchiveKind of(String shown, ByteSource archive, TarLimits limits) throws IOException, BadArchiveException {
        Set<String> top = new HashSet<>();
        boolean apk = false;
        TarReader reader = new TarReader(shown, archive, limits);
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            String name = entry.get().name();
            apk |= name.equals(".PKGINFO");
            String bare = name.startsWith("./") ? name.substring(2) : name;
            if (List.of(DockerImages.MANIFEST, LayoutImages.INDEX, LayoutImages.MARK)
                    .contains(bare)) {
                top.add(bare);
            }
        }
        if (top.contains(DockerImages.MANIFEST)) {
            return DOCKER;
        }
        return top.size() == 2 ? OCI : apk ? APK : ROOT;
    }
}
