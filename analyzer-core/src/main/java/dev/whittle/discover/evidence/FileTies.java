package dev.whittle.discover.evidence;

import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.Owners;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The packages of a file and of others that it may load. A dependency on the package of one of them is evidence that it is
 * loaded: dpkg-shlibdeps(1) finds those that a file needs, the others are written down by hand.
 */
public final class FileTies {
    private final Owners owners;
    private final Set<String> dependencies;

    private FileTies(Owners owners, Set<String> dependencies) {
        this.owners = owners;
        this.dependencies = dependencies;
    }

    public static FileTies of(Context context, RootPath file, Collection<RootPath> others) throws IOException {
        Set<RootPath> every = new TreeSet<>(others);
        every.add(file);
        Owners owners = Owners.of(context.root(), context.databases(), every);
        Set<String> dependencies = new TreeSet<>();
        owners.of(file).ifPresent(its -> dependencies.addAll(context.packages().dependencies(its.name())));
        return new FileTies(owners, dependencies);
    }

    /** The package of another file, if that of the file depends on it directly. */
    public Optional<String> of(RootPath other) {
        return owners.of(other).map(InstalledPackage::name).filter(dependencies::contains);
    }
}
