package dev.whittle.closure;

import dev.whittle.elf.BadElfException;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Edge;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolution;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From the files asked for to the paths that must be there for them. A path is kept as the loader opens it: with every
 * link on the way and every directory above, so that the same names lead to the same files in the output.
 */
public final class ClosureCalculator {
    private final Resolver resolver;
    private final RootFs root;
    private final ClosureRequest request;
    private final Keeper keeper;
    private final Programs programs;
    private final Set<RootPath> entered = new HashSet<>();

    private ClosureCalculator(Resolver resolver, ClosureRequest request) {
        this.resolver = resolver;
        this.root = resolver.root();
        this.request = request;
        this.keeper = new Keeper(root, request.excludes());
        this.programs = new Programs(resolver, request, keeper);
    }

    /**
     * @throws java.nio.file.FileSystemException if a path asked for is not there or cannot be read
     * @throws BadElfException if a program asked for is no ELF file
     */
    public static Closure calculate(Resolver resolver, ClosureRequest request) throws IOException, BadElfException {
        return new ClosureCalculator(resolver, request).run();
    }

    private Closure run() throws IOException, BadElfException {
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
                keepTree(path, Set.of(), new Reason(Reason.Kind.INCLUDED, "included by " + include.raw()));
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
        return new Closure(keeper.selection(), programs.resolutions(), keeper.excluded(), keeper.idle(), told(known));
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
        programs.takeOptional()
                .forEach(resolution -> lacking("trace", resolution).ifPresent(lacking::add));
        return lacking;
    }

    /**
     * To the fixed point: what a finding brings may ask for more, be it that what is kept already has one more reason. So
     * whoever looked once again would find nothing new.
     */
    private void keepHidden(Set<Finding> known) throws IOException {
        boolean more;
        do {
            more = false;
            for (Finding finding : request.hidden().findings(keeper.selection())) {
                if (known.add(finding) && request.hidden().takes(finding)) {
                    more = true;
                    keep(finding);
                    programs.takeOptional().forEach(resolution -> lacking(finding.family(), resolution)
                            .ifPresent(known::add));
                }
            }
        } while (more);
    }

    /** What is kept for another reason is no possibility any more. */
    private List<Closure.Hidden> told(Set<Finding> findings) throws IOException {
        Selection selection = keeper.selection();
        List<Closure.Hidden> told = new ArrayList<>();
        for (Finding finding : findings) {
            boolean taken = request.hidden().takes(finding);
            boolean news = taken || finding.level() == Finding.Level.REMARK;
            for (RootPath path : finding.paths()) {
                Optional<RootPath> real = Walk.follow(root, path).found().map(Walk.Result.Found::path);
                news |= selection.get(real.orElse(path)).isEmpty();
            }
            for (RootPath path : finding.trees()) {
                Optional<RootPath> real = Walk.follow(root, path).found().map(Walk.Result.Found::path);
                news |= !entered.contains(real.orElse(path));
            }
            if (news) {
                told.add(new Closure.Hidden(finding, taken));
            }
        }
        return told;
    }

    private void keep(Finding finding) throws IOException {
        Reason reason = new Reason(Reason.Kind.HIDDEN, finding.family() + ": " + finding.evidence(), finding.because());
        for (RootPath path : finding.paths()) {
            if (!isReadable(path)) {
                continue;
            }
            Optional<Walk.Result.Found> found = keeper.keep(path.raw(), reason);
            if (found.isPresent() && found.get().node() instanceof Node.RegularFile file) {
                programs.keepOptional(path, found.get().path(), file);
            }
        }
        for (RootPath tree : finding.trees()) {
            keepTree(tree, finding.except(), reason);
        }
    }

    /** What nobody asked for by name, and the caller may not read, is no reason to fail. */
    private boolean isReadable(RootPath path) throws IOException {
        Optional<Walk.Result.Found> found = Walk.follow(root, path).found();
        try {
            if (found.isPresent() && found.get().node() instanceof Node.RegularFile file) {
                resolver.facts().facts(found.get().path(), file);
            } else if (found.isPresent() && found.get().node() instanceof Node.Directory) {
                root.list(found.get().path());
            }
            return true;
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    /** A module of many that lacks its library is no reason to call the output incomplete. */
    private static Optional<Finding> lacking(String family, Resolution resolution) {
        if (resolution.isComplete()) {
            return Optional.empty();
        }
        String names = resolution.missing().stream().map(Edge::name).distinct().collect(Collectors.joining(", "));
        String what = names.isEmpty() ? "something that it needs" : names;
        return Optional.of(new Finding(
                family,
                Finding.Level.REMARK,
                resolution.program().path() + " lacks " + what,
                List.of(),
                List.of(),
                Optional.of(resolution.program().realPath())));
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
        Set<RootPath> listed = except.isEmpty() ? entered : new HashSet<>(); // what was left out may come now
        Deque<RootPath> pending = new ArrayDeque<>();
        pending.push(start);
        while (!pending.isEmpty()) {
            RootPath path = pending.pop();
            if (except.contains(path)
                    || keeper.isExcluded(path)
                    || (reason.kind() == Reason.Kind.HIDDEN && !isReadable(path))) {
                continue;
            }
            boolean below = reason.kind() == Reason.Kind.HIDDEN && !path.equals(start);
            Optional<Walk.Result.Found> found = keeper.keep(
                    path.raw(), below ? new Reason(Reason.Kind.TREE, reason.detail(), reason.because()) : reason);
            if (found.isEmpty()) {
                continue;
            }
            RootPath real = found.get().path();
            if (found.get().node() instanceof Node.Directory && listed.add(real)) {
                entered.add(real);
                root.list(real).forEach(name -> pending.push(real.child(name)));
            } else if (found.get().node() instanceof Node.RegularFile file) {
                if (reason.kind() == Reason.Kind.HIDDEN) {
                    programs.keepOptional(path, real, file);
                } else {
                    programs.keepIfElf(path, real, file);
                }
            }
        }
    }
}
