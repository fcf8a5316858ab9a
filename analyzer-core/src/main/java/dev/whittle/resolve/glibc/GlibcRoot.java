package dev.whittle.resolve.glibc;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfHeader;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.ldcache.CacheEntries;
import dev.whittle.resolve.ldcache.CacheFlags;
import dev.whittle.resolve.ldcache.LdCache;
import dev.whittle.resolve.load.Directories;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.resolve.load.Opened;
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
 * What all programs of one root with the same loader share: read once, thread-safe.
 *
 * @param cacheFile ld.so.cache, if the root has one that can be read
 * @param cacheFlags which of its entries apply to these programs
 * @param legacy effect of processors on directories and cache entries that predate glibc-hwcaps
 * @param unread parts of the root that were not used although a loader would use them
 */
public record GlibcRoot(
        FactsMemo facts,
        GlibcInstallation installation,
        Optional<LdCache> cache,
        Optional<RootPath> cacheFile,
        CacheFlags cacheFlags,
        LegacyProcessors legacy,
        Directories directories,
        List<String> unread) {
    /** Real caches have a few hundred kB. */
    private static final int MAX_CACHE = 64 << 20;

    public static GlibcRoot read(
            FactsMemo facts,
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
            return Optional.empty(); // the loader also continues without it
        }
    }

    /** Levels that its loader knows, and other processor features that make a difference in this root; best first. */
    public List<String> hwcaps() {
        Set<String> names = new LinkedHashSet<>(installation.hwcaps());
        names.addAll(legacy.names());
        return List.copyOf(names);
    }

    /** The cache entries for a name; none if there is no cache. */
    CacheEntries cached(String name) {
        return cache.isPresent() ? cache.get().find(name) : CacheEntries.NONE;
    }

    /**
     * Whether a library that was found through the cache would be found without it, as the first of its name in the
     * system directories. Then an output needs no cache for it.
     */
    public boolean isFoundWithoutCache(String name, RootPath realPath) throws IOException {
        for (String directory : installation.systemDirectories()) {
            if (facts.open(directory + name) instanceof Opened.File file) {
                return file.realPath().equals(realPath);
            }
        }
        return false;
    }
}
