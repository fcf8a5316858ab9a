package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Links beside files in use that lead to what does not exist yet: settings and state that the first start writes, such as
 * {@code /usr/share/app/settings.php} to {@code /var/lib/app/settings.php} (FHS 3.0, 4.11 and 5.8: what changes is not below
 * /usr). They cost nothing. And the name under which a library is loaded beside the one under which it is linked.
 */
public final class StateLinks implements Detector {
    private static final List<String> PLACES =
            List.of("/usr/share/", "/usr/lib/", "/usr/local/", "/opt/", "/srv/", "/var/lib/", "/var/www/");

    /** Where programs write. */
    private static final List<String> STATE = List.of("/var/", "/etc/", "/run/", "/tmp/", "/srv/", "/home/");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.+-]{1,255}+");

    private final Map<RootPath, List<RootPath>> known = new LinkedHashMap<>();

    @Override
    public Family family() {
        return new Family(
                "links",
                "links beside files in use: to settings or state that is written at run time, and the name by which a library"
                        + " is loaded beside the one by which it is linked");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        if (!context.isWholeImage()) {
            return;
        }
        Set<RootPath> directories = new TreeSet<>();
        for (Selection.Kept kept : context.kept().all()) {
            RootPath directory = kept.path().parent();
            boolean counts = kept.node() instanceof Node.RegularFile
                    && PLACES.stream().anyMatch(place -> directory.raw().startsWith(place))
                    && !SystemPaths.isSharedByPrograms(directory);
            if (counts) {
                directories.add(directory);
            }
        }
        for (RootPath directory : directories) {
            List<RootPath> links = known.get(directory);
            if (links == null) {
                links = links(context, directory);
                known.put(directory, links);
            }
            findings.trees(
                    Finding.Level.EXPECTED,
                    "files of " + directory.raw() + " are in use, and the link leads to what is written at run time",
                    links);
        }
        loaded(context, findings);
    }

    /**
     * The soname of a library that is kept under the name for the linker: what is linked with {@code libx.so} loads {@code
     * libx.so.1} (ld(1), -soname).
     */
    private static void loaded(Context context, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            RootPath link = kept.path();
            if (!(kept.node() instanceof Node.SymbolicLink)
                    || !link.name().startsWith("lib")
                    || !link.name().endsWith(".so")) {
                continue;
            }
            Optional<Context.Elf> library = context.elf(link);
            Optional<String> soname = library.flatMap(elf -> elf.facts().soname());
            if (soname.isPresent() && NAME.matcher(soname.get()).matches()) {
                RootPath loaded = link.parent().child(soname.get());
                findings.file(
                        Finding.Level.EXPECTED,
                        link.raw() + " is kept, and what is linked with it loads " + soname.get(),
                        context.elf(loaded)
                                .filter(elf -> elf.path().equals(library.get().path()))
                                .map(elf -> loaded));
            }
        }
    }

    private static List<RootPath> links(Context context, RootPath directory) throws IOException {
        List<RootPath> links = new ArrayList<>();
        for (RootPath path : context.list(directory)) {
            if (context.root().node(path).orElse(null) instanceof Node.SymbolicLink link
                    && link.target().indexOf('\0') < 0
                    && context.node(path).isEmpty()) {
                String target = link.target().startsWith("/") ? link.target() : directory.raw() + "/" + link.target();
                String absolute = RootPath.of(target).raw();
                if (STATE.stream().anyMatch(absolute::startsWith)) {
                    links.add(path);
                }
            }
        }
        return links;
    }
}
