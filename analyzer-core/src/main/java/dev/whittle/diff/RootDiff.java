package dev.whittle.diff;

import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfInspection;
import dev.whittle.elf.Linkage;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The differences between two roots. Times of files are not compared.
 *
 * @param files sorted by path
 * @param libraries sorted by soname
 * @param closures what programs in both roots find differently, newly missing first
 * @param packages of the package databases, sorted by type and name
 */
public record RootDiff(
        List<Change> files, List<LibraryChange> libraries, List<ClosureChange> closures, List<PackageChange> packages) {
    public RootDiff {
        packages = List.copyOf(packages);
        files = List.copyOf(files);
        libraries = List.copyOf(libraries);
        closures = List.copyOf(closures);
    }

    /** One of the two roots. */
    public record Side(Resolver resolver, LoaderOptions options) {}

    public boolean isEmpty() {
        return files.isEmpty() && libraries.isEmpty() && closures.isEmpty() && packages.isEmpty();
    }

    /** @throws IOException if either root cannot be read */
    public static RootDiff of(Side before, Side after) throws IOException {
        try {
            TreeSide one = TreeSide.of(before.resolver());
            TreeSide other = TreeSide.of(after.resolver());
            List<Change> files = new FileCompare(one, other).changes();
            return new RootDiff(
                    files,
                    libraries(one, other, files),
                    closures(before, one, after, other),
                    PackageChange.of(before.resolver().root(), after.resolver().root()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<LibraryChange> libraries(TreeSide one, TreeSide other, List<Change> files) {
        TreeSet<RootPath> changed = new TreeSet<>();
        files.stream().filter(file -> file.has("content")).forEach(file -> changed.add(file.path()));
        SortedMap<String, List<RootPath>> before = sonames(one);
        SortedMap<String, List<RootPath>> after = sonames(other);
        TreeSet<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        List<LibraryChange> changes = new ArrayList<>();
        for (String key : all) {
            List<RootPath> was = before.getOrDefault(key, List.of());
            List<RootPath> is = after.getOrDefault(key, List.of());
            if (!was.equals(is) || is.stream().anyMatch(changed::contains)) {
                int blank = key.lastIndexOf(' ');
                changes.add(new LibraryChange(key.substring(0, blank), key.substring(blank + 1), was, is));
            }
        }
        return changes;
    }

    /** Real paths by soname and machine. */
    private static SortedMap<String, List<RootPath>> sonames(TreeSide side) {
        SortedMap<String, List<RootPath>> paths = new TreeMap<>();
        side.elfFiles().forEach((path, facts) -> facts.soname().ifPresent(soname -> paths.computeIfAbsent(
                        soname + " " + facts.machine().name(), key -> new ArrayList<>())
                .add(path)));
        return paths;
    }

    private static List<ClosureChange> closures(Side before, TreeSide one, Side after, TreeSide other) {
        List<RootPath> both = one.elfFiles().keySet().stream()
                .filter(path -> isProgram(one, path) && isProgram(other, path))
                .toList();
        record Moved(String name, String before, String after, RootPath program) {}
        List<List<Moved>> each = both.parallelStream()
                .map(path -> {
                    Map<String, String> was = outcomes(before, one, path);
                    Map<String, String> is = outcomes(after, other, path);
                    List<Moved> moved = new ArrayList<>();
                    TreeSet<String> names = new TreeSet<>(was.keySet());
                    names.addAll(is.keySet());
                    for (String name : names) {
                        String from = was.getOrDefault(name, ClosureChange.NOT_ASKED);
                        String to = is.getOrDefault(name, ClosureChange.NOT_ASKED);
                        if (!from.equals(to)) {
                            moved.add(new Moved(name, from, to, path));
                        }
                    }
                    return moved;
                })
                .toList();
        SortedMap<String, List<Moved>> grouped = new TreeMap<>();
        for (List<Moved> moved : each) {
            for (Moved change : moved) {
                grouped.computeIfAbsent(
                                change.name + "\0" + change.before + "\0" + change.after, key -> new ArrayList<>())
                        .add(change);
            }
        }
        List<ClosureChange> changes = new ArrayList<>();
        grouped.values()
                .forEach(same -> changes.add(new ClosureChange(
                        same.get(0).name,
                        same.get(0).before,
                        same.get(0).after,
                        same.stream().map(Moved::program).toList())));
        changes.sort((a, b) -> a.kind().compareTo(b.kind()));
        return changes;
    }

    private static boolean isProgram(TreeSide side, RootPath path) {
        return Optional.ofNullable(side.elfFiles().get(path))
                .filter(facts -> facts.linkage() == Linkage.DYNAMIC)
                .isPresent();
    }

    /** What each name resolves to; the loader under its own. */
    private static Map<String, String> outcomes(Side side, TreeSide tree, RootPath path) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        try {
            ElfFacts facts = tree.elfFiles().get(path);
            Node.RegularFile node = (Node.RegularFile) tree.nodes().get(path);
            if (facts == null || node == null) {
                return outcomes;
            }
            Resolution resolution = side.resolver().resolve(new Program(path, path, node, facts), side.options());
            resolution
                    .interpreter()
                    .ifPresent(interpreter -> outcomes.put(
                            interpreter.path(),
                            interpreter.realPath().map(RootPath::raw).orElse(ClosureChange.MISSING)));
            for (Edge edge : resolution.edges()) {
                outcomes.putIfAbsent(edge.name(), text(edge));
            }
            return outcomes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Edge edge) {
        if (edge.outcome() instanceof Outcome.Found found) {
            return found.object().realPath().raw();
        }
        return edge.outcome() instanceof Outcome.Fatal ? ClosureChange.FATAL : ClosureChange.MISSING;
    }

    static Optional<ElfFacts> facts(Resolver resolver, RootPath path, Node.RegularFile file) throws IOException {
        return resolver.facts().inspectIfElf(path, file).flatMap(ElfInspection::facts);
    }
}
