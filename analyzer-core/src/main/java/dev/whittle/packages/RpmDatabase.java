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
import java.util.SortedSet;
import java.util.TreeSet;
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

    /** Page sizes that are tried for a small database. */
    private static final List<Integer> SMALL_PAGES = List.of(512, 1024, 2048, 4096);

    /** Bytes of all rows of a small database. In a larger one, nearly empty pages do not matter. */
    private static final long MAX_SMALL = 16L << 20;

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
                            .filter(child -> ((Node.RegularFile) child.node()).size() > 0)
                            .ifPresent(node -> others.add(node.path()));
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
        InstalledPackage installedPackage = new InstalledPackage(
                new InstalledPackage.Identity(PackageType.RPM, name, header.version(), header.string(RpmHeader.ARCH)),
                new InstalledPackage.Built(
                        hasSource ? source.group(1) : name, hasSource ? source.group(2) : header.version()),
                header.string(RpmHeader.LICENSE),
                Set.of(),
                true,
                "",
                new Listed(files));
        packages.add(installedPackage);
        numbers.put(installedPackage, number);
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
                    "rewritten with " + count + " of its " + packages.size()
                            + " packages: those of which more than documentation is kept"));
        } catch (BadDatabaseException e) {
            reader.remark(file, "not cut: " + e.getMessage());
        } catch (IOException e) {
            reader.remark(file, "a package database that cannot be read");
        }
        return List.of();
    }

    /**
     * The database without the rows of some packages; all others have their bytes and their order. A table takes a page at least,
     * and rpm has some fifty of them, so a small database gets the page size that makes it smallest.
     */
    private static byte[] cut(SqliteFile sqlite, Set<Long> dropped) throws IOException, BadDatabaseException {
        List<SqliteFile.Entry> schema = sqlite.schema();
        List<Tree> trees = trees(sqlite, schema, dropped);
        long bytes = trees.stream()
                .flatMap(tree -> tree.rows().stream())
                .mapToLong(row -> row.payload().length)
                .sum();
        Optional<SqliteWriter> smallest = Optional.empty();
        for (int pageSize : pageSizes(sqlite, bytes)) {
            SqliteWriter writer = write(sqlite, schema, trees, pageSize);
            if (smallest.filter(sqliteWriter -> sqliteWriter.size() <= writer.size())
                    .isEmpty()) {
                smallest = Optional.of(writer);
            }
        }
        return smallest.orElseThrow().bytes();
    }

    /** The same for a database and for what is made of it, so that cutting again changes nothing. */
    private static SortedSet<Integer> pageSizes(SqliteFile sqlite, long bytes) {
        SortedSet<Integer> sizes = new TreeSet<>(List.of(sqlite.pageSize()));
        if (bytes <= MAX_SMALL) {
            for (int size : SMALL_PAGES) {
                if (size - sqlite.reserved() >= SqliteFile.LEAST_USABLE) {
                    sizes.add(size);
                }
            }
        }
        return sizes;
    }

    /** A table or an index with the rows that stay. */
    private record Tree(SqliteFile.Entry entry, boolean isTable, List<SqliteWriter.Row> rows) {}

    private static List<Tree> trees(SqliteFile sqlite, List<SqliteFile.Entry> schema, Set<Long> dropped)
            throws IOException, BadDatabaseException {
        Map<String, Set<Long>> lost = new HashMap<>();
        List<Tree> trees = new ArrayList<>();
        for (String type : List.of("table", "index")) {
            for (SqliteFile.Entry entry : schema) {
                if (entry.type().equals(type) && entry.root() > 0) {
                    trees.add(tree(sqlite, entry, dropped, lost));
                }
            }
        }
        return trees;
    }

    private static SqliteWriter write(SqliteFile sqlite, List<SqliteFile.Entry> schema, List<Tree> trees, int pageSize)
            throws BadDatabaseException {
        SqliteWriter writer = new SqliteWriter(sqlite.header(), pageSize, pageSize - sqlite.reserved());
        Map<SqliteFile.Entry, Integer> roots = new HashMap<>();
        for (Tree tree : trees) {
            roots.put(tree.entry(), writer.tree(tree.rows(), tree.isTable()));
        }
        List<SqliteWriter.Row> rows = new ArrayList<>();
        for (SqliteFile.Entry entry : schema) {
            rows.add(new SqliteWriter.Row(rows.size() + 1L, entry.row().with(3, roots.getOrDefault(entry, 0))));
        }
        writer.finish(rows);
        return writer;
    }

    /** @param lost gets the numbers of the rows that a table loses, for its indexes */
    private static Tree tree(SqliteFile sqlite, SqliteFile.Entry entry, Set<Long> dropped, Map<String, Set<Long>> lost)
            throws IOException, BadDatabaseException {
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
        return new Tree(entry, sqlite.isTable(entry.root()), rows);
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
