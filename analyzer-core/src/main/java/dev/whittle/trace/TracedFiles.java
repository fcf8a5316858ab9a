package dev.whittle.trace;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.ClosureRequest;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a trace lies in a root.
 *
 * @param used in the order of the trace
 * @param remarks one line each, raw: what the trace leaves open, and what the root does not have
 */
public record TracedFiles(List<Used> used, List<String> remarks) {
    private static final int SHOWN = 3;

    public TracedFiles {
        used = List.copyOf(used);
        remarks = List.copyOf(remarks);
    }

    /** @param path links in last place unresolved */
    public record Used(RootPath path, Access access) {}

    public static TracedFiles of(Trace trace, RootFs root) throws IOException {
        Set<String> outside = new TreeSet<>();
        for (Access access : trace.accesses()) {
            if (!access.within().isEmpty() && !isThere(root, access.within(), true)) {
                outside.add(access.within());
            }
        }
        List<Used> used = new ArrayList<>();
        List<Access> missing = new ArrayList<>();
        for (Access access : trace.accesses()) {
            boolean ofTheHost = !outside.isEmpty() && !outside.contains(access.within());
            String raw = outside.contains(access.within()) ? access.path() : access.within() + access.path();
            RootPath path = Walk.normalise(root, raw);
            if (ofTheHost || path.isRoot() || SystemPaths.isMounted(path)) {
                continue;
            }
            if (isThere(root, raw, access.follows())) {
                used.add(new Used(path, access));
            } else if (!access.made()) {
                missing.add(access);
            }
        }
        return new TracedFiles(used, remarks(trace, outside, missing));
    }

    private static boolean isThere(RootFs root, String raw, boolean follows) throws IOException {
        return (follows ? Walk.follow(root, RootPath.ROOT, raw) : Walk.followParents(root, Walk.normalise(root, raw)))
                .found()
                .isPresent();
    }

    private static List<String> remarks(Trace trace, Set<String> outside, List<Access> missing) {
        List<String> remarks = new ArrayList<>();
        String name = RawText.visible(trace.name()) + ": ";
        trace.remarks().forEach(remark -> remarks.add(name + remark));
        if (!outside.isEmpty()) {
            remarks.add(name + "taken from where it enters " + RawText.visible(String.join(", ", outside))
                    + " by chroot, for this root has no such directory and so is it itself");
        }
        if (!missing.isEmpty()) {
            List<String> shown = missing.stream()
                    .limit(SHOWN)
                    .map(its -> RawText.visible(its.path()) + " (line " + its.line() + ")")
                    .toList();
            int more = missing.size() - shown.size();
            remarks.add(name + missing.size() + (missing.size() == 1 ? " path was" : " paths were")
                    + " there for the trace and " + (missing.size() == 1 ? "is" : "are") + " not in the root: "
                    + String.join(", ", shown) + (more > 0 ? " and " + more + " more" : ""));
        }
        return remarks;
    }

    /** As a request to keep them. */
    public List<ClosureRequest.Traced> toKeep(String traceName) {
        return used.stream()
                .map(its -> new ClosureRequest.Traced(
                        its.path(),
                        evidence(traceName, its.access()),
                        its.access().follows(),
                        its.access().isRead()))
                .toList();
    }

    private static String evidence(String name, Access access) {
        String where = "traced " + name + ":" + access.line();
        return access.kind() == Access.Kind.OPENED ? where : where + " (" + access.kind() + ")";
    }
}
