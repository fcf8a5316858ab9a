package dev.whittle.resolve;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfHeader;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/**
 * What all programs of one root that share a loader have in common: read once, safe for several threads.
 *
 * @param cacheFile ld.so.cache, if the root has one that can be read
 * @param platform value of {@code $PLATFORM}
 */
record GlibcRoot(
        FactsCache facts,
        GlibcInstallation installation,
        Optional<LdCache> cache,
        Optional<RootPath> cacheFile,
        Optional<String> platform,
        LegacySubdirectories legacy,
        Directories directories) {
    /** Real caches have some hundred kB; a bigger one is not a cache. */
    private static final long MAX_CACHE = 64L << 20;

    static GlibcRoot read(
            FactsCache facts,
            Directories directories,
            Optional<RootPath> loader,
            ElfHeader header,
            Optional<String> platformOption)
            throws IOException {
        RootFs root = facts.root();
        GlibcInstallation installation = GlibcInstallation.read(root, loader, header);
        Optional<String> platform = platformOption.isPresent() ? platformOption : LoaderTable.platform(header);
        Optional<RootPath> cacheFile = Walk.follow(root, RootPath.ROOT, installation.cachePath())
                .found()
                .filter(found -> found.node() instanceof Node.RegularFile)
                .map(Walk.Result.Found::path);
        return new GlibcRoot(
                facts,
                installation,
                cacheFile.isPresent() ? readCache(root, cacheFile.get(), header) : Optional.empty(),
                cacheFile,
                platform,
                installation.legacy()
                        ? LegacySubdirectories.of(directories, header, platform)
                        : LegacySubdirectories.none(directories),
                directories);
    }

    private static Optional<LdCache> readCache(RootFs root, RootPath file, ElfHeader header) throws IOException {
        try (ByteSource source = root.open(file)) {
            if (source.size() > MAX_CACHE) {
                return Optional.empty();
            }
            ByteBuffer content = ByteBuffer.allocate((int) source.size());
            source.readFully(0, content);
            return LdCache.parse(content.array(), header.order());
        } catch (AccessDeniedException e) {
            return Optional.empty(); // the loader goes on without it, too
        }
    }

    /**
     * Whether a library that was found through the cache is found without it as well: as the first of its name in the
     * system directories. An output then needs no cache for it.
     */
    boolean isFoundWithoutCache(String name, RootPath realPath) throws IOException {
        for (String directory : installation.systemDirectories()) {
            if (Opened.open(facts, directory + name) instanceof Opened.File file) {
                return file.realPath().equals(realPath);
            }
        }
        return false;
    }
}
