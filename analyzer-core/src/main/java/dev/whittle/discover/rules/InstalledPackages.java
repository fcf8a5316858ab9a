package dev.whittle.discover.rules;

import dev.whittle.discover.evidence.Context;
import dev.whittle.packages.InstalledPackage;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of the installed packages of the root. A root without a database has none. */
final class InstalledPackages {
    private @Nullable Set<String> names;

    /** The first match of a pattern. */
    Optional<String> first(Context context, NamePattern pattern) {
        if (names == null) {
            names = new TreeSet<>();
            for (InstalledPackage its : context.databases().packages()) {
                if (its.isInstalled()) {
                    names.add(its.name());
                }
            }
        }
        if (pattern.isLiteral()) {
            return names.contains(pattern.text()) ? Optional.of(pattern.text()) : Optional.empty();
        }
        return names.stream().filter(pattern::matches).findFirst();
    }
}
