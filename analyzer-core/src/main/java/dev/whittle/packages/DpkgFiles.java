package dev.whittle.packages;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The directory {@code status.d} of images that were built without dpkg, such as distroless: one file per package with
 * its stanza, and {@code NAME.md5sums} with the package's files. The files may have any names, usually those of
 * packages.
 */
public final class DpkgFiles implements PackageDatabase {
    private static final RootPath DIRECTORY = RootPath.of("/var/lib/dpkg/status.d");
    private static final String SUMS = ".md5sums";

    private final RootPath directory;
    private final DatabaseReader reader;
    private final List<InstalledPackage> packages = new ArrayList<>();
    private final Map<InstalledPackage, RootPath> places = new HashMap<>();

    private DpkgFiles(RootPath directory, DatabaseReader reader) {
        this.directory = directory;
        this.reader = reader;
    }

    /** @param chisel says what packages have of which there are no sums */
    static Optional<DpkgFiles> read(DatabaseReader reader, Optional<ChiselManifest> chisel) throws IOException {
        Optional<RootPath> directory = reader.directory(DIRECTORY);
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        DpkgFiles database = new DpkgFiles(directory.get(), reader);
        List<String> names = reader.names(directory.get());
        if (names.size() > 2 * DatabaseReader.MAX_PACKAGES) {
            reader.remark(
                    directory.get(),
                    "more than " + 2 * DatabaseReader.MAX_PACKAGES + " files, so it is not read as a package database");
            return Optional.empty();
        }
        Set<String> all = new HashSet<>(names);
        for (String name : names) {
            if (!name.endsWith(SUMS)) {
                database.read(name, all.contains(name + SUMS), chisel);
            }
        }
        return database.packages.isEmpty() ? Optional.empty() : Optional.of(database);
    }

    private void read(String name, boolean hasSums, Optional<ChiselManifest> chisel) throws IOException {
        Optional<RootPath> file = reader.file(directory.child(name)).map(found -> found.path());
        Optional<String> text = file.flatMap(reader::list);
        if (text.isEmpty()) {
            return;
        }
        for (String stanza : reader.stanzas(file.get(), text.get())) {
            DpkgStanza dpkgStanza = DpkgStanza.of(stanza);
            if (!dpkgStanza.name().isEmpty()) {
                FileListing files = hasSums
                        ? new Sums(directory.child(name + SUMS))
                        : chisel.map(manifest -> manifest.files(dpkgStanza.name()))
                                .orElse(FileListing.UNKNOWN);
                InstalledPackage each = dpkgStanza.toPackage(stanza, false, files);
                packages.add(each);
                places.put(each, file.get());
            }
        }
    }

    private final class Sums implements FileListing {
        private final RootPath file;
        private @Nullable String text;

        Sums(RootPath file) {
            this.file = file;
        }

        @Override
        public boolean isKnown() {
            return !text().isEmpty();
        }

        @Override
        public void forEach(Consumer<String> visitor) {
            Lines.each(text(), line -> {
                if (line.length() > 34) {
                    visitor.accept(path(line));
                }
            });
        }

        private synchronized String text() {
            if (text == null) {
                text = sums(file);
            }
            return text;
        }
    }

    private String sums(RootPath named) {
        try {
            Optional<RootPath> file = reader.file(named).map(found -> found.path());
            return file.flatMap(reader::list).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String path(String line) {
        String path = line.length() > 34 ? line.substring(34) : "";
        return path.startsWith("/") ? path : "/" + (path.startsWith("./") ? path.substring(2) : path);
    }

    @Override
    public RootPath file() {
        return directory;
    }

    @Override
    public List<InstalledPackage> packages() {
        return packages;
    }

    @Override
    public List<CutFile> cut(Predicate<InstalledPackage> isKept, OwnedPath isThere) {
        Map<RootPath, StringBuilder> files = new HashMap<>();
        List<CutFile> cut = new ArrayList<>();
        for (InstalledPackage each : packages) {
            RootPath place = places.get(each);
            if (place == null || !isKept.test(each)) {
                continue;
            }
            files.computeIfAbsent(place, key -> new StringBuilder()).append(each.text());
            if (each.files() instanceof Sums sums) {
                String whole = sums(sums.file);
                String left = Lines.filter(whole, line -> isThere.isThere(each, path(line)));
                cut.add(new CutFile(
                        sums.file,
                        ByteSource.of(RawText.bytes(left)),
                        "rewritten with the paths of the package " + each.name() + " that are kept"));
            }
        }
        files.forEach((place, text) -> cut.add(new CutFile(
                place,
                ByteSource.of(RawText.bytes(text.toString())),
                "a package of which more than documentation is kept")));
        return cut;
    }
}
