package dev.whittle.packages;

import com.google.gson.JsonPrimitive;
import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import dev.whittle.stream.ZstdBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The manifest of roots that chisel puts together from slices of Ubuntu's packages (chisel: internal/manifest, internal/jsonwall). It is
 * packed with zstd; its first line is a header with the number of lines, the others, which are sorted, tell the packages, their slices,
 * the paths, and which slice has which path. A directory's path ends with a slash.
 *
 * <p>A root may have a dpkg database with the same packages: they are counted once, as dpkg's.
 */
public final class ChiselManifest implements PackageDatabase {
    private static final RootPath MANIFEST = RootPath.of("/var/lib/chisel/manifest.wall");

    /** Bytes as it lies. That of a root with 10,000 paths has 400 kB. */
    private static final int MAX_PACKED = 8 << 20;

    /** A path has a line of its own, and one for each of its slices. */
    private static final int MAX_LINES = 200_000;

    private final RootPath file;
    private final DatabaseReader reader;
    private final byte[] packed;
    private final ChiselLine header;
    private final List<ChiselLine> lines;

    /** The paths of each package. */
    private final Map<String, Set<String>> paths = new HashMap<>();

    /** By name; of a package that dpkg has too, dpkg's. */
    private final Map<String, InstalledPackage> byName = new LinkedHashMap<>();

    private final List<InstalledPackage> packages = new ArrayList<>();

    private ChiselManifest(
            RootPath file, DatabaseReader reader, byte[] packed, ChiselLine header, List<ChiselLine> lines) {
        this.file = file;
        this.reader = reader;
        this.packed = packed;
        this.header = header;
        this.lines = lines;
        for (ChiselLine line : lines) {
            // It is written again with what is kept, so it is no file that could be missing.
            if (line.kind().equals("content") && !line.field("path").equals(MANIFEST.raw())) {
                paths.computeIfAbsent(ChiselLine.packageOf(line.field("slice")), key -> new LinkedHashSet<>())
                        .add(line.field("path"));
            }
        }
    }

    static Optional<ChiselManifest> read(DatabaseReader reader) throws IOException {
        Optional<Walk.Result.Found> found = reader.file(MANIFEST);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        RootPath file = found.get().path();
        if (((Node.RegularFile) found.get().node()).size() > MAX_PACKED) {
            reader.remark(file, "larger than " + (MAX_PACKED >> 20) + " MiB, so it is not read as a package database");
            return Optional.empty();
        }
        try (ByteSource content = reader.root().open(file)) {
            return Optional.of(parse(file, reader, content.head(MAX_PACKED)));
        } catch (BadArchiveException e) {
            reader.remark(file, "not read as a package database: " + e.reason());
        } catch (BadDatabaseException e) {
            reader.remark(file, "not read as a package database: " + e.getMessage());
        } catch (IOException e) {
            reader.remark(file, "a package database that cannot be read");
        }
        return Optional.empty();
    }

    private static ChiselManifest parse(RootPath file, DatabaseReader reader, byte[] packed)
            throws BadArchiveException, BadDatabaseException {
        String text = RawText.of(ZstdBlock.unpack(file.raw(), packed, DatabaseReader.MAX_DATABASE));
        int end = text.indexOf('\n');
        ChiselLine header = ChiselLine.parse(text.substring(0, Math.max(0, end)));
        if (!header.field("jsonwall").startsWith("1.")) {
            throw new BadDatabaseException("no jsonwall of version 1");
        }
        List<ChiselLine> lines = new ArrayList<>();
        int count = 0;
        for (int at = end + 1; at < text.length(); at = end + 1) {
            end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            ChiselLine line = ChiselLine.parse(text.substring(at, end));
            lines.add(line);
            if (lines.size() > MAX_LINES) {
                throw new BadDatabaseException("more than " + MAX_LINES + " lines");
            }
            count += line.kind().equals("package") ? 1 : 0;
            if (count > DatabaseReader.MAX_PACKAGES) {
                throw new BadDatabaseException("more than " + DatabaseReader.MAX_PACKAGES + " packages");
            }
        }
        return new ChiselManifest(file, reader, packed, header, lines);
    }

    /** What a package has, for a dpkg database that does not say it. */
    FileListing files(String name) {
        Set<String> listed = paths.get(name);
        return listed == null ? FileListing.UNKNOWN : new Listed(listed);
    }

    /** Makes the packages of all those that no other database of the root has. */
    void packagesBeside(List<InstalledPackage> others) {
        Map<String, InstalledPackage> known = new HashMap<>();
        for (InstalledPackage installedPackage : others) {
            if (installedPackage.isInstalled()) {
                known.putIfAbsent(
                        key(installedPackage.name(), installedPackage.version(), installedPackage.architecture()),
                        installedPackage);
            }
        }
        for (ChiselLine line : lines) {
            String name = line.field("name");
            if (!line.kind().equals("package") || name.isEmpty() || byName.containsKey(name)) {
                continue;
            }
            String version = line.field("version");
            String architecture = line.field("arch");
            InstalledPackage other = known.get(key(name, version, architecture));
            if (other != null) {
                byName.put(name, other);
                continue;
            }
            InstalledPackage installedPackage = new InstalledPackage(
                    new InstalledPackage.Identity(PackageType.CHISEL, name, version, architecture),
                    new InstalledPackage.Built(name, version),
                    "",
                    Set.of(),
                    true,
                    "",
                    new Listed(paths.getOrDefault(name, Set.of())));
            byName.put(name, installedPackage);
            packages.add(installedPackage);
        }
    }

    private static String key(String name, String version, String architecture) {
        return name + "\n" + version + "\n" + architecture;
    }

    /** The manifest tells directories, which are shared and say nothing about a package, from all else. */
    private record Listed(Set<String> paths) implements FileListing {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public void forEach(Consumer<String> visitor) {
            for (String path : paths) {
                if (!path.endsWith("/")) {
                    visitor.accept(path);
                }
            }
        }
    }

    private static String plain(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public RootPath file() {
        return file;
    }

    @Override
    public List<InstalledPackage> packages() {
        return packages;
    }

    @Override
    public List<CutFile> cut(Predicate<InstalledPackage> isKept, OwnedPath isThere) {
        Set<String> names = new HashSet<>();
        byName.forEach((name, installedPackage) -> {
            if (isKept.test(installedPackage)) {
                names.add(name);
            }
        });
        if (names.isEmpty()) {
            return List.of();
        }
        List<ChiselLine> left = new Cut(names, isThere).lines();
        String note = "rewritten with " + names.size() + " of its " + byName.size()
                + " packages: those of which more than documentation is kept";
        try {
            return List.of(new CutFile(file, ByteSource.of(left.equals(lines) ? packed : pack(left)), note));
        } catch (BadArchiveException e) {
            reader.remark(file, "not cut: " + e.reason());
            return List.of();
        }
    }

    private byte[] pack(List<ChiselLine> left) throws BadArchiveException {
        StringBuilder text = new StringBuilder();
        // The header counts itself.
        text.append(header.with("count", new JsonPrimitive(left.size() + 1)).raw())
                .append('\n');
        left.forEach(line -> text.append(line.raw()).append('\n'));
        return ZstdBlock.pack(file.raw(), RawText.bytes(text.toString()));
    }

    /** Which lines stay: chisel itself refuses a path without a slice, a slice without a package, and the other way round. */
    private final class Cut {
        private final Set<String> names;
        private final OwnedPath isThere;

        /** The slices that each path that stays has. */
        private final Map<String, Set<String>> slicesOf = new HashMap<>();

        /** Slices that had a path, and those that still have one. */
        private final Set<String> withPaths = new HashSet<>();

        private final Set<String> keptSlices = new HashSet<>();

        Cut(Set<String> names, OwnedPath isThere) {
            this.names = names;
            this.isThere = isThere;
        }

        List<ChiselLine> lines() {
            for (ChiselLine line : lines) {
                if (line.kind().equals("content")) {
                    content(line.field("slice"), line.field("path"));
                }
            }
            List<ChiselLine> left = new ArrayList<>();
            for (ChiselLine line : lines) {
                kept(line).ifPresent(left::add);
            }
            return left;
        }

        private void content(String slice, String path) {
            withPaths.add(slice);
            String name = ChiselLine.packageOf(slice);
            InstalledPackage owner = byName.get(name);
            boolean isOwn = path.equals(MANIFEST.raw());
            if (owner != null && names.contains(name) && (isOwn || isThere.isThere(owner, plain(path)))) {
                slicesOf.computeIfAbsent(path, key -> new HashSet<>()).add(slice);
                keptSlices.add(slice);
            }
        }

        private Optional<ChiselLine> kept(ChiselLine line) {
            return switch (line.kind()) {
                case "package" -> Optional.of(line).filter(chiselLine -> names.contains(chiselLine.field("name")));
                case "slice" -> Optional.of(line).filter(chiselLine -> isKeptSlice(chiselLine.field("name")));
                case "content" ->
                    Optional.of(line).filter(chiselLine -> slicesOf.getOrDefault(chiselLine.field("path"), Set.of())
                            .contains(chiselLine.field("slice")));
                case "path" ->
                    Optional.ofNullable(slicesOf.get(line.field("path"))).map(line::withSlices);
                default -> Optional.of(line);
            };
        }

        /** A slice may have no path, only other slices that it needs. */
        private boolean isKeptSlice(String slice) {
            return keptSlices.contains(slice)
                    || (!withPaths.contains(slice) && names.contains(ChiselLine.packageOf(slice)));
        }
    }
}
