package dev.whittle.dockerfile;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The COPY instructions for a selection.
 *
 * @param groups in the order in which they must run
 * @param findings what COPY cannot create and a program needs; one line each, raw
 * @param remarks what will differ from the original; one line each, raw
 */
public record CopyPlan(List<Group> groups, CopiedTree tree, List<String> findings, List<String> remarks) {
    public CopyPlan {
        groups = List.copyOf(groups);
        findings = List.copyOf(findings);
        remarks = List.copyOf(remarks);
    }

    /**
     * Instructions with one reason.
     *
     * @param title raw, lines for a comment
     */
    public record Group(List<String> title, List<Instruction> instructions) {
        public Group {
            title = List.copyOf(title);
            instructions = List.copyOf(instructions);
        }
    }

    /**
     * One COPY.
     *
     * @param items for its sources, all with one destination
     * @param destination raw, with a trailing slash if it is a directory
     * @param context the file of the build context that is copied instead of the item's source, raw; otherwise it is a
     *     stage's
     */
    public record Instruction(
            List<CopyItem> items, String destination, Optional<Owner> chown, Optional<String> context) {
        public Instruction {
            items = List.copyOf(items);
        }

        public Instruction(List<CopyItem> items, String destination, Optional<Owner> chown) {
            this(items, destination, chown, Optional.empty());
        }

        /** As a line of a Dockerfile, raw. */
        public String line(String stage) {
            if (context.isPresent()) {
                return ContextFiles.line(context.get(), destination);
            }
            List<String> words = new ArrayList<>();
            for (CopyItem item : items) {
                String slash = item.kind() == CopyItem.Kind.FILE ? "" : "/";
                words.add(DockerWords.source(item.source().raw()) + slash);
            }
            words.add(DockerWords.target(destination));
            String flags = chown.map(owner -> " --chown=" + owner).orElse("");
            return "COPY --from=" + stage + flags + " " + DockerWords.expandedJson(words);
        }
    }

    /** Every item, in order. */
    public List<CopyItem> items() {
        return groups.stream()
                .flatMap(group -> group.instructions().stream())
                .flatMap(instruction -> instruction.items().stream())
                .toList();
    }

    /** What the instructions create, except directories that only contain the rest; sorted by path. */
    public List<RootPath> paths() {
        return tree.paths().stream().filter(path -> !isMereParent(path)).toList();
    }

    private boolean isMereParent(RootPath path) {
        boolean directory = tree.node(path).orElse(null) instanceof Node.Directory;
        return directory && tree.origin(path).isEmpty();
    }
}
