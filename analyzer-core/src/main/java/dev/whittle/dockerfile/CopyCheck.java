package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.Selection;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the COPY lines of an existing Dockerfile with those that are needed now. */
public final class CopyCheck {
    private static final int RUN = 0111;

    private final RootFs root;
    private final Selection selection;
    private final CopyPlan plan;
    private final CopyTrees trees;
    private final CopiedTree tree;
    private final List<RootPath> others = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();
    private final List<Fault> gone = new ArrayList<>();

    /** @param line of the Dockerfile, from 1 */
    public record Fault(int line, String text) {}

    /**
     * @param missing instructions to add, each group with its reason
     * @param faults lines that are no longer correct
     */
    public record Result(List<CopyPlan.Group> missing, List<Fault> faults, String stage) {
        public Result {
            missing = List.copyOf(missing);
            faults = List.copyOf(faults);
        }

        public boolean isRight() {
            return missing.isEmpty() && faults.isEmpty();
        }
    }

    /** A source of a line, and what it creates. */
    private record Made(int line, String source, Set<RootPath> paths, boolean needed) {}

    private CopyCheck(RootFs root, Selection selection, CopyPlan plan) {
        this.root = root;
        this.selection = selection;
        this.plan = plan;
        this.trees = new CopyTrees(root, selection, new ContextFiles(Map.of()));
        this.tree = new CopiedTree(root);
    }

    /**
     * The stages and images that the last stage of a Dockerfile copies from.
     *
     * @param raw the whole file
     */
    public static Set<String> stages(String raw) {
        Set<String> stages = new LinkedHashSet<>();
        CopyReader.read(raw).lines().forEach(line -> line.from().ifPresent(stages::add));
        return stages;
    }

    /**
     * What is wrong with the last stage of a Dockerfile that is to start something and sets nothing to start.
     *
     * @param raw the whole file
     */
    public static Optional<Fault> startsNothing(String raw) {
        return LastStage.startsNothing(raw);
    }

    /** @param stage that corresponds to {@code root} */
    public static Result of(String raw, String stage, RootFs root, Selection selection, CopyPlan plan)
            throws IOException {
        CopyCheck check = new CopyCheck(root, selection, plan);
        CopyReader.Result read = CopyReader.read(raw);
        check.gone.addAll(read.faults());
        for (CopyReader.Line line : read.lines()) {
            if (line.from().filter(stage::equalsIgnoreCase).isPresent()) {
                check.carryOut(line);
            } else {
                check.others(line);
            }
        }
        return check.result(stage);
    }

    private void carryOut(CopyReader.Line line) throws IOException {
        for (String source : line.sources()) {
            List<RootPath> found = new PathPattern(source).expand(root);
            if (found.isEmpty()) {
                gone.add(new Fault(line.number(), RawText.visible(source) + ": not in the image"));
                continue;
            }
            boolean into = line.destination().endsWith("/")
                    || line.sources().size() > 1
                    || (Glob.isPattern(source) && found.size() > 1);
            Set<RootPath> paths = new LinkedHashSet<>();
            boolean needed = false;
            for (RootPath path : found) {
                needed |= copy(path, source, line, into, paths);
            }
            made.add(new Made(line.number(), source, paths, needed));
        }
    }

    /**
     * @param pattern that matched the source
     * @return whether it is needed for more than the names that the plan has
     */
    private boolean copy(RootPath source, String pattern, CopyReader.Line line, boolean into, Set<RootPath> paths)
            throws IOException {
        Optional<Walk.Result.Found> found =
                (line.parents() ? Walk.followParents(root, source) : Walk.follow(root, source)).found();
        RootPath destination = tree.real(RootPath.of(line.destination()));
        if (found.isEmpty()) {
            gone.add(new Fault(line.number(), source + ": a link that leads nowhere in the image"));
            return false;
        }
        boolean directory = found.get().node() instanceof Node.Directory;
        boolean below = into || tree.node(destination).orElse(null) instanceof Node.Directory;
        RootPath pivot = line.parents() ? pivot(pattern) : directory ? source : source.parent();
        Exclusion exclusion =
                Exclusion.of(directory && !line.parents() ? found.get().path() : pivot, excluded(line));
        if (exclusion.covers(directory && !line.parents() ? found.get().path() : source)) {
            return false;
        }
        RootPath target = line.parents()
                ? destination.resolve(String.join("/", below(source, pivot)))
                : below && !directory ? destination.child(source.name()) : destination;
        boolean makes = directory
                && trees.isEmpty(found.get().path())
                && tree.node(target).isEmpty()
                && isDirectoryOfPlan(target);
        if (takesRunning(line, found.get())) {
            gone.add(new Fault(line.number(), source + ": its --chmod leaves it no right to run"));
        }
        tree.copy(found.get().path(), target, exclusion);
        for (RootPath path : tree.paths()) {
            if (path.startsWith(target)) {
                paths.add(path);
            }
        }
        return makes || (line.parents() && paths.stream().anyMatch(this::isKept));
    }

    private boolean takesRunning(CopyReader.Line line, Walk.Result.Found found) {
        boolean program = found.node() instanceof Node.RegularFile
                && found.node().attributes().isExecutable()
                && selection.get(found.path()).isPresent();
        return program
                && line.flags()
                        .value("chmod")
                        .filter(mode -> mode.matches("[0-7]{1,5}"))
                        .filter(mode -> (Integer.parseInt(mode, 8) & RUN) == 0)
                        .isPresent();
    }

    private static List<String> excluded(CopyReader.Line line) {
        return line.flags().all("exclude");
    }

    /** {@code --parents} keeps the directories of a source, except those before a {@code /./}. */
    private static RootPath pivot(String source) {
        int at = source.indexOf("/./");
        return at < 0 ? RootPath.ROOT : RootPath.of(source.substring(0, at));
    }

    private static List<String> below(RootPath source, RootPath pivot) {
        List<String> parts = source.components();
        return parts.subList(Math.min(pivot.components().size(), parts.size()), parts.size());
    }

    /** Any empty directory may stand for a needed one, or for a parent that needs its own owner. */
    private boolean isDirectoryOfPlan(RootPath target) {
        return plan.tree().node(target).orElse(null) instanceof Node.Directory;
    }

    /** With {@code --parents} links stay links, so their targets are needed under their real names. */
    private boolean isKept(RootPath path) {
        return tree.origin(path).filter(path::equals).isPresent()
                && selection.get(path).isPresent();
    }

    /** What comes from elsewhere is assumed to be correct. */
    private void others(CopyReader.Line line) {
        RootPath destination = RootPath.of(line.destination());
        for (String source : line.sources()) {
            String name = RootPath.of(source).name();
            boolean file = line.destination().endsWith("/") && !name.isEmpty() && !Glob.isPattern(source);
            others.add(file ? destination.child(name) : destination);
        }
    }

    private Result result(String stage) throws IOException {
        Set<RootPath> missing = new HashSet<>();
        Set<RootPath> used = new HashSet<>();
        for (RootPath path : plan.paths()) {
            Optional<RootPath> origin = plan.tree().origin(path);
            if (origin.isEmpty() || selection.get(origin.get()).isEmpty()) {
                continue; // copied only together with what is needed
            }
            Optional<RootPath> there = find(path, origin.get());
            if (there.isPresent()) {
                used.add(there.get());
                used.add(path);
            } else if (others.stream().noneMatch(rootPath -> !rootPath.isRoot() && path.startsWith(rootPath))) {
                missing.add(path);
            }
        }
        List<Fault> faults = new ArrayList<>(gone);
        for (Made other : made) {
            boolean needed = other.needed() || other.paths().stream().anyMatch(used::contains);
            if (!needed) {
                faults.add(new Fault(other.line(), RawText.visible(other.source()) + ": no longer needed"));
            }
        }
        faults.sort((one, other) -> Integer.compare(one.line(), other.line()));
        return new Result(toAdd(missing), faults, stage);
    }

    /** The target of a path in the root that the lines create, if it is correct. */
    private Optional<RootPath> find(RootPath path, RootPath origin) throws IOException {
        Node wanted = plan.tree().node(path).orElseThrow();
        if (wanted instanceof Node.SymbolicLink) {
            return Walk.followParents(tree, path).found().map(Walk.Result.Found::path);
        }
        return Walk.follow(tree, path)
                .found()
                .filter(found -> found.node() instanceof Node.Directory
                        ? wanted instanceof Node.Directory
                        : tree.origin(found.path()).filter(origin::equals).isPresent())
                .map(Walk.Result.Found::path);
    }

    private List<CopyPlan.Group> toAdd(Set<RootPath> missing) {
        List<CopyPlan.Group> groups = new ArrayList<>();
        for (CopyPlan.Group group : plan.groups()) {
            List<CopyPlan.Instruction> instructions = new ArrayList<>();
            for (CopyPlan.Instruction instruction : group.instructions()) {
                List<CopyItem> items = instruction.items().stream()
                        .filter(item -> missing.stream()
                                .anyMatch(path -> item.kind() == CopyItem.Kind.TREE
                                        ? path.startsWith(item.target())
                                        : path.equals(item.target())))
                        .toList();
                if (!items.isEmpty()) {
                    instructions.add(new CopyPlan.Instruction(
                            items, instruction.destination(), instruction.chown(), instruction.context()));
                }
            }
            if (!instructions.isEmpty()) {
                groups.add(new CopyPlan.Group(group.title(), instructions));
            }
        }
        return groups;
    }
}
