package dev.whittle.discover.evidence;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfReader;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.Owners;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Content of files for detectors. Each file is read once; thread-safe. An unreadable file counts as empty. */
public final class Evidence {
    /** The largest configuration files and scripts have a few hundred kB. */
    private static final int MAX_TEXT = 4 << 20;

    private final RootFs root;
    private final Processes processes;
    private final Map<RootPath, List<String>> strings = new ConcurrentHashMap<>();
    private final Map<RootPath, Set<String>> imports = new ConcurrentHashMap<>();
    private final Map<String, String> symbols = new ConcurrentHashMap<>();
    private final Map<StringExtractor<?>, Map<RootPath, Object>> extracted = new ConcurrentHashMap<>();
    private final Map<Wanted, List<String>> words = new ConcurrentHashMap<>();
    private final Map<RootPath, List<List<String>>> runs = new ConcurrentHashMap<>();
    private @Nullable PackageDatabases databases;
    private @Nullable PackageTies packages;
    private final Map<RootPath, Optional<String>> owners = new HashMap<>();
    private final Map<RootPath, String> texts = new ConcurrentHashMap<>();
    private final Map<RootPath, Optional<Shebang>> shebangs = new ConcurrentHashMap<>();
    private final Map<RootPath, Map<String, Integer>> settingWords = new ConcurrentHashMap<>();

    private record Wanted(RootPath file, Set<String> words) {
        Wanted {
            words = Set.copyOf(words);
        }
    }

    public Evidence(RootFs root, ProcessEnvironment surroundings) {
        this.root = root;
        this.processes = new Processes(root, surroundings);
    }

    RootFs root() {
        return root;
    }

    Processes processes() {
        return processes;
    }

    /** Reads the strings and imports of these files on all processors, since others will be requested too. */
    void readAhead(List<RootPath> files) {
        List<RootPath> unread =
                files.stream().filter(file -> !strings.containsKey(file)).toList();
        if (!unread.isEmpty()) {
            unread.parallelStream().forEach(file -> {
                strings(file);
                imports(file);
            });
        }
    }

    List<String> strings(RootPath file) {
        return strings.computeIfAbsent(file, path -> {
            try (ByteSource content = root.open(path)) {
                return FileStrings.of(content, ElfReader.data(path.raw(), content));
            } catch (IOException | BadElfException e) {
                return List.of();
            }
        });
    }

    /** The result of an extractor for a file's strings, computed once per file. */
    @SuppressWarnings("unchecked") // each extractor has its own map
    <T> T read(RootPath file, StringExtractor<T> extractor) {
        return (T) extracted
                .computeIfAbsent(extractor, its -> new ConcurrentHashMap<>())
                .computeIfAbsent(file, path -> extractor.of(strings(path)));
    }

    /** Those of some words that a file contains as strings. */
    List<String> words(RootPath file, Set<String> wanted) {
        return words.computeIfAbsent(new Wanted(file, wanted), its -> {
            try (ByteSource content = root.open(file)) {
                return FileStrings.among(content, wanted);
            } catch (IOException e) {
                return List.of();
            }
        });
    }

    /** Consecutive names in a file; each file is searched once for the names in PATH, which do not change. */
    List<List<String>> nameRuns(RootPath file, Set<String> wanted) {
        return runs.computeIfAbsent(file, path -> {
            try (ByteSource content = root.open(path)) {
                return NameRuns.of(content, ElfReader.data(path.raw(), content), wanted);
            } catch (IOException | BadElfException e) {
                return List.of();
            }
        });
    }

    Map<String, Integer> settingWords(RootPath file) {
        return settingWords.computeIfAbsent(file, path -> SettingWords.of(text(path)));
    }

    /** The package databases, read once. */
    public synchronized PackageDatabases databases() {
        if (databases == null) {
            databases = PackageDatabases.of(root);
        }
        return databases;
    }

    /** Relations between the packages, read once. */
    public synchronized PackageTies packages() {
        if (packages == null) {
            try {
                packages = PackageTies.of(databases(), root);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return packages;
    }

    /** The packages of files; for all that were not looked up before it takes one pass over the lists of all packages. */
    synchronized Map<RootPath, String> owners(Collection<RootPath> files) {
        Set<RootPath> unknown = new HashSet<>(files);
        unknown.removeAll(owners.keySet());
        if (!unknown.isEmpty()) {
            Owners found = Owners.of(root, databases(), unknown);
            unknown.forEach(file -> owners.put(file, found.of(file).map(InstalledPackage::name)));
        }
        Map<RootPath, String> names = new HashMap<>();
        for (RootPath file : files) {
            owners.getOrDefault(file, Optional.empty()).ifPresent(name -> names.put(file, name));
        }
        return names;
    }

    Set<String> imports(RootPath file) {
        return imports.computeIfAbsent(file, path -> {
            try (ByteSource content = root.open(path)) {
                return SymbolNames.of(ElfReader.imports(path.raw(), content), symbols);
            } catch (IOException | BadElfException e) {
                return Set.of();
            }
        });
    }

    /** For an executable file: most are programs, whose content is not to be cached for this. */
    Optional<Shebang> shebang(RootPath file) {
        return shebangs.computeIfAbsent(file, path -> {
            try (ByteSource content = root.open(path)) {
                return Shebang.of(content);
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    String unremembered(RootPath file, int limit) {
        try (ByteSource content = root.open(file)) {
            return content.size() > limit ? "" : RawText.of(content.head(limit));
        } catch (IOException e) {
            return "";
        }
    }

    String text(RootPath file) {
        return texts.computeIfAbsent(file, path -> {
            try (ByteSource content = root.open(path)) {
                return content.size() > MAX_TEXT ? "" : RawText.of(content.head(MAX_TEXT));
            } catch (IOException e) {
                return "";
            }
        });
    }
}
