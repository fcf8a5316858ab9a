package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.bytes.ShellWord;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.LibraryLocator;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.Libc;
import dev.whittle.resolve.load.Resolution;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a user can do about a missing file: one line for each that the root has an answer to. */
public final class Remedies {
    /** Searching a root takes time, and if more than this are missing, they have one cause. */
    private static final int MAX_NAMES = 8;

    private final Resolver resolver;
    private final Set<String> looked = new HashSet<>();

    public Remedies(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Each name is looked for once, however many programs miss it. */
    public List<String> of(Resolution resolution) {
        return List.copyOf(named(resolution).values());
    }

    /** The same lines by missing file: the path of the loader, or the name of a library. All raw. */
    public Map<String, String> named(Resolution resolution) {
        Map<String, String> lines = new LinkedHashMap<>();
        LibraryLocator whereabouts =
                new LibraryLocator(resolver, resolution.program().facts().header());
        try {
            Optional<Interpreter> interpreter = resolution.interpreter().filter(i -> i.requested() && i.isMissing());
            if (interpreter.isPresent()) {
                loader(whereabouts, interpreter.get())
                        .ifPresent(line -> lines.put(interpreter.get().path(), line));
                return lines; // without its loader, every library is missing for the same reason
            }
            for (Edge edge : resolution.missing()) {
                String name = edge.name();
                boolean searched = name.indexOf('/') < 0 && !name.isEmpty();
                if (searched && looked.size() < MAX_NAMES && looked.add(name)) {
                    whereabouts.find(name).ifPresent(path -> lines.put(name, elsewhere(resolution, name, path)));
                }
            }
        } catch (IOException e) {
            return lines; // hints are worth no second error
        }
        return lines;
    }

    private static Optional<String> loader(LibraryLocator whereabouts, Interpreter interpreter) throws IOException {
        return whereabouts
                .otherLoader(interpreter.path())
                .map(other -> "the root has " + other + " instead: it is one of "
                        + (Libc.of(other) == Libc.MUSL ? "musl" : "glibc")
                        + ", and this program is built for the other C library");
    }

    private static String elsewhere(Resolution resolution, String name, RootPath path) {
        boolean musl = resolution.libc().filter(libc -> libc == Libc.MUSL).isPresent();
        String lasting = musl
                ? "write /lib:/usr/local/lib:/usr/lib:" + path.parent() + " into /etc/ld-musl-" + arch(resolution)
                        + ".path"
                : "add that directory to /etc/ld.so.conf and run ldconfig";
        String where = RawText.visible(name) + " is at " + path + ": ";
        // A loader in secure mode ignores LD_LIBRARY_PATH.
        return resolution.secure()
                ? where + lasting
                : where + "try --library-path "
                        + RawText.visible(ShellWord.quoted(path.parent().raw())) + ", or " + lasting;
    }

    private static String arch(Resolution resolution) {
        return resolution.program().facts().machine().name();
    }
}
