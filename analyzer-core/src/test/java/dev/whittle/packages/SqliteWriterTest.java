package dev.whittle.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of all page sizes, from one row to several levels, read back by the reader. */
class SqliteWriterTest {
    private static final byte[] HEADER = header();

    private static byte[] header() {
        byte[] header = new byte[SqliteFile.HEADER];
        byte[] magic = RawText.bytes("SQLite format 3\0");
        System.arraycopy(magic, 0, header, 0, magic.length);
        return header;
    }

    /** A record of five columns, as the schema's table has them, of which one is text. */
    private static byte[] row(int length) throws BadDatabaseException {
        ByteArrayOutputStream types = new ByteArrayOutputStream();
        for (long type : List.of(13L, 13L, 13L, 1L, 13 + 2L * length)) {
            SqliteRecord.putVarint(types, type);
        }
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        SqliteRecord.putVarint(row, types.size() + 1L);
        row.writeBytes(types.toByteArray());
        row.writeBytes(RawText.bytes("\7" + "x".repeat(length)));
        assertThat(new SqliteRecord(row.toByteArray()).size()).isEqualTo(5);
        return row.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 4096, 65536})
    void what_is_written_is_read_back(int pageSize) throws IOException, BadDatabaseException {
        for (int count : List.of(0, 1, 2, 3, 4, 5, 17, 300)) {
            for (int length : List.of(0, 90, 350, 400, 440, 480, 2000)) {
                List<SqliteWriter.Row> rows = new ArrayList<>();
                for (int i = 1; i <= count; i++) {
                    rows.add(new SqliteWriter.Row(i * 1000L, row(length + i % 3)));
                }
                SqliteWriter writer = new SqliteWriter(HEADER, pageSize, pageSize);
                int table = writer.tree(rows, true);
                int index = writer.tree(rows, false);
                writer.finish(rows);
                byte[] bytes = writer.bytes();
                assertThat(bytes).hasSize((int) writer.size()).hasSizeGreaterThanOrEqualTo(3 * pageSize);
                SqliteFile file = new SqliteFile(ByteSource.of(bytes));
                assertThat(file.pageSize()).isEqualTo(pageSize);
                for (int root : List.of(1, table, index)) {
                    List<SqliteWriter.Row> read = new ArrayList<>();
                    file.rows(root, (number, payload) -> read.add(new SqliteWriter.Row(number, payload)));
                    assertThat(read).hasSameSizeAs(rows);
                    for (int i = 0; i < count; i++) {
                        assertThat(Arrays.equals(
                                        read.get(i).payload(), rows.get(i).payload()))
                                .as("row %s of %s, %s bytes", i, count, length)
                                .isTrue();
                        assertThat(read.get(i).rowId())
                                .isEqualTo(root == index ? 0 : rows.get(i).rowId());
                    }
                }
            }
        }
    }
}
