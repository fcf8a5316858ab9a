package dev.whittle.discover.rules;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names of the packages that the root has installed, read once: dpkg's {@code status} and {@code status.d}, apk's
 * {@code installed}. A root without a data base has none.
 */
final class InstalledPackages {
    private static final String DPKG = "/var/lib/dpkg/status";
    private static final List<String> APK = List.of("/lib/apk/db/installed", "/usr/lib/apk/db/installed");

    private @Nullable Set<String> names;

    /** The first that a pattern means. */
    Optional<String> first(Context context, NamePattern pattern) throws IOException {
        if (names == null) {
            names = read(context);
        }
        if (pattern.isLiteral()) {
            return names.contains(pattern.text()) ? Optional.of(pattern.text()) : Optional.empty();
        }
        return names.stream().filter(pattern::matches).findFirst();
    }

    private static Set<String> read(Context context) throws IOException {
        Set<String> names = new TreeSet<>();
        List<RootPath> files = new ArrayList<>(List.of(RootPath.of(DPKG)));
        files.addAll(context.list(RootPath.of(DPKG + ".d")));
        for (RootPath file : files) {
            String name = "";
            for (String line : context.text(file).split("\n", -1)) {
                if (line.startsWith("Package: ")) {
                    name = line.substring("Package: ".length()).strip();
                    if (!file.raw().equals(DPKG)) {
                        names.add(name);
                    }
                } else if (line.startsWith("Status: ") && line.endsWith(" installed")) {
                    names.add(name);
                }
            }
        }
        for (String file : APK) {
            for (String line : context.text(RootPath.of(file)).split("\n", -1)) {
                if (line.startsWith("P:")) {
                    names.add(line.substring(2).strip());
                }
            }
        }
        return names;
    }
}
