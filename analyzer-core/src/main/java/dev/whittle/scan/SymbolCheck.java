package dev.whittle.scan;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfReader;
import dev.whittle.elf.ElfSymbols;
import dev.whittle.elf.SymbolReference;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Libc;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Place;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks up every symbol like a loader that binds everything at start: glibc's elf/dl-lookup.c:_dl_lookup_symbol_x,
 * musl's ldso/dynlink.c:do_relocs. Equivalent to {@code ldd -r} and {@code ldd -u}.
 */
final class SymbolCheck {
    private final RootFs root;
    private final Map<RootPath, Optional<ElfSymbols>> known = new ConcurrentHashMap<>();

    SymbolCheck(RootFs root) {
        this.root = root;
    }

    SymbolAnswer check(Resolution resolution) {
        SortedMap<RootPath, List<String>> undefined = new TreeMap<>();
        Set<LoadedObject> used = new HashSet<>();
        for (LoadedObject object : resolution.scope()) {
            // The loader relocates itself first: elf/rtld.c:dl_main skips it.
            if (object.place().kind() == Place.Kind.LOADER) {
                used.add(object);
                continue;
            }
            List<String> missing = new ArrayList<>();
            for (SymbolReference reference :
                    symbols(object).map(ElfSymbols::references).orElse(List.of())) {
                LoadedObject definer = definer(resolution, object, reference);
                if (definer != null && object == resolution.program()) {
                    used.add(definer);
                }
                if (definer == null && isError(resolution, reference)) {
                    missing.add(reference.describe());
                }
            }
            if (!missing.isEmpty()) {
                undefined.put(
                        object.realPath(), missing.stream().distinct().sorted().toList());
            }
        }
        return new SymbolAnswer(undefined, unused(resolution, used));
    }

    private static boolean isError(Resolution resolution, SymbolReference reference) {
        return !reference.weak() || (isMusl(resolution) && reference.defined());
    }

    private @Nullable LoadedObject definer(Resolution resolution, LoadedObject of, SymbolReference reference) {
        boolean musl = isMusl(resolution);
        ElfSymbols.Sought sought = new ElfSymbols.Sought(reference);
        if (!musl && symbols(of).filter(ElfSymbols::isSymbolic).isPresent() && satisfies(of, sought, false)) {
            return of;
        }
        for (LoadedObject object : resolution.scope()) {
            boolean skipped = reference.use() == SymbolReference.Use.COPY && object == resolution.program();
            if (!skipped && satisfies(object, sought, musl)) {
                return object;
            }
        }
        return null;
    }

    private boolean satisfies(LoadedObject object, ElfSymbols.Sought sought, boolean musl) {
        Optional<ElfSymbols> found = symbols(object);
        return found.isPresent()
                && (musl ? found.get().satisfiesMusl(sought) : found.get().satisfiesGlibc(sought));
    }

    private static boolean isMusl(Resolution resolution) {
        return resolution.libc().filter(libc -> libc == Libc.MUSL).isPresent();
    }

    /** elf/rtld.c, DL_DEBUG_UNUSED: the program's own DT_NEEDED, after its own relocations only. */
    private static List<String> unused(Resolution resolution, Set<LoadedObject> used) {
        List<String> unused = new ArrayList<>();
        for (Edge edge : resolution.edges()) {
            if (edge.requester() == resolution.program()
                    && edge.kind() == Edge.Kind.NEEDED
                    && edge.outcome() instanceof Outcome.Found found
                    && !used.contains(found.object())
                    && found.object().place().kind() != Place.Kind.LOADER
                    && !unused.contains(edge.name())) {
                unused.add(edge.name());
            }
        }
        return unused;
    }

    private Optional<ElfSymbols> symbols(LoadedObject object) {
        Optional<ElfSymbols> symbols = known.get(object.realPath());
        return symbols != null
                ? symbols
                : known.computeIfAbsent(object.realPath(), path -> {
                    try (ByteSource content = root.open(path)) {
                        return Optional.of(ElfReader.symbols(path.raw(), content));
                    } catch (IOException | BadElfException e) {
                        return Optional
                                .empty(); // fatal to a loader; reported as a damaged file if the file is examined
                    }
                });
    }
}
