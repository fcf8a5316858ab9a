package dev.whittle.packages;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads database files, within limits that no valid root reaches. What is too large, or cannot be read, is reported.
 */
final class DatabaseReader {
    /** Limit for a {@code status} or {@code installed} file, in bytes. Debian's with 5,000 packages has 7 MB. */
    static final int MAX_DATABASE = 32 << 20;

    /** Limit for the packages of one database. */
    static final int MAX_PACKAGES = 50_000;

    /** Limit for the file list of one package, in bytes. Debian's largest have 2 MB. */
    private static final int MAX_LIST = 8 << 20;

    /** Limit for all file lists, in bytes. */
    private static final long MAX_LISTS = 128L << 20;

    private final RootFs root;
    private final List<String> remarks;
    private long left = MAX_LISTS;
    private boolean isToldOfLists;

    DatabaseReader(RootFs root, List<String> remarks) {
        this.root = root;
        this.remarks = remarks;
    }

    RootFs root() {
        return root;
    }

    void remark(RootPath file, String problem) {
        remarks.add(file.raw() + ": " + problem);
    }

    /** The regular file that a path leads to. */
    Optional<Walk.Result.Found> file(RootPath path) throws IOException {
        return Walk.follow(root, path).found().filter(found -> found.node() instanceof Node.RegularFile);
    }

    Optional<RootPath> directory(RootPath path) throws IOException {
        return Walk.follow(root, path)
                .found()
                .filter(found -> found.node() instanceof Node.Directory)
                .map(Walk.Result.Found::path);
    }

    /** The names in a real directory; none if it may not be listed. */
    List<String> names(RootPath directory) throws IOException {
        try {
            return root.list(directory);
        } catch (AccessDeniedException e) {
            return List.of();
        }
    }

    /** The content of a database. */
    Optional<String> database(RootPath real) {
        try (ByteSource content = root.open(real)) {
            if (content.size() > MAX_DATABASE) {
                remark(real, "larger than " + (MAX_DATABASE >> 20) + " MiB, so it is not read as a package database");
                return Optional.empty();
            }
            return Optional.of(RawText.of(content.head(MAX_DATABASE)));
        } catch (IOException e) {
            remark(real, "a package database that cannot be read");
            return Optional.empty();
        }
    }

    /** The content of a file list, as long as all of them together do not exceed {@link #MAX_LISTS}. */
    synchronized Optional<String> list(RootPath real) {
        try (ByteSource content = root.open(real)) {
            if (content.size() > Math.min(MAX_LIST, left)) {
                if (!isToldOfLists) {
                    isToldOfLists = true;
                    remark(real, "too long for the file list of a package, so its files are unknown");
                }
                return Optional.empty();
            }
            left -= content.size();
            return Optional.of(RawText.of(content.head(MAX_LIST)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The parts of a text that blank lines separate, each with the blank lines after it: the format of deb822(5), and
     * of apk's {@code installed}. Leading blank lines are skipped. Empty, and reported, if there are more than
     * {@link #MAX_PACKAGES}.
     */
    List<String> stanzas(RootPath file, String text) {
        List<String> stanzas = new ArrayList<>();
        int start = -1;
        boolean isOver = false;
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            boolean isBlank = isBlank(text, at, end);
            if (!isBlank && isOver) {
                stanzas.add(text.substring(start, at));
                start = at;
                isOver = false;
            } else if (!isBlank && start < 0) {
                start = at;
            } else if (isBlank && start >= 0) {
                isOver = true;
            }
            if (stanzas.size() > MAX_PACKAGES) {
                remark(file, "more than " + MAX_PACKAGES + " packages, so it is not read as a package database");
                return List.of();
            }
            at = end + 1;
        }
        if (start >= 0) {
            stanzas.add(text.substring(start));
        }
        return stanzas;
    }

    private static boolean isBlank(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (" \t\r".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code libc6:amd64 (>= 2.3)} → {@code libc6}: the name in a relation to another package. */
    static String relatedName(String relation) {
        String name = relation.strip();
        int end = 0;
        while (end < name.length() && " (:[<>=~".indexOf(name.charAt(end)) < 0) {
            end++;
        }
        return name.substring(0, end);
    }
}
