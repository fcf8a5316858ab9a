package dev.whittle.trial;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.trace.Access;
import dev.whittle.trace.BadTraceException;
import dev.whittle.trace.Trace;
import dev.whittle.trace.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds missing paths in the system calls of a slim image. */
final class Traces {
    private static final String CACHE = "/etc/ld.so.cache";

    /**
     * Entries of a listed directory, with everything below them: more than this is not kept merely because it may be
     * needed.
     */
    private static final int MAX_LISTED = 2000;

    private Traces() {}

    /**
     * @param directory working directory of the container's process, raw
     * @param alone whether nothing else is known to be missing: then uncertain paths count too
     * @throws BadTraceException if it is not a trace
     */
    static List<Missing> find(byte[] text, String directory, MissingPaths missing, boolean alone)
            throws IOException, BadTraceException {
        Trace trace = TraceReader.read(
                new ByteArrayInputStream(text), "trace", Optional.of(directory.isEmpty() ? "/" : directory));
        Map<RootPath, Missing> all = new LinkedHashMap<>();
        for (Access access : trace.failed()) {
            boolean follows = access.follows();
            Optional<RootPath> path = missing.lacking(access.within() + access.path(), follows, false);
            if (path.isPresent() && !path.get().raw().equals(CACHE)) {
                Missing.Extent extent = missing.extent(path.get(), access.kind() == Access.Kind.ENTERED);
                all.putIfAbsent(path.get(), new Missing(path.get(), extent, Missing.Way.TRACE, evidence(access)));
            }
        }
        return all.isEmpty() && alone ? uncertain(trace, missing) : List.copyOf(all.values());
    }

    /**
     * The loader opens its cache at each start and works without it (elf/dl-cache.c:_dl_load_cache_lookup); ldconfig -p
     * does not. A name known only from listing a directory is not looked up if the directory lacks it.
     */
    private static List<Missing> uncertain(Trace trace, MissingPaths missing) throws IOException {
        Map<RootPath, Missing> all = new LinkedHashMap<>();
        for (Access access : trace.failed()) {
            if (access.path().equals(CACHE)
                    && missing.lacking(CACHE, true, false).isPresent()) {
                RootPath path = RootPath.of(CACHE);
                all.put(path, new Missing(path, Missing.Extent.FILE, Missing.Way.TRACE, evidence(access)));
            }
        }
        for (Access access : trace.accesses()) {
            if (access.kind() == Access.Kind.ENTERED) {
                listed(access, missing).forEach(each -> all.putIfAbsent(each.path(), each));
            }
        }
        return List.copyOf(all.values());
    }

    /** Entries of a listed directory that the slim image lacks. */
    private static List<Missing> listed(Access access, MissingPaths missing) throws IOException {
        Optional<RootPath> directory = MissingPaths.found(
                        missing.original(), RootPath.of(access.within() + access.path()), true)
                .filter(found -> found.node() instanceof Node.Directory)
                .map(found -> found.path());
        if (directory.isEmpty()
                || SystemPaths.isMounted(directory.get())
                || SystemPaths.isSystemDirectory(directory.get())
                || SystemPaths.isSharedByPrograms(directory.get())) {
            return List.of();
        }
        List<Missing> all = new ArrayList<>();
        for (String name : missing.original().list(directory.get())) {
            RootPath path = directory.get().child(name);
            if (missing.slim().node(path).isEmpty()) {
                all.add(new Missing(
                        path,
                        missing.extent(path, true),
                        Missing.Way.LISTED,
                        "an entry of " + directory.get() + ", which is listed"));
            }
        }
        return all.size() > MAX_LISTED ? List.of() : all;
    }

    private static String evidence(Access access) {
        String action =
                switch (access.kind()) {
                    case EXECUTED -> "execution of ";
                    case OPENED -> "opening of ";
                    case ENTERED -> "listing of ";
                    case LINK_READ -> "reading of the link ";
                    case CHANGED -> "change of ";
                    case WRITTEN_INTO -> "making of a file in ";
                    case LOOKED_AT -> "look-up of ";
                };
        String count = access.count() > 1 ? " (" + access.count() + " times)" : "";
        return action + access.path() + " fails: no such file or directory" + count;
    }
}
