package dev.whittle.closure;

import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Computes from the requested files all paths that must exist for them. A path is kept as the loader opens it: with
 * every link and every parent directory, so that the same names lead to the same files in the output.
 */
public final class ClosureCalculator {
    private final Resolver resolver;
    private final RootFs root;
    private final ClosureRequest request;
    private final SelectionCollector keeper;
    private final Programs programs;
    private final Set<RootPath> entered = new HashSet<>();
    private final Set<Finding> taken = new HashSet<>();
    private final FindingCost cost;
    private final Map<Finding, Resolution> lacking = new HashMap<>();
    private final Set<String> loadedNames = new HashSet<>();

    private ClosureCalculator(Resolver resolver, ClosureRequest request) throws IOException {
        this.resolver = resolver;
        this.root = resolver.root();
        this.request = request;
        this.keeper = new SelectionCollector(root, request.excludes());
        this.programs = new Programs(resolver, request, keeper);
        this.cost = new FindingCost(resolver, request.options());
    }

    /**
     * @throws java.nio.file.FileSystemException if a requested path, or one to exclude, does not exist or cannot be
     *     read
     * @throws BadElfException if a requested program is not an ELF file
     */
    public static Closure calculate(Resolver resolver, ClosureRequest request) throws IOException, BadElfException {
        return new ClosureCalculator(resolver, request).run();
    }

    private Closure run() throws IOException, BadElfException {
        for (PathPattern include : request.includes()) {
            if (include.isTried()) {
                for (RootPath path : include.expand(root)) {
                    keeper.allow(path);
                }
            }
        }
        for (RootPath path : request.programs()) {
            Program program = resolver.open(path);
            keeper.keep(path.raw(), new Reason(Reason.Kind.REQUESTED, "asked for"));
            programs.keep(program);
        }
        for (ClosureRequest.Started started : request.started()) {
            programs.keepStarted(started);
        }
        for (PathPattern include : request.includes()) {
            List<RootPath> paths = include.expand(root);
            if (paths.isEmpty()) {
                throw new NoSuchFileException(include.raw(), null, "nothing to include under this name");
            }
            for (RootPath path : paths) {
                if (include.isAlone()) {
                    keeper.keep(path.raw(), include.reason());
                } else {
                    keepTree(path, Set.of(), include.reason());
                }
            }
        }
        Set<Finding> known = keepTraced();
        keepHidden(known);
        for (Generated generated : request.hidden().generated(keeper.selection())) {
            if (generated.content().isPresent()) {
                keeper.write(generated);
            } else if (!keeper.leaveOut(generated)) {
                known.add(leftOut(generated));
            }
        }
        List<PathPattern> idle = keeper.idle();
        for (PathPattern exclude : idle) {
            if (exclude.expand(root).isEmpty()) {
                throw new NoSuchFileException(exclude.raw(), null, "nothing to exclude under this name");
            }
        }
        Selection selection = keeper.selection();
        return new Closure(
                selection,
                programs.resolutions(),
                keeper.excluded(),
                idle,
                told(known),
                programs.environments(),
                request.hidden().packages(selection));
    }

    /** @return what the libraries of traced files lack */
    private Set<Finding> keepTraced() throws IOException {
        Set<Finding> lacking = new LinkedHashSet<>();
        for (ClosureRequest.Traced traced : request.traced()) {
            Reason reason = new Reason(Reason.Kind.TRACED, traced.evidence());
            if (!traced.follows()) {
                keeper.keepItself(traced.path().raw(), reason);
            } else if (isReadable(traced.path())) {
                Optional<Walk.Result.Found> found = keeper.keep(traced.path().raw(), reason);
                if (traced.reads() && found.isPresent() && found.get().node() instanceof Node.RegularFile file) {
                    programs.keepOptional(traced.path(), found.get().path(), file);
                }
            }
        }
        programs.takeOptional().forEach(resolution -> lacking("trace", Finding.Level.REMARK, resolution)
                .ifPresent(lacking::add));
        return lacking;
    }

    /**
     * Repeats until nothing new is found: a finding may lead to others, even if it only adds a reason to a kept path.
     * Another pass would then find nothing.
     */
    private void keepHidden(Set<Finding> known) throws IOException {
        boolean more;
        do {
            more = keepAll(request.hidden().findings(keeper.selection()), known)
                    || keepAll(request.hidden().unexplained(keeper.selection()), known);
        } while (more);
    }

    /** Returns whether one of these is kept that was not before. */
    private boolean keepAll(List<Finding> findings, Set<Finding> known) throws IOException {
        boolean more = false;
        for (Finding finding : findings) {
            known.add(finding);
            if (!taken.contains(finding) && takes(finding)) {
                taken.add(finding);
                more = true;
                keep(finding);
                for (Resolution resolution : programs.takeOptional()) {
                    lacking(finding, resolution).ifPresent(known::add);
                }
            }
        }
        return more;
    }

    /** An uncertain finding is taken where it costs little; the more is kept, the less it costs. */
    private boolean takes(Finding finding) throws IOException {
        if (request.hidden().takes(finding)) {
            return true;
        }
        long limit = request.hidden().limit(finding);
        return limit >= 0 && cost.of(finding, keeper::isKept, limit) <= limit;
    }

    /** Something kept for another reason is no longer optional. */
    private List<Closure.Hidden> told(Set<Finding> findings) throws IOException {
        Selection selection = keeper.selection();
        List<Closure.Hidden> reported = new ArrayList<>();
        Map<List<Object>, Finding> large = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (isFalseAlarm(finding, selection)) {
                continue;
            }
            if (taken.contains(finding) || request.hidden().takes(finding)) {
                reported.add(new Closure.Hidden(finding, true));
                continue;
            }
            List<RootPath> paths = new ArrayList<>();
            for (RootPath path : finding.paths()) {
                Optional<RootPath> real = Walk.follow(root, path).found().map(Walk.Result.Found::path);
                if (selection.get(real.orElse(path)).isEmpty()) {
                    paths.add(path);
                }
            }
            List<RootPath> trees = new ArrayList<>();
            for (RootPath path : finding.trees()) {
                Optional<RootPath> real = Walk.follow(root, path).found().map(Walk.Result.Found::path);
                boolean isKeptFile = root.node(real.orElse(path)).orElse(null) instanceof Node.RegularFile
                        && selection.get(real.orElse(path)).isPresent();
                if (!isKeptFile && !entered.contains(real.orElse(path))) {
                    trees.add(path);
                }
            }
            if (finding.isMessage()) {
                reported.add(new Closure.Hidden(finding, false));
            } else if (!paths.isEmpty() || !trees.isEmpty()) {
                Finding left = finding.of(paths, trees);
                if (isLarge(left)) {
                    // What one piece of evidence stands for costs together what they share once.
                    large.merge(List.of(left.family(), left.evidence(), left.except()), left, Finding::and);
                } else {
                    reported.add(new Closure.Hidden(left, false));
                }
            }
        }
        for (Finding left : large.values()) {
            long bytes = cost.of(left, keeper::isKept, Long.MAX_VALUE - 1);
            if (cost.isForAnother(left, keeper::isKept)) {
                reported.add(new Closure.Hidden(left.with(Finding.Level.UNCERTAIN, left.evidence()), false));
            } else if (bytes > 0) { // else its files are kept, one by one
                reported.add(new Closure.Hidden(
                        left.with(Finding.Level.LARGE, left.evidence()),
                        false,
                        bytes == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(bytes)));
            }
        }
        return reported;
    }

    /** Whether a finding is not kept because of its size: an uncertain one because it exceeds its limit. */
    private boolean isLarge(Finding finding) {
        return finding.level() == Finding.Level.LARGE
                || (finding.level() == Finding.Level.UNCERTAIN
                        && request.hidden().limit(finding) >= 0);
    }

    /**
     * Several processes may open a file: what it lacks in one environment it may have in another. And a library that a
     * program opens finds what the program has already loaded, by name.
     */
    private boolean isFalseAlarm(Finding finding, Selection selection) {
        Resolution resolution = lacking.get(finding);
        if (resolution == null || finding.level() != Finding.Level.REMARK) {
            return false;
        }
        if (programs.isComplete(resolution.program().realPath())) {
            return true;
        }
        boolean library =
                resolution.interpreter().filter(Interpreter::requested).isEmpty();
        return library
                && resolution.missing().stream()
                        .allMatch(edge -> loadedNames(selection).contains(edge.name()));
    }

    private Set<String> loadedNames(Selection selection) {
        if (loadedNames.isEmpty()) {
            selection.names().keySet().forEach(name -> loadedNames.add(name.substring(name.lastIndexOf('/') + 1)));
        }
        return loadedNames;
    }

    private void keep(Finding finding) throws IOException {
        Reason reason = Reason.ofFamily(Reason.Kind.HIDDEN, finding.family(), finding.evidence(), finding.because());
        for (RootPath path : finding.paths()) {
            if (!isReadable(path)) {
                continue;
            }
            Optional<Walk.Result.Found> found = keeper.keep(path.raw(), reason);
            if (found.isPresent() && found.get().node() instanceof Node.RegularFile file) {
                Optional<Finding.ProgramStart> start = finding.start();
                if (start.isPresent()) {
                    programs.keepOptional(
                            path, found.get().path(), file, start.get().variables());
                } else {
                    programs.keepOptional(path, found.get().path(), file);
                }
            }
        }
        for (RootPath tree : finding.trees()) {
            keepTree(tree, finding.except(), reason);
        }
    }

    /** A path that was not requested by name, and that the caller may not read, is not a failure. */
    private boolean isReadable(RootPath path) throws IOException {
        Optional<Walk.Result.Found> found = Walk.follow(root, path).found();
        return found.isEmpty() || isReadable(found.get().path(), found.get().node());
    }

    /** @param path real */
    private boolean isReadable(RootPath path, Node node) throws IOException {
        try {
            if (node instanceof Node.RegularFile file) {
                resolver.facts().facts(path, file);
            } else if (node instanceof Node.Directory) {
                root.list(path);
            }
            return true;
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    /** A program that is certainly started lacks its library; for all others that is only a remark. */
    private Optional<Finding> lacking(Finding finding, Resolution resolution) throws IOException {
        boolean certain = false;
        if (finding.start().filter(Finding.ProgramStart::certain).isPresent()) {
            for (RootPath path : finding.paths()) {
                certain |= Walk.follow(root, path)
                        .found()
                        .filter(found ->
                                found.path().equals(resolution.program().realPath()))
                        .isPresent();
            }
        }
        return lacking(finding.family(), certain ? Finding.Level.MISSING : Finding.Level.REMARK, resolution);
    }

    private Optional<Finding> lacking(String family, Finding.Level level, Resolution resolution) {
        if (resolution.isComplete()) {
            return Optional.empty();
        }
        String names = resolution.missing().stream().map(Edge::name).distinct().collect(Collectors.joining(", "));
        String subject = names.isEmpty() ? "something that it needs" : names;
        Finding found = new Finding(
                family,
                level,
                resolution.program().path() + " lacks " + subject,
                List.of(),
                List.of(),
                Optional.of(resolution.program().realPath()));
        lacking.put(found, resolution);
        return Optional.of(found);
    }

    private static Finding leftOut(Generated generated) {
        Reason reason = generated.reasons().get(0);
        return new Finding(
                generated.path().name(),
                Finding.Level.REMARK,
                "left out, but " + reason.detail(),
                List.of(generated.path()),
                List.of(),
                reason.because());
    }

    private void keepTree(RootPath start, Set<RootPath> except, Reason reason) throws IOException {
        Set<RootPath> listed = except.isEmpty() ? entered : new HashSet<>(); // what was left out may be taken now
        boolean hidden = reason.kind() == Reason.Kind.HIDDEN;
        Reason below = hidden ? reason.below() : reason;
        Deque<RootPath> pending = new ArrayDeque<>();
        pending.push(start);
        while (!pending.isEmpty()) {
            RootPath path = pending.pop();
            if (except.contains(path) || keeper.isLeftOut(path)) {
                continue;
            }
            // An entry of a listed directory has a real path, unless it is a link itself.
            Optional<Node> entry = path.equals(start) ? Optional.empty() : root.node(path);
            boolean direct = entry.isPresent() && !(entry.get() instanceof Node.SymbolicLink);
            if (hidden && !(direct ? isReadable(path, entry.get()) : isReadable(path))) {
                continue;
            }
            RootPath real = path;
            Node node;
            if (direct) {
                node = entry.get();
                keeper.keepEntry(path, node, below);
            } else {
                Optional<Walk.Result.Found> found = keeper.keep(path.raw(), path.equals(start) ? reason : below);
                if (found.isEmpty()) {
                    continue;
                }
                real = found.get().path();
                node = found.get().node();
            }
            if (node instanceof Node.Directory && listed.add(real)) {
                entered.add(real);
                for (String name : root.list(real)) {
                    pending.push(real.child(name));
                }
            } else if (node instanceof Node.RegularFile file) {
                if (hidden) {
                    programs.keepOptional(path, real, file);
                } else {
                    programs.keepIfElf(path, real, file);
                }
            }
        }
    }
}
