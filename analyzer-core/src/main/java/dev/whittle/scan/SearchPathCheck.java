package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.SearchElement;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Checks the directories of DT_RPATH and DT_RUNPATH. A directory is writable if users other than root can put a library
 * there: it, or a parent, is not owned by root or is world-writable (a parent: without the sticky bit); or it does not
 * exist, and its nearest existing parent has another owner or is world-writable, so that others can create it.
 */
final class SearchPathCheck {
    private static final int WORLD_WRITABLE = 02;
    private static final int STICKY = 01000;

    private SearchPathCheck() {}

    static List<ScanFinding> check(Resolver resolver, ScannedFile file) throws IOException {
        Optional<Program> program = file.toResolve();
        List<ScanFinding> findings = new ArrayList<>();
        if (program.isEmpty()) {
            return findings;
        }
        for (SearchElement element : new LinkedHashSet<>(resolver.searchPath(program.get()))) {
            check(resolver.root(), file, element).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<ScanFinding> check(RootFs root, ScannedFile file, SearchElement element)
            throws IOException {
        if (element.directory().isEmpty()) {
            return finding(ScanRule.DEAD_PATH, file, element, "is dropped by the loader: a token in it has no value");
        }
        String directory = element.directory().get();
        if (!directory.startsWith("/")) {
            return finding(
                    ScanRule.OUTSIDE_PATH, file, element, "is seen from whatever directory the program is started in");
        }
        if (leadsOut(directory)) {
            return finding(ScanRule.OUTSIDE_PATH, file, element, "leads above the root");
        }
        Walk.Result result = Walk.follow(root, RootPath.ROOT, directory);
        Optional<Walk.Result.Found> found = result.found();
        if (found.isPresent() && found.get().node() instanceof Node.Directory) {
            Optional<String> writable = writable(root, found.get().path(), true);
            return writable.isPresent()
                    ? finding(ScanRule.WRITABLE_PATH, file, element, writable.get())
                    : Optional.empty();
        }
        if (found.isPresent()) {
            return finding(ScanRule.DEAD_PATH, file, element, "is not a directory");
        }
        RootPath nearest = nearest(root, ((Walk.Result.Lost) result).at());
        Optional<String> writable = writable(root, nearest, true);
        return writable.isPresent()
                ? finding(
                        ScanRule.WRITABLE_PATH,
                        file,
                        element,
                        "does not exist, and could be created: " + writable.get())
                : finding(ScanRule.DEAD_PATH, file, element, "is not there");
    }

    /** More {@code ..} than names, before any link is resolved. */
    private static boolean leadsOut(String path) {
        int depth = 0;
        for (String part : RootPath.split(path)) {
            depth += part.equals("..") ? -1 : part.equals(".") ? 0 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    private static RootPath nearest(RootFs root, RootPath lost) throws IOException {
        RootPath at = lost.parent();
        while (!at.isRoot() && root.node(at).isEmpty()) {
            at = at.parent();
        }
        return at;
    }

    private static Optional<String> writable(RootFs root, RootPath directory, boolean last) throws IOException {
        Optional<Node> node = root.node(directory);
        if (node.isPresent()) {
            Attributes attributes = node.get().attributes();
            boolean open = (attributes.mode() & WORLD_WRITABLE) != 0 && (last || (attributes.mode() & STICKY) == 0);
            if (open || attributes.uid() != 0) {
                return Optional.of(
                        directory.raw() + (open ? " is world-writable" : " belongs to user " + attributes.uid()));
            }
        }
        return directory.isRoot() ? Optional.empty() : writable(root, directory.parent(), false);
    }

    private static Optional<ScanFinding> finding(
            ScanRule rule, ScannedFile file, SearchElement element, String subject) {
        String shown = element.written().isEmpty() ? "an empty element" : element.written();
        boolean same = element.directory().filter(element.written()::equals).isPresent();
        String leads =
                same || element.directory().isEmpty() || element.written().isEmpty()
                        ? ""
                        : " (" + element.directory().get() + ")";
        return Optional.of(new ScanFinding(
                rule,
                file.path(),
                List.of(element.written()),
                List.of(),
                element.kind() + " " + shown + leads + ": " + subject));
    }
}
