package dev.whittle.resolve;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfHeader;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What all programs of one root that share a loader have in common: read once, safe for several threads.
 *
 * @param cacheFile ld.so.cache, if the root has one that can be read
 * @param cacheFlags which entries of it are for these programs
 * @param legacy what processors make of directories and cache entries that are older than glibc-hwcaps
 * @param unread what of the root was not used, which a loader would use
 */
record GlibcRoot(
        FactsCache facts,
        GlibcInstallation installation,
        Optional<LdCache> cache,
        Optional<RootPath> cacheFile,
        CacheFlags cacheFlags,
        LegacyProcessors legacy,
        Directories directories,
        List<String> unread) {
    /** Real caches have some hundred kB. */
    private static final int MAX_CACHE = 64 << 20;

    static GlibcRoot read(
            FactsCache facts,
            Directories directories,
            Optional<RootPath> loader,
            ElfHeader header,
            Optional<String> platformOption)
            throws IOException {
        RootFs root = facts.root();
        GlibcInstallation installation = GlibcInstallation.read(root, loader, header);
        Optional<RootPath> cacheFile = Walk.follow(root, RootPath.ROOT, installation.cachePath())
                .found()
                .filter(found -> found.node() instanceof Node.RegularFile)
                .map(Walk.Result.Found::path);
        List<String> unread = new ArrayList<>();
        Optional<LdCache> cache =
                cacheFile.isPresent() ? readCache(root, cacheFile.get(), header, unread) : Optional.empty();
        return new GlibcRoot(
                facts,
                installation,
                cache,
                cacheFile,
                CacheFlags.of(header),
                new LegacyProcessors(directories, installation, header, platformOption, cache),
                directories,
                List.copyOf(unread));
    }

    private static Optional<LdCache> readCache(RootFs root, RootPath file, ElfHeader header, List<String> unread)
            throws IOException {
        try (ByteSource source = root.open(file)) {
            if (source.size() > MAX_CACHE) {
                unread.add(file.raw() + ": not used, it has more than " + (MAX_CACHE >> 20) + " MiB");
                return Optional.empty();
            }
            return LdCache.parse(source.head(MAX_CACHE), header.order());
        } catch (AccessDeniedException e) {
            return Optional.empty(); // the loader goes on without it, too
        }
    }

    /** Levels that its loader knows, and what else of a processor makes a difference in this root; the best first. */
    List<String> hwcaps() {
        Set<String> names = new LinkedHashSet<>(installation.hwcaps());
        names.addAll(legacy.names());
        return List.copyOf(names);
    }

    /** What the cache has for a name; nothing if there is no cache. */
    CacheEntries cached(String name) {
        return cache.isPresent() ? cache.get().find(name) : CacheEntries.NONE;
    }

    /**
     * Whether a library that was found through the cache is found without it as well: as the first of its name in the
     * system directories. An output then needs no cache for it.
     */
    boolean isFoundWithoutCache(String name, RootPath realPath) throws IOException {
        for (String directory : installation.systemDirectories()) {
            if (facts.open(directory + name) instanceof Opened.File file) {
                return file.realPath().equals(realPath);
            }
        }
        return false;
    }
}
