package dev.whittle.packages;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The tables and indexes of an SQLite database (fileformat2.html), read-only, without SQL. Each page is visited once in
 * a walk, so that cycles end, and the work is limited by the size of the file.
 */
final class SqliteFile {
    static final int HEADER = 100;

    /** Bytes of a page that are not reserved (fileformat2.html, 1.3.4). */
    static final int LEAST_USABLE = 480;

    private static final String MAGIC = "SQLite format 3\0";
    private static final int MAX_DEPTH = 20;
    private static final int MAX_SCHEMA = 1000;

    private final ByteSource content;
    private final byte[] header;
    private final int pageSize;
    private final int usable;
    private final long pages;

    /** Something with its own pages: a table or an index. */
    record Entry(SqliteRecord row, String type, String name, String table, int root, String sql) {}

    /** A row of a tree: for an index the number is 0. */
    interface Visitor {
        void row(long rowId, byte[] payload) throws BadDatabaseException, IOException;
    }

    SqliteFile(ByteSource content) throws IOException, BadDatabaseException {
        this.content = content;
        this.header = content.head(HEADER);
        if (header.length < HEADER || !RawText.of(header).startsWith(MAGIC)) {
            throw new BadDatabaseException("no SQLite database");
        }
        int size = ((header[16] & 0xFF) << 8) | (header[17] & 0xFF);
        this.pageSize = size == 1 ? 1 << 16 : size;
        if (pageSize < 512 || Integer.bitCount(pageSize) != 1) {
            throw new BadDatabaseException("pages of " + pageSize + " bytes");
        }
        this.usable = pageSize - (header[20] & 0xFF);
        if (usable < LEAST_USABLE) {
            throw new BadDatabaseException("pages of " + usable + " usable bytes");
        }
        this.pages = content.size() / pageSize;
    }

    byte[] header() {
        return header.clone();
    }

    int pageSize() {
        return pageSize;
    }

    /** Bytes at the end of each page that are not used. */
    int reserved() {
        return pageSize - usable;
    }

    List<Entry> schema() throws IOException, BadDatabaseException {
        List<Entry> entries = new ArrayList<>();
        rows(1, (rowId, payload) -> {
            SqliteRecord row = new SqliteRecord(payload);
            if (row.size() < 5 || entries.size() >= MAX_SCHEMA) {
                throw new BadDatabaseException("its schema is not one of SQLite's");
            }
            entries.add(new Entry(
                    row,
                    row.text(0),
                    row.text(1),
                    row.text(2),
                    (int) Math.max(0, Math.min(row.integer(3), Integer.MAX_VALUE)),
                    row.text(4)));
        });
        return entries;
    }

    /** Whether the tree at this page is a table's. */
    boolean isTable(int root) throws IOException, BadDatabaseException {
        int type = page(root, new BitSet())[root == 1 ? HEADER : 0];
        return type == 13 || type == 5;
    }

    /** All rows of a tree in their order. */
    void rows(int root, Visitor visitor) throws IOException, BadDatabaseException {
        new Walk(visitor).page(root, 0);
    }

    private static long number(byte[] page, int at) {
        return ByteBuffer.wrap(page).getInt(at) & 0xFFFFFFFFL;
    }

    private byte[] page(long number, BitSet used) throws IOException, BadDatabaseException {
        if (number < 1 || number > pages || used.get((int) number)) {
            throw new BadDatabaseException("page " + number + " is not there, or used twice");
        }
        used.set((int) number);
        byte[] page = new byte[pageSize];
        content.readFully((number - 1) * pageSize, ByteBuffer.wrap(page));
        return page;
    }

    /** Bytes of a payload that are in the page itself. */
    static int local(long length, int usable, boolean isTable) {
        int most = isTable ? usable - 35 : (usable - 12) * 64 / 255 - 23;
        int least = (usable - 12) * 32 / 255 - 23;
        if (length <= most) {
            return (int) length;
        }
        int rest = (int) (least + (length - least) % (usable - 4));
        return rest <= most ? rest : least;
    }

    private final class Walk {
        private final Visitor visitor;
        private final BitSet used = new BitSet();
        private long bytes;

        Walk(Visitor visitor) {
            this.visitor = visitor;
        }

        void page(long number, int depth) throws IOException, BadDatabaseException {
            if (depth > MAX_DEPTH) {
                throw new BadDatabaseException("a tree that is too deep");
            }
            byte[] bytesOfPage = SqliteFile.this.page(number, used);
            ByteBuffer page = ByteBuffer.wrap(bytesOfPage);
            int start = number == 1 ? HEADER : 0;
            int type = page.get(start);
            boolean isLeaf = type == 10 || type == 13;
            boolean isTable = type == 5 || type == 13;
            if (!isLeaf && type != 2 && type != 5) {
                throw new BadDatabaseException("page " + number + " is of no known type");
            }
            int cells = page.getShort(start + 3) & 0xFFFF;
            int pointers = start + (isLeaf ? 8 : 12);
            if (pointers + 2 * cells > pageSize) {
                throw new BadDatabaseException("page " + number + " has too many cells");
            }
            for (int i = 0; i < cells; i++) {
                int cell = page.getShort(pointers + 2 * i) & 0xFFFF;
                cell(bytesOfPage, cell, isLeaf, isTable, depth);
            }
            if (!isLeaf) {
                page(page.getInt(start + 8) & 0xFFFFFFFFL, depth + 1);
            }
        }

        private void cell(byte[] page, int start, boolean isLeaf, boolean isTable, int depth)
                throws IOException, BadDatabaseException {
            if (start + 4 > pageSize) {
                throw new BadDatabaseException("a cell outside of its page");
            }
            int at = start;
            if (!isLeaf) {
                page(number(page, at), depth + 1);
                at += 4;
                if (isTable) {
                    return; // its key is in the leaf too
                }
            }
            long[] next = new long[2];
            SqliteRecord.varint(page, at, next);
            long length = next[0];
            at = (int) next[1];
            long rowId = 0;
            if (isTable) {
                SqliteRecord.varint(page, at, next);
                rowId = next[0];
                at = (int) next[1];
            }
            visitor.row(rowId, payload(page, at, length, isTable));
        }

        private byte[] payload(byte[] page, int start, long length, boolean isTable)
                throws IOException, BadDatabaseException {
            if (length < 0 || length > content.size() || length > Integer.MAX_VALUE - 16) {
                throw new BadDatabaseException("a row of " + length + " bytes");
            }
            bytes += length;
            if (bytes > content.size()) {
                throw new BadDatabaseException("rows that share their bytes");
            }
            int local = local(length, usable, isTable);
            if (start + local + (local < length ? 4 : 0) > pageSize) {
                throw new BadDatabaseException("a row outside of its page");
            }
            byte[] payload = new byte[(int) length];
            System.arraycopy(page, start, payload, 0, local);
            long more = local < length ? number(page, start + local) : 0;
            int at = local;
            while (at < length) {
                byte[] overflow = SqliteFile.this.page(more, used);
                int count = (int) Math.min(usable - 4, length - at);
                System.arraycopy(overflow, 4, payload, at, count);
                at += count;
                more = number(overflow, 0);
            }
            return payload;
        }
    }
}
