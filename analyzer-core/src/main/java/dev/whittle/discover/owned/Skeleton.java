package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directories in which programs store settings and state, empty, with their owners and modes; empty directories of
 * applications; and the links of the merged /usr. Daemons do not create these directories, their packages do, and a
 * missing one ends the start.
 */
public final class Skeleton implements Detector {
    /** @param depth below it: {@code /var/lib/postgresql/15/main} is four below /var */
    private record Top(RootPath path, int depth) {
        Top(String path, int depth) {
            this(RootPath.of(path), depth);
        }
    }

    private static final List<Top> TOPS = List.of(
            new Top("/etc", 3),
            new Top("/var", 4),
            new Top("/home", 2),
            new Top("/root", 1),
            new Top("/srv", 3),
            new Top("/opt", 2),
            new Top("/usr/local", 2),
            new Top("/run", 3));

    private static final List<String> MERGED = List.of("/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32");

    private static final String NAME = "directories";
    private static final int MAX_DIRECTORIES = 2000;

    /** Limits for the search for other empty directories: depth and number. */
    private static final int MAX_DEPTH = 8;

    private static final int MAX_LOOKED_AT = 20_000;

    private @Nullable List<Finding> directories;

    private record Entry(RootPath path, int depth) {}

    @Override
    public Family family() {
        return new Family(NAME, "empty directories below /etc, /var, /home, /srv, /opt, /run; links such as /bin");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        findings.becauseOfTheImage();
        if (directories == null) {
            directories = directories(context);
        }
        findings.addAll(directories);
        for (String name : MERGED) {
            Optional<Node> link = context.root().node(RootPath.of(name));
            if (link.orElse(null) instanceof Node.SymbolicLink its) {
                Optional<RootPath> target =
                        context.directory(its.target().startsWith("/") ? its.target() : "/" + its.target());
                boolean kept =
                        target.isPresent() && context.kept().get(target.get()).isPresent();
                findings.file(
                        Finding.Level.RECOMMENDED,
                        "a link to " + its.target() + ", which is kept",
                        kept ? Optional.of(RootPath.of(name)) : Optional.empty());
            }
        }
    }

    /** The same in each round. */
    private static List<Finding> directories(Context context) throws IOException {
        List<Finding> all = new ArrayList<>();
        Findings findings = new Findings(NAME, all);
        for (Top top : TOPS) {
            findings.files(
                    Finding.Level.RECOMMENDED,
                    "a directory below " + top.path.raw() + " that the image has",
                    below(context, top));
        }
        findings.files(Finding.Level.RECOMMENDED, "an empty directory that the image has", empty(context));
        return all;
    }

    /** Possible targets of a link of the skeleton: a link into /usr is useless without its target. */
    private static boolean isState(RootPath path) {
        return TOPS.stream().anyMatch(top -> path.startsWith(top.path));
    }

    /** An application has empty directories for its output, anywhere. Those of /usr belong to packages. */
    private static List<RootPath> empty(Context context) throws IOException {
        List<RootPath> found = new ArrayList<>();
        Deque<Entry> pending = new ArrayDeque<>();
        for (RootPath top : context.list(RootPath.ROOT)) {
            if (!SystemPaths.isSystemDirectory(top)
                    || top.raw().equals("/opt")
                    || top.raw().equals("/home")) {
                pending.addLast(new Entry(top, 1));
            }
        }
        int looked = 0;
        while (!pending.isEmpty() && found.size() < MAX_DIRECTORIES && looked < MAX_LOOKED_AT) {
            Entry entry = pending.removeFirst();
            looked++;
            if (!(context.root().node(entry.path).orElse(null) instanceof Node.Directory)) {
                continue;
            }
            List<RootPath> children = context.list(entry.path);
            if (children.isEmpty()) {
                found.add(entry.path);
            } else if (entry.depth < MAX_DEPTH) {
                children.forEach(path -> pending.addLast(new Entry(path, entry.depth + 1)));
            }
        }
        return found;
    }

    private static List<RootPath> below(Context context, Top top) throws IOException {
        List<RootPath> found = new ArrayList<>();
        Deque<Entry> pending = new ArrayDeque<>(List.of(new Entry(top.path, 0)));
        while (!pending.isEmpty() && found.size() < MAX_DIRECTORIES) {
            Entry entry = pending.removeFirst();
            Node node = context.root().node(entry.path).orElse(null);
            boolean link = node instanceof Node.SymbolicLink
                    && Walk.follow(context.root(), entry.path)
                            .found()
                            .filter(target -> target.node() instanceof Node.Directory && isState(target.path()))
                            .isPresent();
            if ((!(node instanceof Node.Directory) && !link) || SystemPaths.isOfPackageManager(entry.path)) {
                continue;
            }
            found.add(entry.path);
            if (entry.depth < top.depth && !link) {
                context.list(entry.path).forEach(path -> pending.addLast(new Entry(path, entry.depth + 1)));
            }
        }
        return found;
    }
}
