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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The parts of a trace that exist in a root.
 *
 * @param used in the order of the trace
 * @param failed what the trace looked for and did not find although the root has it, in the order of the trace: the
 *     traced image lacks it
 * @param remarks one line each, raw: what the trace does not tell, and what the root does not have
 */
public record TracedFiles(List<Used> used, List<Used> failed, List<String> remarks) {
    private static final int SHOWN = 3;

    public TracedFiles {
        used = List.copyOf(used);
        failed = List.copyOf(failed);
        remarks = List.copyOf(remarks);
    }

    /** @param path a link in the last component is not resolved */
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
            Optional<String> raw = raw(access, outside);
            if (raw.isEmpty() || isOfNoInterest(root, raw.get())) {
                continue;
            }
            if (isThere(root, raw.get(), access.follows())) {
                used.add(new Used(Walk.normalise(root, raw.get()), access));
            } else if (!access.made()) {
                missing.add(access);
            }
        }
        List<Used> failed = new ArrayList<>();
        for (Access access : trace.failed()) {
            Optional<String> raw = raw(access, outside);
            if (raw.isPresent() && !isOfNoInterest(root, raw.get()) && isThere(root, raw.get(), access.follows())) {
                failed.add(new Used(Walk.normalise(root, raw.get()), access));
            }
        }
        return new TracedFiles(used, failed, remarks(trace, outside, missing));
    }

    /** The path in the root; empty if it belongs to the host from which the root was entered. */
    private static Optional<String> raw(Access access, Set<String> outside) {
        if (outside.contains(access.within())) {
            return Optional.of(access.path());
        }
        return outside.isEmpty() ? Optional.of(access.within() + access.path()) : Optional.empty();
    }

    private static boolean isOfNoInterest(RootFs root, String raw) throws IOException {
        RootPath path = Walk.normalise(root, raw);
        return path.isRoot() || SystemPaths.isMounted(path);
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
                    + " by chroot, since this root has no such directory and so is that root");
        }
        if (!missing.isEmpty()) {
            List<String> shown = missing.stream()
                    .limit(SHOWN)
                    .map(access -> RawText.visible(access.path()) + " (line " + access.line() + ")")
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
        return Stream.concat(used.stream(), failed.stream())
                .map(used -> new ClosureRequest.Traced(
                        used.path(),
                        evidence(traceName, used),
                        used.access().follows(),
                        used.access().isRead()))
                .toList();
    }

    private String evidence(String name, Used used) {
        Access access = used.access();
        String where = "traced " + name + ":" + access.line();
        if (failed.contains(used) && !this.used.contains(used)) {
            return where + " (looked for and not found)";
        }
        return access.kind() == Access.Kind.OPENED ? where : where + " (" + access.kind() + ")";
    }
}
