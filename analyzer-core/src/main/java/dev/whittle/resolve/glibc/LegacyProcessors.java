package dev.whittle.resolve.glibc;

import dev.whittle.elf.ElfHeader;
import dev.whittle.resolve.ldcache.CacheFlags;
import dev.whittle.resolve.ldcache.LdCache;
import dev.whittle.resolve.ldcache.LegacyCapability;
import dev.whittle.resolve.ldcache.LegacyHwcaps;
import dev.whittle.resolve.load.Directories;
import dev.whittle.resolve.load.LoaderTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processors that a loader of glibc before 2.40 distinguishes by something other than glibc-hwcaps levels, and
 * which of them make a difference in one root.
 */
public final class LegacyProcessors {
    /** In a path, {@code tls} comes before the platform, and that before the capabilities, highest bit first. */
    private static final int TLS = 0;

    private static final int PLATFORM = 1;

    private final Directories directories;
    private final GlibcInstallation installation;
    private final ElfHeader header;
    private final Optional<String> given;
    private final Optional<String> usual;
    private final List<LegacyCapability> all;
    private final Map<List<String>, Processor> processors = new ConcurrentHashMap<>();
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /**
     * The effect of one processor on a loader.
     *
     * @param platform value of {@code $PLATFORM}
     */
    public record Processor(LegacySubdirectories subdirectories, LegacyHwcaps words, Optional<String> platform) {}

    /**
     * @param given the requested platform
     * @param cache its entries make a difference
     */
    public LegacyProcessors(
            Directories directories,
            GlibcInstallation installation,
            ElfHeader header,
            Optional<String> given,
            Optional<LdCache> cache) {
        this.directories = directories;
        this.installation = installation;
        this.header = header;
        this.given = given;
        this.usual = given.isPresent() ? given : LoaderTable.platform(header);
        this.all = installation.hwcapWords() ? LegacyCapability.of(header) : List.of();
        long bits = all.isEmpty() || cache.isEmpty() ? 0 : cache.get().hwcapBits(CacheFlags.of(header));
        for (LegacyCapability capability : all) {
            if ((bits & capability.mask()) != 0) {
                used.add(capability.name());
            }
        }
    }

    /**
     * @param names of its features, in addition to those that all processors have; names of other machines have no
     *     effect
     */
    public Processor of(List<String> names) {
        List<LegacyCapability> has = new ArrayList<>();
        List<String> key = new ArrayList<>();
        Optional<String> platform = usual;
        boolean chosen = given.isPresent();
        for (LegacyCapability capability : all) {
            if (capability.always()) {
                has.add(capability);
            } else if (names.contains(capability.name())) {
                has.add(capability);
                key.add(capability.name());
                if (capability.isPlatform() && !chosen) {
                    platform = Optional.of(capability.name());
                    chosen = true;
                }
            }
        }
        Processor known = processors.get(key);
        if (known == null) {
            known = new Processor(
                    installation.legacy()
                            ? LegacySubdirectories.of(directories, platform, has)
                            : LegacySubdirectories.none(directories),
                    installation.hwcapWords() ? LegacyHwcaps.of(header, platform, has) : LegacyHwcaps.NONE,
                    platform);
            processors.put(List.copyOf(key), known);
        }
        return known;
    }

    /** A directory that is searched: its content may be for some processors only. */
    public void look(String directory) throws IOException {
        if (installation.legacy() && !all.isEmpty() && looked.add(directory)) {
            look(directory, -1);
        }
    }

    /** @param before the rank of the directory's own name: what a loader appends to it has a higher one */
    private void look(String directory, int before) throws IOException {
        if (before < TLS && directories.find(directory + "tls/").isPresent()) {
            look(directory + "tls/", TLS);
        }
        boolean isUsual =
                usual.filter(name -> LegacyCapability.find(all, name).isEmpty()).isPresent();
        if (isUsual && before < PLATFORM) {
            String platform = directory + usual.get() + "/";
            if (directories.find(platform).isPresent()) {
                look(platform, PLATFORM);
            }
        }
        for (LegacyCapability capability : all) {
            int rank = capability.isPlatform() ? PLATFORM : PLATFORM + Long.SIZE - capability.bit();
            String place = directory + capability.name() + "/";
            if (before < rank && directories.find(place).isPresent()) {
                used.add(capability.name());
                look(place, rank);
            }
        }
    }

    /**
     * Names that make a difference, best first: required by an entry of the cache, or subdirectories of a directory
     * that some program's loader has searched so far.
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (LegacyCapability capability : all) {
            boolean usualPlatform = capability.isPlatform()
                    && usual.filter(capability.name()::equals).isPresent();
            if (!capability.always() && !usualPlatform && used.contains(capability.name())) {
                names.add(capability.name());
            }
        }
        return names;
    }
}
