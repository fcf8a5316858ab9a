package dev.whittle.packages;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * rpm's {@code rpmdb.sqlite} (rpm: lib/backend/sqlite.c): the table {@code Packages} has a header for each number
 * {@code hnum}, and other tables map names, files, and the like to these numbers. Headers stay whole, since they are
 * signed, so a kept package still lists all of its files.
 */
public final class RpmDatabase implements PackageDatabase {
    private static final List<RootPath> DIRECTORIES =
            List.of(RootPath.of("/var/lib/rpm"), RootPath.of("/usr/lib/sysimage/rpm"), RootPath.of("/usr/share/rpm"));

    private static final String NAME = "rpmdb.sqlite";

    /** Older formats: ndb, and Berkeley DB. */
    private static final List<String> OTHERS = List.of("Packages.db", "Packages");

    /** Limit for a database, in bytes. Fedora's with 2,000 packages has 60 MB. */
    private static final long MAX_SIZE = 128L << 20;

    /** Limit for the paths of all packages, in bytes. Fedora's 2,000 packages have 15 MB. */
    private static final long MAX_PATHS = 64L << 20;

    /** {@code glibc-2.34-60.el9.src.rpm}. */
    private static final Pattern SOURCE = Pattern.compile("(.+)-([^-]+-[^-]+)\\.[a-z]*src\\.rpm");

    private static final String PACKAGES = "Packages";

    private final RootPath file;
    private final DatabaseReader reader;
    private final Map<InstalledPackage, Long> numbers = new HashMap<>();
    private final List<InstalledPackage> packages = new ArrayList<>();
    private long left = MAX_PATHS;

    private RpmDatabase(RootPath file, DatabaseReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /** @param others receives databases of other formats */
    static List<RpmDatabase> read(DatabaseReader reader, List<RootPath> others) throws IOException {
        List<RpmDatabase> all = new ArrayList<>();
        Set<RootPath> known = new HashSet<>();
        for (RootPath place : DIRECTORIES) {
            Optional<RootPath> directory = reader.directory(place);
            if (directory.isEmpty() || !known.add(directory.get())) {
                continue;
            }
            Optional<Walk.Result.Found> found = reader.file(directory.get().child(NAME));
            if (found.isEmpty()) {
                for (String name : OTHERS) {
                    reader.file(directory.get().child(name))
                            .filter(its -> ((Node.RegularFile) its.node()).size() > 0)
                            .ifPresent(its -> others.add(its.path()));
                }
                continue;
            }
            RootPath file = found.get().path();
            boolean hasLog = reader.file(file.parent().child(file.name() + "-wal"))
                    .filter(log -> ((Node.RegularFile) log.node()).size() > 0)
                    .isPresent();
            if (hasLog) {
                reader.remark(file, "has a write-ahead log, so it is not read; rpm --rebuilddb merges them");
                continue;
            }
            RpmDatabase database = new RpmDatabase(file, reader);
            if (database.read()) {
                all.add(database);
            }
        }
        return all;
    }

    private boolean read() {
        try (ByteSource content = reader.root().open(file)) {
            if (content.size() > MAX_SIZE) {
                reader.remark(
                        file, "larger than " + (MAX_SIZE >> 20) + " MiB, so it is not read as a package database");
                return false;
            }
            SqliteFile sqlite = new SqliteFile(content);
            for (SqliteFile.Entry entry : sqlite.schema()) {
                if (entry.type().equals("table") && entry.name().equals(PACKAGES)) {
                    sqlite.rows(
                            entry.root(), (number, row) -> add(number, new RpmHeader(new SqliteRecord(row).bytes(1))));
                }
            }
            return !packages.isEmpty();
        } catch (BadDatabaseException e) {
            reader.remark(file, "not read as a package database: " + e.getMessage());
            return false;
        } catch (IOException e) {
            reader.remark(file, "a package database that cannot be read");
            return false;
        }
    }

    private void add(long number, RpmHeader header) throws BadDatabaseException {
        List<String> files = header.files(left);
        left -= files.stream().mapToLong(String::length).sum();
        if (packages.size() >= DatabaseReader.MAX_PACKAGES) {
            throw new BadDatabaseException("more than " + DatabaseReader.MAX_PACKAGES + " packages");
        }
        String name = header.string(RpmHeader.NAME);
        Matcher source = SOURCE.matcher(header.string(RpmHeader.SOURCERPM));
        boolean hasSource = source.matches();
        InstalledPackage its = new InstalledPackage(
                PackageType.RPM,
                name,
                header.version(),
                header.string(RpmHeader.ARCH),
                hasSource ? source.group(1) : name,
                hasSource ? source.group(2) : header.version(),
                header.string(RpmHeader.LICENSE),
                Set.of(),
                true,
                "",
                new Listed(files));
        packages.add(its);
        numbers.put(its, number);
    }

    private record Listed(List<String> files) implements FileListing {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public void forEach(Consumer<String> visitor) {
            files.forEach(visitor);
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
        Set<Long> dropped = new HashSet<>();
        for (InstalledPackage each : packages) {
            if (!isKept.test(each)) {
                dropped.add(numbers.getOrDefault(each, 0L));
            }
        }
        int count = packages.size() - dropped.size();
        if (count == 0) {
            return List.of();
        }
        try (ByteSource content = reader.root().open(file)) {
            return List.of(new CutFile(
                    file,
                    ByteSource.of(cut(new SqliteFile(content), dropped)),
                    "generated with " + count + " of its " + packages.size()
                            + " packages: those of which more than documentation is kept"));
        } catch (BadDatabaseException e) {
            reader.remark(file, "not cut: " + e.getMessage());
        } catch (IOException e) {
            reader.remark(file, "a package database that cannot be read");
        }
        return List.of();
    }

    /** The database without the rows of some packages; the others keep their bytes and order. */
    private static byte[] cut(SqliteFile sqlite, Set<Long> dropped) throws IOException, BadDatabaseException {
        SqliteWriter writer = new SqliteWriter(sqlite.header(), sqlite.pageSize(), sqlite.usable());
        List<SqliteFile.Entry> schema = sqlite.schema();
        Map<String, Set<Long>> lost = new HashMap<>();
        Map<SqliteFile.Entry, Integer> roots = new HashMap<>();
        for (String type : List.of("table", "index")) {
            for (SqliteFile.Entry entry : schema) {
                if (entry.type().equals(type) && entry.root() > 0) {
                    roots.put(entry, copy(sqlite, entry, dropped, lost, writer));
                }
            }
        }
        List<SqliteWriter.Row> rows = new ArrayList<>();
        for (SqliteFile.Entry entry : schema) {
            Integer root = roots.get(entry);
            rows.add(new SqliteWriter.Row(rows.size() + 1L, entry.row().with(3, root == null ? 0 : root)));
        }
        return writer.finish(rows);
    }

    private static int copy(
            SqliteFile sqlite,
            SqliteFile.Entry entry,
            Set<Long> dropped,
            Map<String, Set<Long>> lost,
            SqliteWriter writer)
            throws IOException, BadDatabaseException {
        boolean isTable = sqlite.isTable(entry.root());
        int column = entry.type().equals("table") ? column(entry.sql()) : -1;
        Set<Long> gone = lost.computeIfAbsent(entry.table(), table -> new HashSet<>());
        List<SqliteWriter.Row> rows = new ArrayList<>();
        sqlite.rows(entry.root(), (number, payload) -> {
            boolean isGone;
            if (entry.type().equals("index")) {
                SqliteRecord row = new SqliteRecord(payload);
                isGone = gone.contains(row.integer(row.size() - 1));
            } else if (entry.name().equals(PACKAGES)) {
                isGone = dropped.contains(number);
            } else {
                isGone = column >= 0 && dropped.contains(new SqliteRecord(payload).integer(column));
            }
            if (!isGone) {
                rows.add(new SqliteWriter.Row(number, payload));
            } else if (!entry.type().equals("index")) {
                gone.add(number);
            }
        });
        return writer.tree(rows, isTable);
    }

    /** The column of a table that has the number of a package; negative if none. */
    private static int column(String sql) {
        String[] columns = sql.substring(sql.indexOf('(') + 1).split(",", -1);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].strip().startsWith("hnum ")) {
                return i;
            }
        }
        return -1;
    }
}
