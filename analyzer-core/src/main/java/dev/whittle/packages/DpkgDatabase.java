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
 * dpkg's {@code status} with the directory {@code info} next to it (dpkg(1), FILES). {@code info/NAME.list}, or
 * {@code info/NAME:ARCH.list} for a package that may be installed for several architectures, lists the package's files;
 * {@code diversions} lists files that were moved (dpkg-divert(1)).
 */
public final class DpkgDatabase implements PackageDatabase {
    static final RootPath STATUS = RootPath.of("/var/lib/dpkg/status");

    private static final String LIST = ".list";

    /** Files of {@code info} whose lines contain paths, and the prefix before the path in a line. */
    private static final List<String> CUT = List.of(LIST, ".md5sums", ".conffiles");

    /** Files next to {@code status} that dpkg reads, and that are the same for any subset of it. */
    private static final List<String> WHOLE = List.of("arch", "info/format");

    private final RootPath file;
    private final RootPath directory;
    private final DatabaseReader reader;
    private final Map<InstalledPackage, String> bases = new HashMap<>();
    private final List<InstalledPackage> packages = new ArrayList<>();
    private final Map<String, Diversion> diversions = new HashMap<>();
    private Set<String> info = Set.of();

    private record Diversion(String to, String owner) {}

    private DpkgDatabase(RootPath file, DatabaseReader reader) {
        this.file = file;
        this.directory = file.parent();
        this.reader = reader;
    }

    /** @param chisel says what packages have of which there is no list */
    static Optional<DpkgDatabase> read(DatabaseReader reader, Optional<ChiselManifest> chisel) throws IOException {
        Optional<RootPath> file = reader.file(STATUS).map(found -> found.path());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> text = reader.database(file.get());
        if (text.isEmpty() || text.get().isBlank()) {
            return Optional.empty();
        }
        DpkgDatabase database = new DpkgDatabase(file.get(), reader);
        database.read(text.get(), chisel);
        return Optional.of(database);
    }

    private void read(String text, Optional<ChiselManifest> chisel) throws IOException {
        Optional<RootPath> place = reader.directory(directory.child("info"));
        if (place.isPresent()) {
            info = new HashSet<>(reader.names(place.get()));
        }
        Optional<RootPath> diverted = regular("diversions");
        if (diverted.isPresent()) {
            diversions(reader.list(diverted.get()).orElse(""));
        }
        for (String stanza : reader.stanzas(file, text)) {
            DpkgStanza dpkgStanza = DpkgStanza.of(stanza);
            if (dpkgStanza.name().isEmpty()) {
                continue;
            }
            String base = dpkgStanza.name() + ":" + dpkgStanza.architecture();
            if (!info.contains(base + LIST)) {
                base = dpkgStanza.name();
            }
            FileListing files = info.contains(base + LIST)
                    ? new ListFile(dpkgStanza.name(), base + LIST)
                    : chisel.map(manifest -> manifest.files(dpkgStanza.name())).orElse(FileListing.UNKNOWN);
            InstalledPackage each = dpkgStanza.toPackage(stanza, true, files);
            bases.put(each, base);
            packages.add(each);
        }
    }

    /** Three lines each: the path, its new location, and the package that still has the path, or a colon. */
    private void diversions(String text) {
        List<String> lines = new ArrayList<>();
        Lines.each(text, lines::add);
        for (int i = 0; i + 2 < lines.size(); i += 3) {
            diversions.put(lines.get(i), new Diversion(lines.get(i + 1), lines.get(i + 2)));
        }
    }

    private Optional<RootPath> regular(String name) throws IOException {
        return reader.file(directory.resolve(name)).map(found -> found.path());
    }

    /** The actual location of the file that a package has under this path. */
    private String actual(String owner, String path) {
        Diversion diversion = diversions.get(path);
        return diversion == null || diversion.owner().equals(owner) ? path : diversion.to();
    }

    private final class ListFile implements FileListing {
        private final String owner;
        private final String name;
        private @Nullable String text;

        ListFile(String owner, String name) {
            this.owner = owner;
            this.name = name;
        }

        @Override
        public boolean isKnown() {
            return text().isPresent();
        }

        @Override
        public void forEach(Consumer<String> visitor) {
            Lines.each(text().orElse(""), line -> {
                if (!line.isEmpty()) {
                    visitor.accept(actual(owner, line));
                }
            });
        }

        private synchronized Optional<String> text() {
            if (text == null) {
                text = content(name).orElse(UNREADABLE);
            }
            return text.equals(UNREADABLE) ? Optional.empty() : Optional.of(text);
        }
    }

    /** No file list: a file list ends with a newline. */
    private static final String UNREADABLE = "\0";

    private Optional<String> content(String infoName) {
        try {
            Optional<RootPath> file = regular("info/" + infoName);
            return file.isPresent() ? reader.list(file.get()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
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
        List<CutFile> cut = new ArrayList<>();
        StringBuilder status = new StringBuilder();
        int count = 0;
        Set<String> done = new HashSet<>();
        for (InstalledPackage each : packages) {
            if (!isKept.test(each)) {
                continue;
            }
            status.append(each.text());
            count++;
            String base = bases.getOrDefault(each, each.name());
            if (!done.add(base)) {
                continue; // a package listed twice
            }
            for (String suffix : CUT) {
                if (info.contains(base + suffix)) {
                    cutInfo(each, base + suffix, suffix, isThere, cut);
                }
            }
        }
        if (count == 0) {
            return List.of();
        }
        cut.add(new CutFile(
                file,
                ByteSource.of(RawText.bytes(status.toString())),
                "rewritten with " + count + " of its " + packages.size()
                        + " packages: those of which more than documentation is kept"));
        others(isThere, cut);
        return cut;
    }

    private void cutInfo(
            InstalledPackage installedPackage, String name, String suffix, OwnedPath isThere, List<CutFile> cut) {
        Optional<String> whole = content(name);
        Optional<RootPath> place = place("info/" + name);
        if (whole.isEmpty() || place.isEmpty()) {
            return;
        }
        String left = Lines.filter(whole.get(), line -> {
            String path = path(line, suffix);
            return path.equals("/.") || isThere.isThere(installedPackage, actual(installedPackage.name(), path));
        });
        // dpkg --audit requires the other two, with any content.
        if (!left.isEmpty() || !suffix.equals(".conffiles")) {
            cut.add(new CutFile(
                    place.get(),
                    ByteSource.of(RawText.bytes(left)),
                    "rewritten with the paths of the package " + installedPackage.name() + " that are kept"));
        }
    }

    /** The path in a line of a list, of {@code md5sums} (deb-md5sums(5)), or of {@code conffiles} (deb-conffiles(5)). */
    private static String path(String line, String suffix) {
        return switch (suffix) {
            case ".md5sums" -> line.length() > 34 ? "/" + line.substring(34) : "";
            case ".conffiles" -> line.substring(Math.max(0, line.indexOf('/')));
            default -> line;
        };
    }

    private Optional<RootPath> place(String name) {
        try {
            return regular(name);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void others(OwnedPath isThere, List<CutFile> cut) {
        for (String name : WHOLE) {
            Optional<RootPath> place = place(name);
            Optional<String> content = place.flatMap(reader::list);
            if (content.isPresent()) {
                cut.add(new CutFile(
                        place.get(),
                        ByteSource.of(RawText.bytes(content.get())),
                        "as it was, for what is kept of dpkg's database"));
            }
        }
        Optional<RootPath> place = place("diversions");
        Optional<String> content = place.flatMap(reader::list);
        if (content.isPresent()) {
            StringBuilder left = new StringBuilder();
            List<String> lines = new ArrayList<>();
            Lines.each(content.get(), lines::add);
            for (int i = 0; i + 2 < lines.size(); i += 3) {
                InstalledPackage any = packages.get(0);
                if (isThere.isThere(any, lines.get(i)) || isThere.isThere(any, lines.get(i + 1))) {
                    left.append(lines.get(i))
                            .append('\n')
                            .append(lines.get(i + 1))
                            .append('\n');
                    left.append(lines.get(i + 2)).append('\n');
                }
            }
            if (!left.isEmpty()) {
                cut.add(new CutFile(
                        place.get(),
                        ByteSource.of(RawText.bytes(left.toString())),
                        "rewritten with the diversions of what is kept"));
            }
        }
    }
}
