package dev.whittle.discover.language;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfReader;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Native libraries inside jars, and jars inside jars: a program unpacks such a library to a temporary directory and
 * loads it, so its dependencies must be where the loader looks.
 */
final class PackedLibraries {
    private static final Pattern ARCHIVE = Pattern.compile(".+\\.(?:jar|war|ear)");
    private static final Pattern LIBRARY = Pattern.compile(".+\\.so(?:\\.[0-9]+)*+");

    /** Limit for a library or an inner jar, in bytes. */
    private static final int MAX_ENTRY = 64 << 20;

    /** Limit for everything that is decompressed from one jar, in bytes. */
    private static final long MAX_UNPACKED = 256L << 20;

    private final Map<RootPath, Map<String, ElfFacts>> facts = new HashMap<>();

    /** What libraries in kept jars need, if they are for the machine of a program. */
    void add(Context context, Context.Elf host, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            if (!(kept.node() instanceof Node.RegularFile)
                    || !ARCHIVE.matcher(kept.path().name()).matches()) {
                continue;
            }
            findings.because(kept.path());
            for (Map.Entry<String, ElfFacts> library :
                    libraries(context, kept.path()).entrySet()) {
                if (!library.getValue().machine().equals(host.facts().machine())) {
                    continue;
                }
                for (String name : library.getValue().needed()) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            library.getKey() + " in " + kept.path().raw() + " needs " + name,
                            context.library(host, name));
                }
            }
        }
    }

    private Map<String, ElfFacts> libraries(Context context, RootPath jar) {
        Map<String, ElfFacts> before = facts.get(jar);
        if (before != null) {
            return before;
        }
        Map<String, ElfFacts> found = new TreeMap<>();
        try (ByteSource content = context.root().open(jar)) {
            read(content, true, new long[] {MAX_UNPACKED}, found);
        } catch (IOException e) {
            found.clear(); // an unreadable file contains nothing
        }
        facts.put(jar, found);
        return found;
    }

    private static void read(ByteSource archive, boolean outer, long[] left, Map<String, ElfFacts> found)
            throws IOException {
        JarEntries entries = new JarEntries(archive);
        List<JarEntries.Entry> wanted = new ArrayList<>();
        for (JarEntries.Entry entry : entries.all()) {
            boolean inner = outer && entry.name().endsWith(".jar");
            if (inner || LIBRARY.matcher(entry.name()).matches()) {
                wanted.add(entry);
            }
        }
        for (JarEntries.Entry entry : wanted) {
            if (entry.size() > left[0]) {
                continue;
            }
            left[0] -= entry.size();
            Optional<byte[]> content = entries.content(entry, MAX_ENTRY);
            if (content.isEmpty()) {
                continue;
            }
            try (ByteSource bytes = ByteSource.of(content.get())) {
                if (entry.name().endsWith(".jar")) {
                    read(bytes, false, left, found);
                } else {
                    facts(entry.name(), bytes).ifPresent(facts -> found.put(entry.name(), facts));
                }
            }
        }
    }

    /** Empty if the name is not that of a library. */
    private static Optional<ElfFacts> facts(String name, ByteSource bytes) throws IOException {
        try {
            return Optional.of(ElfReader.read(name, bytes));
        } catch (BadElfException e) {
            return Optional.empty();
        }
    }
}
