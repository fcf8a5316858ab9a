package dev.whittle.discover.libc;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Generated;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.LoaderCache;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.ldcache.CacheRow;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The family {@code ld.so.cache}: glibc's cache, where a kept library is found only through it. It is reduced to the
 * kept libraries, so that a loader finds in the output what it found in the root. It has no findings, since its content
 * is known last.
 */
public final class CutCache implements Detector {
    public static final String NAME = "ld.so.cache";

    /** Limit for the reasons of one file. */
    private static final int MAX_REASONS = 20;

    @Override
    public Family family() {
        return new Family(
                NAME,
                "the loader's cache, reduced to what is kept, if a library is found only through it (also with --without all)");
    }

    @Override
    public void look(Context context, Findings findings) {
        // See generated: a cache needs nothing else.
    }

    /** @param wanted whether it goes into the output; if not, it is reported as missing */
    public static List<Generated> generated(Resolver resolver, Selection kept, boolean wanted) throws IOException {
        List<Generated> all = new ArrayList<>();
        for (LoaderCache cache : resolver.loaderCaches()) {
            Optional<Selection.Kept> whole = kept.get(cache.file());
            if (whole.isPresent() && !isForTheLoaderOnly(whole.get())) {
                continue; // the user wants it unchanged
            }
            Map<CacheRow, RootPath> rows = kept(resolver, cache, kept);
            List<Reason> reasons = reasons(cache, rows, kept, whole.isPresent());
            if (!reasons.isEmpty()) {
                Optional<ByteSource> content =
                        wanted ? Optional.of(ByteSource.of(cache.with(rows.keySet()))) : Optional.empty();
                all.add(new Generated(cache.file(), content, wanted ? reasons : leftOut(reasons)));
            }
        }
        return all;
    }

    private static boolean isForTheLoaderOnly(Selection.Kept file) {
        return file.reasons().stream().allMatch(reason -> switch (reason.kind()) {
            case CONFIGURATION, LINK, PARENT, TREE, HIDDEN, TRACED, LIBRARY, INTERPRETER, GENERATED -> true;
            case REQUESTED, STARTED, INCLUDED -> false;
        });
    }

    /** Entries whose path works in the output: the file and every link to it are kept. */
    private static Map<CacheRow, RootPath> kept(Resolver resolver, LoaderCache cache, Selection kept)
            throws IOException {
        Map<CacheRow, RootPath> rows = new LinkedHashMap<>();
        Set<String> names = kept.all().stream().map(each -> each.path().name()).collect(Collectors.toSet());
        for (CacheRow row : cache.rows()) {
            if (!names.contains(row.path().substring(row.path().lastIndexOf('/') + 1))) {
                continue; // true for most; a walk is slow
            }
            Optional<Walk.Result.Found> found =
                    Walk.follow(resolver.root(), RootPath.ROOT, row.path()).found();
            if (found.isPresent()
                    && found.get().node() instanceof Node.RegularFile
                    && kept.get(found.get().path()).isPresent()
                    && found.get().via().stream()
                            .allMatch(step -> step.isRoot() || kept.get(step).isPresent())) {
                rows.put(row, found.get().path());
            }
        }
        return rows;
    }

    /**
     * @param isRead whether a loader found a library through it; if not, only libraries that a program loads itself
     *     count
     */
    private static List<Reason> reasons(LoaderCache cache, Map<CacheRow, RootPath> rows, Selection kept, boolean isRead)
            throws IOException {
        List<Reason> reasons = new ArrayList<>();
        String how = "generated with " + rows.size() + " of its " + cache.rows().size() + " entries: ";
        for (Map.Entry<CacheRow, RootPath> row : rows.entrySet()) {
            RootPath path = row.getValue();
            boolean counts = !row.getKey().isForLevel() && (isRead || isLoadedByName(kept.get(path)));
            if (counts && reasons.size() < MAX_REASONS && cache.isOnlyHere(row.getKey(), path)) {
                reasons.add(new Reason(
                        Reason.Kind.GENERATED,
                        how + "the system directories do not give "
                                + row.getKey().name(),
                        path));
            }
        }
        if (reasons.isEmpty() && isRead) {
            reasons.add(new Reason(Reason.Kind.GENERATED, how + "those of what is kept"));
        }
        return reasons;
    }

    private static boolean isLoadedByName(Optional<Selection.Kept> file) {
        return file.map(Selection.Kept::reasons).orElse(List.of()).stream()
                .anyMatch(reason -> reason.kind() == Reason.Kind.HIDDEN);
    }

    private static List<Reason> leftOut(List<Reason> reasons) {
        Reason first = reasons.get(0);
        String detail = first.detail();
        return List.of(new Reason(Reason.Kind.GENERATED, detail.substring(detail.indexOf(": ") + 2), first.because()));
    }
}
