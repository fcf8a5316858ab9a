package dev.whittle.packages;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the trees of an SQLite database (fileformat2.html) from sorted rows: pages are filled one after the other,
 * none is free, and the same rows give the same bytes.
 */
final class SqliteWriter {
    private final byte[] header;
    private final int pageSize;
    private final int usable;
    private final List<byte[]> pages = new ArrayList<>();

    /** @param rowId of a table; of an index it does not count */
    @SuppressWarnings("ArrayRecordComponent") // rows are written, never compared
    record Row(long rowId, byte[] payload) {}

    /**
     * A page of a tree, and a key above everything in it: for a table the largest number, for an index the row between
     * it and the next page.
     */
    private record Child(int page, Row last) {}

    /**
     * @param header the first bytes of the database that the rows come from
     * @param pageSize a power of two from 512 to 65536
     */
    SqliteWriter(byte[] header, int pageSize, int usable) {
        this.header = header;
        this.pageSize = pageSize;
        this.usable = usable;
        pages.add(new byte[pageSize]); // the first is the schema's
    }

    /** @return the page of the tree's root */
    int tree(List<Row> rows, boolean isTable) {
        return write(rows, isTable, 0);
    }

    /** Writes the schema's tree, and ends the file. */
    void finish(List<Row> schema) {
        write(schema, true, 1);
        ByteBuffer first = ByteBuffer.wrap(pages.get(0));
        first.put(0, header, 0, SqliteFile.HEADER);
        first.putShort(16, (short) (pageSize == 1 << 16 ? 1 : pageSize));
        first.putInt(28, pages.size());
        first.putInt(32, 0); // no free pages
        first.putInt(36, 0);
        first.putInt(52, 0); // no auto-vacuum, which needs a map of the pages
        first.putInt(64, 0);
        first.putInt(92, first.getInt(24));
    }

    /** Bytes of the file so far. */
    long size() {
        return (long) pages.size() * pageSize;
    }

    /** The file. */
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream((int) size());
        pages.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private int allocate() {
        pages.add(new byte[pageSize]);
        return pages.size();
    }

    /** @param root the page for the root; 0 for any */
    private int write(List<Row> rows, boolean isTable, int root) {
        if (root > 0 && fill(rows, 0, usable - SqliteFile.HEADER - 8, isTable, 0) == rows.size()) {
            page(root, rows, List.of(), isTable, isTable ? 13 : 10, 0);
            return root;
        }
        List<Child> children = new ArrayList<>();
        int at = 0;
        do {
            int end = fill(rows, at, usable - 8, isTable, 0);
            boolean isLast = end >= rows.size();
            if (!isLast && !isTable && end == rows.size() - 1) {
                end--; // a row between leaves needs a leaf after it
            }
            int page = allocate();
            page(page, rows.subList(at, end), List.of(), isTable, isTable ? 13 : 10, 0);
            children.add(new Child(
                    page, rows.isEmpty() ? new Row(0, new byte[0]) : rows.get(isTable || isLast ? end - 1 : end)));
            at = isTable || isLast ? end : end + 1;
        } while (at < rows.size());
        while (children.size() > 1) {
            children = above(children, isTable, root);
        }
        int top = children.get(0).page();
        if (root > 0 && top != root) {
            // One leaf that is too long for the first page: a root of no rows leads to it (fileformat2.html, 1.6).
            page(root, List.of(), List.of(), isTable, isTable ? 5 : 2, top);
            return root;
        }
        return top;
    }

    /** The interior pages. */
    private List<Child> above(List<Child> below, boolean isTable, int root) {
        List<Child> level = new ArrayList<>();
        List<Row> between =
                below.stream().limit(below.size() - 1).map(Child::last).toList();
        int space = usable - (root == 1 ? SqliteFile.HEADER : 0) - 12;
        int at = 0;
        while (at < below.size()) {
            int end = fill(between, at, space, isTable, 4);
            // The last row moves up, and its page becomes the last child of this one. The rest needs two pages.
            if (end < between.size() && below.size() - end - 1 < 2) {
                end--;
            }
            int page = end >= between.size() && level.isEmpty() && root > 0 ? root : allocate();
            page(
                    page,
                    between.subList(at, end),
                    below.subList(at, end),
                    isTable,
                    isTable ? 5 : 2,
                    below.get(end).page());
            level.add(new Child(page, below.get(end).last()));
            at = end + 1;
        }
        return level;
    }

    /** How many rows fit into a page. */
    private int fill(List<Row> rows, int start, int space, boolean isTable, int pointer) {
        int left = space;
        int end = start;
        while (end < rows.size()) {
            left -= 2 + Math.max(4, size(rows.get(end), isTable, pointer));
            if (left < 0) {
                break;
            }
            end++;
        }
        return end;
    }

    private int size(Row row, boolean isTable, int pointer) {
        if (isTable && pointer > 0) {
            return pointer + varint(row.rowId());
        }
        int length = row.payload().length;
        int local = SqliteFile.local(length, usable, isTable);
        return pointer + varint(length) + (isTable ? varint(row.rowId()) : 0) + local + (local < length ? 4 : 0);
    }

    private static int varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqliteRecord.putVarint(out, value);
        return out.size();
    }

    /** @param right the last page below; 0 of a leaf */
    private void page(int number, List<Row> rows, List<Child> children, boolean isTable, int type, int right) {
        int start = number == 1 ? SqliteFile.HEADER : 0;
        boolean isLeaf = right == 0;
        ByteBuffer page = ByteBuffer.wrap(pages.get(number - 1));
        int pointer = start + (isLeaf ? 8 : 12);
        int content = usable;
        for (int i = 0; i < rows.size(); i++) {
            byte[] cell =
                    cell(rows.get(i), isTable, isLeaf ? 0 : children.get(i).page());
            content -= Math.max(4, cell.length);
            page.put(content, cell);
            page.putShort(pointer + 2 * i, (short) content);
        }
        page.put(start, (byte) type);
        page.putShort(start + 3, (short) rows.size());
        page.putShort(start + 5, (short) content); // 0 stands for 65536
        if (!isLeaf) {
            page.putInt(start + 8, right);
        }
    }

    /** @param child the page on the left; 0 in a leaf */
    private byte[] cell(Row row, boolean isTable, int child) {
        ByteArrayOutputStream cell = new ByteArrayOutputStream();
        if (child > 0) {
            putInt(cell, child);
            if (isTable) {
                SqliteRecord.putVarint(cell, row.rowId());
                return cell.toByteArray();
            }
        }
        byte[] payload = row.payload();
        SqliteRecord.putVarint(cell, payload.length);
        if (isTable) {
            SqliteRecord.putVarint(cell, row.rowId());
        }
        int local = SqliteFile.local(payload.length, usable, isTable);
        cell.write(payload, 0, local);
        if (local < payload.length) {
            putInt(cell, overflow(payload, local));
        }
        return cell.toByteArray();
    }

    private int overflow(byte[] payload, int start) {
        int first = allocate();
        int page = first;
        int at = start;
        while (true) {
            int count = Math.min(usable - 4, payload.length - at);
            ByteBuffer bytes = ByteBuffer.wrap(pages.get(page - 1));
            bytes.put(4, payload, at, count);
            at += count;
            if (at >= payload.length) {
                return first;
            }
            page = allocate();
            bytes.putInt(0, page);
        }
    }

    private static void putInt(ByteArrayOutputStream out, int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >> shift);
        }
    }
}
