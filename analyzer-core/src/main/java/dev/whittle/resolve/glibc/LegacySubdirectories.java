package dev.whittle.resolve.glibc;

import dev.whittle.resolve.ldcache.LegacyCapability;
import dev.whittle.resolve.load.Directories;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Directories that glibc up to 2.36 searches before each other directory: every combination of {@code tls}, the
 * platform, and the capabilities of the processor (elf/dl-hwcaps.c:_dl_important_hwcaps).
 */
final class LegacySubdirectories {
    private final Directories directories;

    /** All combinations, in the loader's order, each with a final slash. */
    private final List<String> choices;

    private final Map<String, List<String>> existing = new ConcurrentHashMap<>();

    private LegacySubdirectories(Directories directories, List<String> choices) {
        this.directories = directories;
        this.choices = choices;
    }

    static LegacySubdirectories none(Directories directories) {
        return new LegacySubdirectories(directories, List.of());
    }

    /** @param has the capabilities of the processor */
    static LegacySubdirectories of(Directories directories, Optional<String> platform, List<LegacyCapability> has) {
        List<String> parts = new ArrayList<>(List.of("tls/"));
        platform.ifPresent(name -> parts.add(name + "/"));
        List<LegacyCapability> byBit = new ArrayList<>(has);
        byBit.removeIf(LegacyCapability::isPlatform);
        byBit.sort((one, other) -> Integer.compare(other.bit(), one.bit()));
        byBit.forEach(capability -> parts.add(capability.name() + "/"));
        Set<String> choices = new LinkedHashSet<>();
        for (int choice = (1 << parts.size()) - 1; choice > 0; choice--) {
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < parts.size(); i++) {
                path.append((choice >> (parts.size() - 1 - i) & 1) == 1 ? parts.get(i) : "");
            }
            choices.add(path.toString());
        }
        return new LegacySubdirectories(directories, List.copyOf(choices));
    }

    /** The subdirectories that exist. The others would only lengthen the list of attempts. */
    List<String> of(String directory) throws IOException {
        List<String> known = existing.get(directory);
        if (known == null) {
            known = new ArrayList<>();
            for (String choice : choices) {
                if (directories.find(directory + choice).isPresent()) {
                    known.add(directory + choice);
                }
            }
            existing.put(directory, known);
        }
        return known;
    }
}
