package dev.whittle.resolve;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfInspection;
import dev.whittle.elf.ElfReader;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The facts of each file of a root, read once. */
public final class FactsCache {
    private final RootFs root;
    private final Map<Object, ElfInspection> known = new ConcurrentHashMap<>();

    public FactsCache(RootFs root) {
        this.root = root;
    }

    public RootFs root() {
        return root;
    }

    /** @throws IOException if the file cannot be opened or read; that is not remembered */
    public ElfInspection inspect(RootPath realPath, Node.RegularFile file) throws IOException {
        try {
            // Under the map's lock for this key: a file that many programs need is read once, whichever thread is
            // first.
            return known.computeIfAbsent(file.identity(), identity -> read(realPath));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ElfInspection read(RootPath realPath) {
        try (ByteSource content = root.open(realPath)) {
            return ElfReader.inspect(realPath.raw(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
