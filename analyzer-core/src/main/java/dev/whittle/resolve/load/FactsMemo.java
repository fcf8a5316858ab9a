package dev.whittle.resolve.load;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfInspection;
import dev.whittle.elf.ElfReader;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Facts of each file of a root, read once. */
public final class FactsMemo {
    private final RootFs root;
    private final Map<Object, ElfInspection> known = new ConcurrentHashMap<>();

    /** Identities of files that are not ELF files. */
    private final Set<Object> others = ConcurrentHashMap.newKeySet();

    private final BoundedMemo<Opened> opened = new BoundedMemo<>();

    public FactsMemo(RootFs root) {
        this.root = root;
    }

    public RootFs root() {
        return root;
    }

    /**
     * Results of opening a path: most programs need the same few libraries, and the cache names them by the same paths.
     *
     * @param path raw; a relative one is relative to the root, which is used as the working directory
     */
    public Opened open(String path) throws IOException {
        Opened known = opened.get(path);
        if (known == null) {
            known = Opened.in(this, RootPath.ROOT, path);
            opened.put(path, known);
        }
        return known;
    }

    /** @throws IOException if the file cannot be opened or read; the failure is not cached */
    public ElfInspection inspect(RootPath realPath, Node.RegularFile file) throws IOException {
        ElfInspection inspection = known.get(file.identity());
        if (inspection != null) {
            return inspection;
        }
        try {
            // Under the map's lock for this key, so that a file that many programs need is read once.
            return known.computeIfAbsent(file.identity(), identity -> read(realPath));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Like the other method, for a file that may not be an ELF file: most files of a root are not, and nothing is
     * stored for those.
     *
     * @return empty if it does not begin like an ELF file
     */
    public Optional<ElfInspection> inspectIfElf(RootPath realPath, Node.RegularFile file) throws IOException {
        ElfInspection inspection = known.get(file.identity());
        if (inspection != null) {
            return Optional.of(inspection).filter(ElfInspection::hasMagic);
        }
        try (ByteSource content = root.open(realPath)) {
            if (!ElfInspection.hasMagic(content)) {
                return Optional.empty();
            }
            ElfInspection read = ElfReader.inspect(realPath.raw(), content);
            known.putIfAbsent(file.identity(), read);
            return Optional.of(read);
        }
    }

    /**
     * Facts of a file that may not be an ELF file and may be requested again: it stores that the file is not ELF, and
     * nothing else about it.
     */
    public Optional<ElfFacts> facts(RootPath realPath, Node.RegularFile file) throws IOException {
        if (others.contains(file.identity())) {
            return Optional.empty();
        }
        Optional<ElfInspection> inspection = inspectIfElf(realPath, file);
        if (inspection.isEmpty()) {
            others.add(file.identity());
        }
        return inspection.flatMap(ElfInspection::facts);
    }

    private ElfInspection read(RootPath realPath) {
        try (ByteSource content = root.open(realPath)) {
            return ElfReader.inspect(realPath.raw(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
