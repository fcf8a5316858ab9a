package dev.whittle.discover.evidence;

import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The packages of a file and of others that it may load. A dependency on the package of one of them is evidence that it is
 * loaded: dpkg-shlibdeps(1) finds those that a file needs, the others are written down by hand.
 */
public final class FileTies {
    private final Map<RootPath, String> owners;
    private final Set<String> dependencies;

    private FileTies(Map<RootPath, String> owners, Set<String> dependencies) {
        this.owners = owners;
        this.dependencies = dependencies;
    }

    public static FileTies of(Context context, RootPath file, Collection<RootPath> others) throws IOException {
        Set<RootPath> every = new TreeSet<>(others);
        every.add(file);
        Map<RootPath, String> owners = context.owners(every);
        String owner = owners.get(file);
        return new FileTies(
                owners, owner == null ? Set.of() : context.packages().dependencies(owner));
    }

    /** The package of another file, if that of the file depends on it directly. */
    public Optional<String> of(RootPath other) {
        return Optional.ofNullable(owners.get(other)).filter(dependencies::contains);
    }
}
