package dev.whittle.closure.hidden;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfReader;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What detectors read of files, each file once, from any thread. A file that cannot be read says nothing. */
final class FileCache {
    /** The largest configuration files and scripts have some hundred kB. */
    private static final int MAX_TEXT = 4 << 20;

    private final RootFs root;
    private final Map<RootPath, List<String>> strings = new ConcurrentHashMap<>();
    private final Map<RootPath, Set<String>> imports = new ConcurrentHashMap<>();
    private final Map<String, String> symbols = new ConcurrentHashMap<>();
    private final Map<Reading<?>, Map<RootPath, Object>> readings = new ConcurrentHashMap<>();
    private final Map<RootPath, String> texts = new ConcurrentHashMap<>();
    private final Map<RootPath, Optional<Shebang>> shebangs = new ConcurrentHashMap<>();

    FileCache(RootFs root) {
        this.root = root;
    }

    RootFs root() {
        return root;
    }

    /** Reads the strings and imports of these on all processors: the one that is asked for is not the last. */
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

    /** What a reading makes of a file's strings: found once, however often it is asked for. */
    @SuppressWarnings("unchecked") // a reading's results are put there by itself alone
    <T> T read(RootPath file, Reading<T> reading) {
        return (T) readings.computeIfAbsent(reading, its -> new ConcurrentHashMap<>())
                .computeIfAbsent(file, path -> reading.of(strings(path)));
    }

    /** Those of some words that a file holds as strings. Not remembered: few files are asked. */
    List<String> words(RootPath file, Set<String> wanted) {
        try (ByteSource content = root.open(file)) {
            return FileStrings.among(content, wanted);
        } catch (IOException e) {
            return List.of();
        }
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

    /** Of any file that may be run: most are programs, whose content is not to be kept for it. */
    Optional<Shebang> shebang(RootPath file) {
        return shebangs.computeIfAbsent(file, path -> {
            try (ByteSource content = root.open(path)) {
                return Shebang.of(content);
            } catch (IOException e) {
                return Optional.empty();
            }
        });
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
