package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The licences of a package: from its database, or the {@code License} fields of a copyright file in the
 * machine-readable format (copyright-format 1.0). Free text is not read.
 */
final class Licences {
    private static final int MAX_COPYRIGHT = 1 << 20;
    private static final int MAX_NAMES = 50;
    private static final int MAX_NAME = 200;
    private static final String FIELD = "License:";

    private Licences() {}

    /** @param texts the root that has the copyright files */
    static List<String> of(InstalledPackage installedPackage, RootFs texts) throws IOException {
        if (!installedPackage.licence().isEmpty()) {
            return List.of(installedPackage.licence());
        }
        if (installedPackage.name().contains("/")) {
            return List.of();
        }
        RootPath path =
                RootPath.of("/usr/share/doc").child(installedPackage.name()).child("copyright");
        Walk.Result.Found found = Walk.follow(texts, path).found().orElse(null);
        if (found == null || !(found.node() instanceof Node.RegularFile)) {
            return List.of();
        }
        try (ByteSource content = texts.open(found.path())) {
            return names(RawText.of(content.head(MAX_COPYRIGHT)));
        }
    }

    static List<String> names(String text) {
        if (!text.startsWith("Format:") && !text.startsWith("Format-Specification:")) {
            return List.of();
        }
        Set<String> names = new TreeSet<>();
        for (String line : text.split("\n", -1)) {
            if (line.regionMatches(true, 0, FIELD, 0, FIELD.length())) {
                String name = line.substring(FIELD.length()).strip();
                if (!name.isEmpty() && name.length() <= MAX_NAME && names.size() < MAX_NAMES) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }
}
