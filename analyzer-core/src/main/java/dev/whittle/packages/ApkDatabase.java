package dev.whittle.packages;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * apk's {@code installed} (apk-package(5), and apk-tools database.c for what only an installed database has): stanzas
 * of lines {@code X:value}. {@code F:} begins a directory, {@code R:} a file in it; {@code M:}, {@code a:}, and
 * {@code Z:} refer to the line before.
 */
public final class ApkDatabase implements PackageDatabase {
    private static final List<RootPath> FILES =
            List.of(RootPath.of("/lib/apk/db/installed"), RootPath.of("/usr/lib/apk/db/installed"));

    /** The packages that the user requested, one per line, without which apk opens no database. */
    private static final RootPath WORLD = RootPath.of("/etc/apk/world");

    private final RootPath file;
    private final DatabaseReader reader;
    private final List<InstalledPackage> packages = new ArrayList<>();

    private ApkDatabase(RootPath file, DatabaseReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /** Databases in both locations; only one if {@code /lib} is a link. */
    static List<ApkDatabase> read(DatabaseReader reader) throws IOException {
        List<ApkDatabase> all = new ArrayList<>();
        Set<RootPath> known = new HashSet<>();
        for (RootPath path : FILES) {
            Optional<RootPath> real = reader.file(path).map(found -> found.path());
            if (real.isEmpty() || !known.add(real.get())) {
                continue;
            }
            ApkDatabase database = new ApkDatabase(real.get(), reader);
            for (String stanza :
                    reader.stanzas(real.get(), reader.database(real.get()).orElse(""))) {
                database.add(stanza);
            }
            if (!database.packages.isEmpty()) {
                all.add(database);
            }
        }
        return all;
    }

    private void add(String stanza) {
        String name = "";
        String version = "";
        String architecture = "";
        String origin = "";
        String licence = "";
        Set<String> asks = new HashSet<>();
        int at = 0;
        while (at < stanza.length()) {
            int newline = stanza.indexOf('\n', at);
            int end = newline < 0 ? stanza.length() : newline;
            if (end - at >= 2 && stanza.charAt(at + 1) == ':') {
                String value = stanza.substring(at + 2, end);
                switch (stanza.charAt(at)) {
                    case 'P' -> name = value;
                    case 'V' -> version = value;
                    case 'A' -> architecture = value;
                    case 'o' -> origin = value;
                    case 'L' -> licence = value;
                    case 'D' -> {
                        for (String each : value.split(" ", -1)) {
                            asks.add(DatabaseReader.relatedName(each));
                        }
                    }
                    case 'F' -> end = stanza.length(); // files, to the end
                    default -> {}
                }
            }
            at = end + 1;
        }
        if (!name.isEmpty()) {
            packages.add(new InstalledPackage(
                    new InstalledPackage.Identity(PackageType.APK, name, version, architecture),
                    new InstalledPackage.Built(origin.isEmpty() ? name : origin, version),
                    licence,
                    Set.copyOf(asks),
                    true,
                    stanza,
                    new Listed(stanza)));
        }
    }

    private record Listed(String stanza) implements FileListing {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public void forEach(Consumer<String> visitor) {
            String[] directory = {""};
            Lines.each(stanza, line -> {
                if (line.startsWith("F:")) {
                    directory[0] = "/" + line.substring(2);
                    visitor.accept(directory[0]);
                } else if (line.startsWith("R:")) {
                    visitor.accept(file(directory[0], line));
                }
            });
        }
    }

    private static String file(String directory, String line) {
        return (directory.equals("/") ? "" : directory) + "/" + line.substring(2);
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
        StringBuilder text = new StringBuilder();
        Set<String> names = new HashSet<>();
        int count = 0;
        for (InstalledPackage each : packages) {
            if (isKept.test(each)) {
                text.append(cut(each, isThere));
                names.add(each.name());
                count++;
            }
        }
        if (count == 0) {
            return List.of();
        }
        List<CutFile> cut = new ArrayList<>();
        cut.add(new CutFile(
                file,
                ByteSource.of(RawText.bytes(text.toString())),
                "rewritten with " + count + " of its " + packages.size()
                        + " packages: those of which more than documentation is kept"));
        world(names).ifPresent(cut::add);
        return cut;
    }

    private Optional<CutFile> world(Set<String> names) {
        Optional<RootPath> place;
        try {
            place = reader.file(WORLD).map(found -> found.path());
        } catch (IOException e) {
            return Optional.empty();
        }
        return place.flatMap(reader::list)
                .map(text -> new CutFile(
                        place.orElseThrow(),
                        ByteSource.of(RawText.bytes(Lines.filter(
                                text, line -> names.contains(DatabaseReader.relatedName(line.split("@", 2)[0]))))),
                        "rewritten with the packages that are kept"));
    }

    /** The stanza without files that are not kept, and without absent directories in which nothing is kept. */
    private static String cut(InstalledPackage installedPackage, OwnedPath isThere) {
        StringBuilder kept = new StringBuilder();
        StringBuilder head = new StringBuilder(); // of the directory, while nothing of it is kept
        String directory = "";
        boolean isIn = true; // whether the lines of an entry are kept
        boolean isInDirectory = false;
        int at = 0;
        String stanza = installedPackage.text();
        while (at < stanza.length()) {
            int newline = stanza.indexOf('\n', at);
            int end = newline < 0 ? stanza.length() : newline + 1;
            String line = stanza.substring(at, end);
            String plain = newline < 0 ? line : line.substring(0, line.length() - 1);
            at = end;
            if (line.startsWith("F:")) {
                directory = "/" + plain.substring(2);
                head.setLength(0);
                isIn = isThere.isThere(installedPackage, directory);
                isInDirectory = true;
            } else if (line.startsWith("R:")) {
                isInDirectory = false;
                isIn = isThere.isThere(installedPackage, file(directory, plain));
                if (isIn) {
                    kept.append(head);
                    head.setLength(0);
                }
            } else if (plain.isBlank()) {
                isIn = true;
            }
            if (isIn) {
                kept.append(line);
            } else if (isInDirectory) {
                head.append(line);
            }
        }
        return kept.toString();
    }
}
