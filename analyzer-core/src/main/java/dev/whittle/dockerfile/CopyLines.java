package dev.whittle.dockerfile;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From items to instructions that all builders execute in the same way (tested: the builder of docker 20.10, BuildKit,
 * buildah 1.28). Without {@code --chown} copied files and directories keep their owners, files also their set-id bits;
 * with it they lose them, and BuildKit also sets it on parent directories. The destination directory belongs to root
 * with mode 0755, or to {@code --chown}'s user; existing directories do not change.
 */
final class CopyLines {
    private final CopyItems items;
    private final EmptyDirectories empties;
    private final DirectoryOwners owners;
    private final CopySources sources;
    private final ContextFiles context;
    private final Set<RootPath> made = new HashSet<>(List.of(RootPath.ROOT));
    private final Set<String> findings = new LinkedHashSet<>();

    CopyLines(RootFs root, CopyItems items, CopyTrees trees, Optional<Owner> user, ContextFiles context) {
        this.items = items;
        this.context = context;
        this.empties = new EmptyDirectories(root, trees);
        this.owners = new DirectoryOwners(root, user);
        this.sources = new CopySources(root, items);
    }

    Set<String> findings() {
        return findings;
    }

    List<String> remarks() {
        List<String> all = new ArrayList<>(owners.remarks());
        all.addAll(sources.remarks());
        return all;
    }

    List<CopyPlan.Group> groups() throws IOException {
        Set<RootPath> bare = new HashSet<>();
        items.bare().forEach(item -> bare.add(item.target()));
        List<CopyPlan.Group> groups = new ArrayList<>();
        Map<List<String>, List<CopyItem>> titled = new Titles(items.all()).groups();
        for (Map.Entry<List<String>, List<CopyItem>> group : titled.entrySet()) {
            List<CopyPlan.Instruction> instructions = new ArrayList<>();
            Map<String, List<CopyItem>> files = new LinkedHashMap<>();
            for (CopyItem item : group.getValue()) {
                prepare(item, instructions);
                switch (item.kind()) {
                    case FILE -> {
                        if (context.has(item.origin())) {
                            added(item, instructions);
                        } else {
                            file(item, files);
                        }
                    }
                    case TREE -> tree(item, instructions);
                    case DIRECTORY -> {
                        owners.note(item.target(), item.origin());
                        if (bare.contains(item.target())) {
                            directory(item, owners.wanted(item.target()), instructions);
                        }
                    }
                }
            }
            files.forEach((destination, all) ->
                    instructions.add(new CopyPlan.Instruction(all, destination, Optional.empty())));
            if (!instructions.isEmpty()) {
                List<String> title = new ArrayList<>(group.getKey());
                title.addAll(borrowed(instructions));
                groups.add(new CopyPlan.Group(title, instructions));
            }
        }
        return groups;
    }

    /** Explains why an empty directory is copied to unrelated places. */
    private static List<String> borrowed(List<CopyPlan.Instruction> instructions) {
        return instructions.stream()
                .flatMap(instruction -> instruction.items().stream())
                .filter(item ->
                        item.kind() == CopyItem.Kind.DIRECTORY && !item.source().equals(item.origin()))
                .map(item -> "COPY cannot create an empty directory, so "
                        + item.source().raw() + ", which is empty, is copied")
                .distinct()
                .toList();
    }

    /**
     * Parent directories with an owner other than root come first: created together with their content they would be
     * root's.
     */
    private void prepare(CopyItem item, List<CopyPlan.Instruction> instructions) throws IOException {
        List<RootPath> above = new ArrayList<>();
        for (RootPath at = item.target().parent(); !at.isRoot(); at = at.parent()) {
            above.add(0, at);
        }
        for (RootPath directory : above) {
            Optional<Owner> wanted = made.contains(directory) ? Optional.empty() : owners.wanted(directory);
            if (wanted.isPresent()) {
                RootPath origin = owners.real(directory).orElse(directory);
                directory(
                        new CopyItem(CopyItem.Kind.DIRECTORY, origin, origin, directory, item.reason()),
                        wanted,
                        instructions);
            }
        }
    }

    private void directory(CopyItem item, Optional<Owner> owner, List<CopyPlan.Instruction> instructions)
            throws IOException {
        if (made.contains(item.target())) {
            return;
        }
        if (owner.isPresent() && !made.contains(item.target().parent())) {
            RootPath parent = item.target().parent();
            directory(
                    new CopyItem(CopyItem.Kind.DIRECTORY, parent, parent, parent, item.reason()),
                    Optional.empty(),
                    instructions);
        }
        Optional<RootPath> source = empties.like(item.origin());
        if (source.isEmpty()) {
            findings.add(item.target() + ": a directory without content, and the image has no empty one to copy"
                    + "; --format add keeps it");
            return;
        }
        if (!sources.isSayable(item.target().raw(), item.target())) {
            findings.addAll(sources.takeFindings());
            return;
        }
        CopyItem made = new CopyItem(item.kind(), source.get(), item.origin(), item.target(), item.reason());
        instructions.add(new CopyPlan.Instruction(List.of(made), slashed(item.target()), owner));
        makes(item.target());
    }

    private void tree(CopyItem item, List<CopyPlan.Instruction> instructions) throws IOException {
        owners.note(item.target(), item.origin());
        Optional<Owner> owner = owners.wanted(item.target());
        Optional<Owner> chown = Optional.empty();
        if (owner.isPresent() && !made.contains(item.target())) {
            boolean alike = owners.isAlike(item.origin(), owner.get());
            if (alike && made.contains(item.target().parent())) {
                chown = owner;
            } else {
                directory(item, owner, instructions);
            }
        }
        Optional<CopyItem> sayable = sources.tree(item);
        findings.addAll(sources.takeFindings());
        if (sayable.isPresent()) {
            instructions.add(new CopyPlan.Instruction(List.of(sayable.get()), slashed(item.target()), chown));
            makes(item.target());
        }
    }

    private void file(CopyItem item, Map<String, List<CopyItem>> files) throws IOException {
        Optional<CopyItem> sayable = sources.file(item);
        findings.addAll(sources.takeFindings());
        if (sayable.isPresent()) {
            boolean sameName =
                    sayable.get().source().name().equals(item.target().name());
            String destination =
                    sameName ? slashed(item.target().parent()) : item.target().raw();
            files.computeIfAbsent(destination, d -> new ArrayList<>()).add(sayable.get());
            makes(item.target().parent());
        }
    }

    private void added(CopyItem item, List<CopyPlan.Instruction> instructions) {
        Optional<String> trouble = context.trouble(item.origin(), item.target());
        trouble.ifPresent(findings::add);
        if (trouble.isEmpty()) {
            instructions.add(new CopyPlan.Instruction(
                    List.of(item), item.target().raw(), Optional.empty(), context.source(item.origin())));
            makes(item.target().parent());
        }
    }

    private void makes(RootPath directory) {
        for (RootPath at = directory; !at.isRoot(); at = at.parent()) {
            made.add(at);
        }
    }

    private static String slashed(RootPath directory) {
        return directory.isRoot() ? "/" : directory.raw() + "/";
    }
}
